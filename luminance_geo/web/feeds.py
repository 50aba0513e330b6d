"""`/feeds/initiatives.atom`: the newest initiatives that match the filters, by RFC 4287, for any feed reader."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import LANGUAGES, Language, as_language, translator
from luminance_geo.web.atom import Feed, to_atom
from luminance_geo.web.problem import invalid_parameter
from luminance_geo.web.query import one_of, read_query
from luminance_geo.web.security import FILE_HEADERS
from luminance_geo.web.urls import FEED_FILTERS, base_url, dashboard_path, feed_path

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

MEDIA_TYPE = "application/atom+xml"
MOST = 50
"""Entries in a feed."""


class Feeds:
    """The feeds of one house. Plain functions: they run in threads."""

    def __init__(self, house: House) -> None:
        self.house = house

    def initiatives(self, request: Request) -> Response:
        """The feed in the language of `?lang=`, French without; 400 for a parameter that cannot be used."""
        t = translator(as_language(request.query_params.get("lang")))
        try:
            given = _read(request.query_params)
            body = to_atom(self._feed(request, given, t.language))
        except InvalidInput as error:
            return invalid_parameter(error, t)
        tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
        headers = {
            **FILE_HEADERS,
            "ETag": tag,
            "Cache-Control": "public, no-cache",
            "Content-Language": t.language,
            "Access-Control-Allow-Origin": "*",
        }
        if tag.removeprefix("W/") in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type=MEDIA_TYPE)

    def _feed(self, request: Request, given: Mapping[str, str], language: Language) -> Feed:
        house, base = self.house, base_url(self.house.settings, request)
        filters = replace(house.parse_filters(given), sort="newest")
        found = house.catalogue.search(filters, limit=MOST)
        query = {name: value for name, value in filters.to_query().items() if name != "sort"}
        return Feed(
            cards=tuple(house.cards([hit.id for hit in found.hits])),
            language=language,
            base=base,
            path=feed_path(language, query),
            page=base + dashboard_path(language, {name: value for name, value in query.items() if name != "bbox"}),
            authority=house.settings.mail_domain,
            filtered=bool(query),
            today=house.clock().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0),
        )


def _read(query: QueryParams) -> dict[str, str]:
    """The filters given. Raises `InvalidInput`."""
    given = read_query(query, (*FEED_FILTERS, "lang"))
    one_of(given, "lang", LANGUAGES, "fr")
    given.pop("lang", None)
    return given
