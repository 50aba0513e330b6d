"""`web_routes`: every address that we answer ourselves, besides the API and the built-in map."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from luminance_geo.web import engage, privacy, sign_in
from luminance_geo.web.feeds import Feeds
from luminance_geo.web.files import asset_routes
from luminance_geo.web.health import Health
from luminance_geo.web.pages import Pages, not_found
from luminance_geo.web.pictures import Pictures
from luminance_geo.web.sitemap import Sitemap
from luminance_geo.web.urls import FEED

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

_GZIP = Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
Endpoint = Callable[[Request], Response]


def web_routes(house: House) -> list[BaseRoute]:
    """Pages, forms, pictures, files, sitemap and probes of one house."""
    pages, pictures, sitemap, health = Pages(house), Pictures(house), Sitemap(house), Health(house)
    return [
        Route("/initiatives/{slug}", _or_page(pages.initiative), middleware=[_GZIP]),
        Route("/initiatives/{slug}/map.svg", _or_page(pictures.map), middleware=[_GZIP]),
        Route("/initiatives/{slug}/preview.png", _or_page(pictures.preview)),
        *engage.routes(house),
        Route("/initiatives/{rest:path}", not_found, middleware=[_GZIP]),
        Route(FEED, Feeds(house).initiatives, middleware=[_GZIP]),
        Route("/sitemap.xml", sitemap.index, middleware=[_GZIP]),
        Route("/sitemap-{number:int}.xml", _or_page(sitemap.page), middleware=[_GZIP]),
        Route("/robots.txt", sitemap.robots),
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        *sign_in.routes(house),
        *privacy.routes(house),
        *asset_routes(),
    ]


def _or_page(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint in a thread, with our own page where it finds nothing."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            return await run_in_threadpool(endpoint, request)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            return not_found(request)

    return answer
