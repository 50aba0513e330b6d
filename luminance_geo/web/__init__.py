"""Plain pages and files, without the dashboard: initiative pages, sitemap, probes, our style, fonts and icons."""

from luminance_geo.web.files import asset_url
from luminance_geo.web.routes import web_routes

__all__ = ["asset_url", "web_routes"]
