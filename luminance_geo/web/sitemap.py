"""What search engines read: `/robots.txt`, the sitemap's index, and its pages of at most 50,000 addresses.

Each initiative stands twice, once per language, each time with its alternates. Demonstration ones are left out.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from luminance_geo.i18n import LANGUAGES
from luminance_geo.web.security import FILE_HEADERS
from luminance_geo.web.urls import base_url, initiative_path

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

MOST_ADDRESSES = 50_000
"""Per page, by the sitemap protocol."""

PER_PAGE = MOST_ADDRESSES // len(LANGUAGES)
_XML = "application/xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_HEADERS = {**FILE_HEADERS, "Cache-Control": "public, max-age=3600"}
_CHUNK = 500
Entry = tuple[int, str, datetime]


class Sitemap:
    """The sitemap of one house. Where each page starts is worked out once per revision of the catalogue."""

    def __init__(self, house: House, *, per_page: int = PER_PAGE) -> None:
        self.house = house
        self.per_page = per_page
        self._lock = threading.Lock()
        self._starts: tuple[int, list[int]] | None = None

    def starts(self) -> list[int]:
        """For each page, the id after which it starts; one empty page when there is nothing."""
        revision = self.house.catalogue.revision
        with self._lock:
            if self._starts is None or self._starts[0] != revision:
                self._starts = (revision, self._read_starts())
            return self._starts[1]

    def _read_starts(self) -> list[int]:
        starts = [0]
        while len(page := self._entries(starts[-1])) == self.per_page:
            starts.append(page[-1][0])
        return starts if len(starts) == 1 or self._entries(starts[-1]) else starts[:-1]

    def _entries(self, after_id: int) -> list[Entry]:
        return self.house.published_slugs(demonstration=False, after_id=after_id, limit=self.per_page)

    def index(self, request: Request) -> Response:
        """`/sitemap.xml`: the list of pages."""
        base = base_url(self.house.settings, request)
        pages = "".join(
            f"<sitemap><loc>{escape(f'{base}/sitemap-{number}.xml')}</loc></sitemap>\n"
            for number in range(1, len(self.starts()) + 1)
        )
        body = f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{pages}</sitemapindex>\n'
        return Response(body, headers=_HEADERS, media_type=_XML)

    def page(self, request: Request) -> Response:
        """`/sitemap-{number}.xml`, numbered from 1."""
        number, starts = int(request.path_params["number"]), self.starts()
        if not 1 <= number <= len(starts):
            raise HTTPException(404)
        entries = self._entries(starts[number - 1])
        return StreamingResponse(
            _page(entries, base_url(self.house.settings, request)), headers=_HEADERS, media_type=_XML
        )

    def robots(self, request: Request) -> Response:
        """`/robots.txt`: everything may be read, but not the dashboard's own machinery."""
        base = base_url(self.house.settings, request)
        kept = "".join(f"Disallow: {path}\n" for path in ("/_stcore/", "/component/", "/media/"))
        return PlainTextResponse(f"User-agent: *\n{kept}\nSitemap: {base}/sitemap.xml\n", headers=_HEADERS)


def _page(entries: list[Entry], base: str) -> Iterator[bytes]:
    yield f"{_HEAD}<urlset {_NAMESPACES}>\n".encode()
    for start in range(0, len(entries), _CHUNK):
        yield "".join(_urls(slug, changed, base) for _, slug, changed in entries[start : start + _CHUNK]).encode()
    yield b"</urlset>\n"


def _urls(slug: str, changed: datetime, base: str) -> str:
    """The addresses of one initiative, each with all its alternates."""
    each = {str(code): escape(base + initiative_path(slug, code)) for code in LANGUAGES}
    links = {**each, "x-default": escape(base + initiative_path(slug))}
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{href}"/>' for code, href in links.items()
    )
    day = changed.strftime("%Y-%m-%d")
    return "".join(f"<url><loc>{href}</loc><lastmod>{day}</lastmod>{alternates}</url>\n" for href in each.values())
