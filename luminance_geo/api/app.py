"""`create_api`: the FastAPI application that the dashboard mounts at `/api/v1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from luminance_geo.api import description, problems
from luminance_geo.api.answers import software_version
from luminance_geo.api.endpoints import add_endpoints
from luminance_geo.api.ogc.routes import add_resources
from luminance_geo.api.operations import ReadingRoute

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

_ABOUT = """Citizen initiatives across Canada, as the map and the list of Luminance read them.

Filters mean the same everywhere: any-of inside a filter, all-of between filters; several codes are separated by commas.
An unknown parameter, an unknown code or a malformed value is a 400 that names the parameter and what it accepts
(RFC 9457). Answers carry an ETag that moves with the data. Coordinates are WGS84, longitude first in GeoJSON.

The collections follow OGC API – Features 1.0: GDAL, QGIS and others read them at the address of this API.
"""
_GZIP_FROM_BYTES = 1024
_GZIP_LEVEL = 3  # cells of 60 kB: 1 ms, against 4 ms at level 9 for 8 % less


class HeadAsGet:
    """Answer HEAD wherever GET answers; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as a GET."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


def create_api(house: House) -> FastAPI:
    """The API of one house. Its own documentation page is left out: it would load from a CDN."""
    cors: dict[str, Any] = {
        "allow_origins": ["*"], "allow_methods": ["GET", "HEAD"], "allow_headers": ["If-None-Match"],
        "expose_headers": ["ETag", "Content-Language"], "max_age": 86_400,
    }  # fmt: skip
    gzip: dict[str, Any] = {
        "minimum_size": _GZIP_FROM_BYTES, "compresslevel": _GZIP_LEVEL,
        "exclude_content_types": (),  # of pictures, films, archives: looked through at each answer, and nothing here is
    }  # fmt: skip
    api = FastAPI(
        title="Luminance",
        version=software_version(),
        description=_ABOUT,
        license_info={"name": "AGPL-3.0-or-later (software); each entry names the licence of its source"},
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # ours has its own media type
        redirect_slashes=False,
        middleware=[
            Middleware(HeadAsGet),
            Middleware(CORSMiddleware, **cors),
            Middleware(GZipMiddleware, **gzip),
        ],
    )
    api.router.route_class = ReadingRoute
    problems.install(api)
    add_endpoints(api, house)  # first: the map and the list ask often, and routes are tried in turn
    add_resources(api, house)
    description.install(api)
    return api
