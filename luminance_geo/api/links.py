"""Links between answers: pages of a search, and from the landing page to each part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from luminance_geo.api.answers import GEOJSON, HTML, JSON, OPENAPI
from luminance_geo.api.parameters import MAX_OFFSET
from luminance_geo.i18n import Language, Translator
from luminance_geo.web.urls import dashboard_path

_API_ONLY = {"limit", "offset", "lang"}


def link(rel: str, href: str, media_type: str, title: str | None = None) -> dict[str, Any]:
    """A related address, absolute."""
    named = {"title": title} if title else {}
    return {"rel": rel, "href": href, "type": media_type, **named}


def search_links(
    request: Request, base: str, given: Mapping[str, str], language: Language, limit: int, offset: int, matched: int
) -> list[dict[str, Any]]:
    """This page, the ones beside it, and the same filters in the dashboard."""
    here = base + request.url.path

    def page(start: int) -> str:
        return f"{here}?" + urlencode({**given, "limit": limit, "offset": start}, safe=",/")

    links = [link("self", page(offset), GEOJSON)]
    if offset > 0:
        links.append(link("prev", page(max(0, offset - limit)), GEOJSON))
    if offset + limit < matched and offset + limit <= MAX_OFFSET:
        links.append(link("next", page(offset + limit), GEOJSON))
    state = {name: value for name, value in given.items() if name not in _API_ONLY}
    links.append(link("alternate", base + dashboard_path(language, state), HTML))
    return links


def landing_links(base: str, t: Translator) -> list[dict[str, Any]]:
    """Where the parts of the API are."""
    return [
        link("service-desc", f"{base}/openapi.json", OPENAPI, t("Description of this API (OpenAPI)")),
        link("service-doc", f"{base}/api?f=html", HTML, t("Description of this API, for people")),
        link("conformance", f"{base}/conformance", JSON, t("Parts of OGC API – Features that this API does")),
        link("data", f"{base}/collections", JSON, t("Collections of features")),
        link("search", f"{base}/search", GEOJSON, t("Initiatives that match, ranked")),
        link("cells", f"{base}/cells?bbox=-74,45.4,-73.4,45.8&zoom=11", GEOJSON, t("Marks of a map view")),
        link("facets", f"{base}/facets", JSON, t("How many results each choice would give")),
        link("places", f"{base}/places?q=H2R", JSON, t("Places by name or postal code")),
    ]
