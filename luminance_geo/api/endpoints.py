"""The endpoints: read and check the query, ask the catalogue, answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from luminance_geo.api import parameters, problems
from luminance_geo.api.answers import GEOJSON, JSON, answer
from luminance_geo.api.examples import EXAMPLES
from luminance_geo.api.features import (
    cell_feature,
    facets_body,
    ids_of,
    place_body,
    search_feature,
)
from luminance_geo.api.links import landing_links, search_links
from luminance_geo.api.parameters import Parameter
from luminance_geo.api.shapes import CellCollection, FacetCounts, InitiativeCollection, Landing, PlaceList, Problem
from luminance_geo.catalogue.filters import parse_bbox
from luminance_geo.i18n import Language, translator
from luminance_geo.web.urls import base_url, initiative_path

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House


class GeoJsonResponse(Response):
    """An answer in GeoJSON (RFC 7946)."""

    media_type = GEOJSON


class JsonResponse(Response):
    """An answer in JSON."""

    media_type = JSON


def _described(path: str, accepted: tuple[Parameter, ...], shape: type[BaseModel]) -> dict[str, Any]:
    """What FastAPI puts in the API description: parameters, answers and their shapes."""
    media_type = GEOJSON if path in {"/cells", "/search"} else JSON
    problem = {"model": Problem, "content": {problems.MEDIA_TYPE: {}}}
    return {
        "path": path,
        "response_class": GeoJsonResponse if media_type == GEOJSON else JsonResponse,
        "responses": {
            200: {"model": shape, "content": {media_type: {"example": EXAMPLES[path]}}},
            304: {"description": "Nothing moved since the answer whose ETag was sent in `If-None-Match`."},
            400: {**problem, "description": "A parameter cannot be used; the answer names it and what it accepts."},
            503: {**problem, "description": "The service is getting ready."},
        },
        "openapi_extra": {"parameters": [each.to_openapi() for each in accepted]},
    }


class Endpoints:
    """The endpoints of one house. Plain functions: they run in threads, so that no query holds up the event loop."""

    def __init__(self, house: House) -> None:
        self.house = house

    def _day(self) -> str:
        """Part of each tag: what is coming depends on the date, in whatever time zone."""
        return self.house.clock().strftime("%Y-%m-%dT%H")

    def cells(self, request: Request) -> Response:
        """Marks of a map view: counted groups and single entries, at most 400; counts are exact."""
        given = parameters.read(request.query_params, parameters.CELLS)
        language = parameters.language(given)
        box, zoom = parse_bbox(given["bbox"]), parameters.number(given, "zoom", 0, parameters.MAX_ZOOM)
        layer = parameters.one_of(given, "layer", ("initiatives", "hosts"), "initiatives")
        outside = parameters.flag(given, "outside")
        filters = self.house.parse_filters({k: v for k, v in given.items() if k not in {"bbox", "zoom"}})
        source = self.house.hosts if layer == "hosts" else self.house.catalogue

        def build() -> Mapping[str, Any]:
            if layer == "hosts":
                found = self.house.hosts.cells(box, zoom)
            else:
                found = self.house.catalogue.cells(box, zoom, filters, outside=outside)
            labels = {each: source.label(each) for each in ids_of(found.features)}
            known = {each: label for each, label in labels.items() if label is not None}
            return {
                "type": "FeatureCollection",
                "numberMatched": found.number_matched,
                "numberOutside": found.number_outside,
                "revision": found.revision,
                "features": [cell_feature(cell, known, language) for cell in found.features],
            }

        stamps = (self.house.catalogue.revision, self._day())
        return answer(request, build, *stamps, media_type=GEOJSON, language=language)

    def search(self, request: Request) -> Response:
        """Initiatives that match, ranked, with the distance and why each one matched."""
        given = parameters.read(request.query_params, parameters.SEARCH)
        language = parameters.language(given)
        limit = parameters.whole(given, "limit", 20, 1, parameters.MAX_LIMIT)
        offset = parameters.whole(given, "offset", 0, 0, parameters.MAX_OFFSET)
        filters = self.house.parse_filters(given)
        base = base_url(self.house.settings, request)

        def build() -> Mapping[str, Any]:
            found = self.house.catalogue.search(filters, limit=limit, offset=offset)
            cards = {card.id: card for card in self.house.cards([hit.id for hit in found.hits])}
            features = [
                search_feature(cards[hit.id], hit, language, base + initiative_path(cards[hit.id].slug, language))
                for hit in found.hits
                if hit.id in cards
            ]
            return {
                "type": "FeatureCollection",
                "numberMatched": found.number_matched,
                "numberReturned": len(features),
                "revision": found.revision,
                "links": search_links(request, base, given, language, limit, offset, found.number_matched),
                "features": features,
            }

        stamps = (self.house.catalogue.revision, self._day())
        return answer(request, build, *stamps, media_type=GEOJSON, language=language)

    def facets(self, request: Request) -> Response:
        """How many results each choice would give; each dimension ignores its own filter."""
        given = parameters.read(request.query_params, parameters.FACETS)
        language = parameters.language(given)
        filters = replace(self.house.parse_filters(given), sort=None)

        def build() -> Mapping[str, Any]:
            return facets_body(self.house.catalogue.facets(filters))

        return answer(request, build, self.house.catalogue.revision, self._day(), language=language)

    def places(self, request: Request) -> Response:
        """Places that answer to a name, a postal code or coordinates, best match first."""
        given = parameters.read(request.query_params, parameters.PLACES)
        language: Language = parameters.language(given)
        words = parameters.short(given, "q", 100)
        limit = parameters.whole(given, "limit", 8, 1, parameters.MAX_PLACES)

        def build() -> Mapping[str, Any]:
            found = self.house.gazetteer.search(words, limit=limit, language=language)
            return {"places": [place_body(place, language) for place in found]}

        return answer(request, build, language=language)

    def landing(self, request: Request) -> Response:
        """What this API is, and where its parts are."""
        language = parameters.language(parameters.read(request.query_params, parameters.LANDING))
        t, base = translator(language), base_url(self.house.settings, request) + request.scope.get("root_path", "")

        def build() -> Mapping[str, Any]:
            return {
                "title": "Luminance",
                "description": t("Citizen initiatives across Canada: open data, in French and English."),
                "revision": self.house.catalogue.revision,
                "links": landing_links(base, t),
            }

        return answer(request, build, self.house.catalogue.revision, language=language)


def add_endpoints(api: FastAPI, house: House) -> None:
    """Add the endpoints of `house`, with their description."""
    here, router = Endpoints(house), APIRouter()
    table = (
        ("/", here.landing, parameters.LANDING, Landing, "landing"),
        ("/cells", here.cells, parameters.CELLS, CellCollection, "map"),
        ("/search", here.search, parameters.SEARCH, InitiativeCollection, "list"),
        ("/facets", here.facets, parameters.FACETS, FacetCounts, "list"),
        ("/places", here.places, parameters.PLACES, PlaceList, "places"),
    )
    for path, endpoint, accepted, shape, tag in table:
        described = _described(path, accepted, shape)
        router.add_api_route(
            endpoint=endpoint, methods=["GET"], tags=[tag], operation_id=endpoint.__name__,
            summary=(endpoint.__doc__ or "").split(":")[0].rstrip("."), **described,
        )  # fmt: skip
    api.include_router(router)
