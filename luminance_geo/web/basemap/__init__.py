"""The built-in map: vector tiles, place names, and the script that draws them. Works with no network at all."""

from luminance_geo.web.basemap.routes import basemap_routes, basemap_version
from luminance_geo.web.basemap.script import MapFiles, map_files
from luminance_geo.web.basemap.tiles import warm

__all__ = ["MapFiles", "basemap_routes", "basemap_version", "map_files", "warm"]
