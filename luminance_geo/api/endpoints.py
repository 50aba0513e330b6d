"""The endpoints: read and check the query, ask the catalogue, answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from luminance_geo.api import parameters
from luminance_geo.api.answers import GEOJSON, JSON, answer
from luminance_geo.api.examples import EXAMPLES
from luminance_geo.api.features import (
    cell_features,
    facets_body,
    ids_of,
    place_body,
    search_feature,
)
from luminance_geo.api.links import search_links
from luminance_geo.api.operations import operation
from luminance_geo.api.shapes import CellCollection, FacetCounts, InitiativeCollection, PlaceList
from luminance_geo.catalogue.filters import parse_bbox
from luminance_geo.i18n import Language
from luminance_geo.web.urls import base_url, initiative_path

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House


class Endpoints:
    """The endpoints of one house.

    `cells` and `facets` take a few milliseconds whatever is asked: the event loop answers them itself, since a thread
    would hold it up as long by the interpreter's lock, and change places with it at each step. What reads the database
    or may read far (`search`, `places`) runs in threads; searches in turn, since threads that fight for that lock make
    each other a tenth to a fifth dearer.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self._turn = Lock()

    def _day(self) -> str:
        """Part of each tag: what is coming depends on the date, in whatever time zone."""
        return self.house.clock().strftime("%Y-%m-%dT%H")

    async def cells(self, request: Request) -> Response:
        """Marks of a map view: counted groups and single entries, at most 400; counts are exact."""
        given = parameters.read(request, parameters.CELLS)
        language = parameters.language(given)
        box = parse_bbox(given["bbox"])
        zoom = parameters.zoom(given, box)
        layer = parameters.one_of(given, "layer", ("initiatives", "hosts"), "initiatives")
        outside = parameters.flag(given, "outside")
        filters = self.house.parse_filters({k: v for k, v in given.items() if k not in {"bbox", "zoom"}})
        source = self.house.hosts if layer == "hosts" else self.house.catalogue

        def build() -> Mapping[str, Any]:
            if layer == "hosts":
                found = self.house.hosts.cells(box, zoom)
            else:
                found = self.house.catalogue.cells(box, zoom, filters, outside=outside)
            return {
                "type": "FeatureCollection",
                "numberMatched": found.number_matched,
                "numberOutside": found.number_outside,
                "revision": found.revision,
                "features": cell_features(found.features, source.labels(ids_of(found.features)), language),
            }

        stamps = (self.house.catalogue.version, self._day())
        return answer(request, build, *stamps, media_type=GEOJSON, language=language)

    def search(self, request: Request) -> Response:
        """Initiatives that match, ranked, with the distance and why each one matched."""
        given = parameters.read(request, parameters.SEARCH)
        language = parameters.language(given)
        limit = parameters.whole(given, "limit", 20, 1, parameters.MAX_LIMIT)
        offset = parameters.whole(given, "offset", 0, 0, parameters.MAX_OFFSET)
        filters = self.house.parse_filters(given)
        base = base_url(self.house.settings, request)

        def build() -> Mapping[str, Any]:
            with self._turn:
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

        stamps = (self.house.catalogue.version, self._day())
        return answer(request, build, *stamps, media_type=GEOJSON, language=language)

    async def facets(self, request: Request) -> Response:
        """How many results each choice would give; each dimension ignores its own filter."""
        given = parameters.read(request, parameters.FACETS)
        language = parameters.language(given)
        filters = replace(self.house.parse_filters(given), sort=None)

        def build() -> Mapping[str, Any]:
            return facets_body(self.house.catalogue.facets(filters))

        return answer(request, build, self.house.catalogue.version, self._day(), language=language)

    def places(self, request: Request) -> Response:
        """Places that answer to a name, a postal code or coordinates, best match first."""
        given = parameters.read(request, parameters.PLACES)
        language: Language = parameters.language(given)
        words = parameters.short(given, "q", 100)
        limit = parameters.whole(given, "limit", 8, 1, parameters.MAX_PLACES)

        def build() -> Mapping[str, Any]:
            found = self.house.gazetteer.search(words, limit=limit, language=language)
            return {"places": [place_body(place, language) for place in found]}

        return answer(request, build, language=language)


def add_endpoints(api: FastAPI, house: House) -> None:
    """Add the endpoints of `house`, with their description."""
    here = Endpoints(house)
    table = (
        ("/cells", here.cells, parameters.CELLS, CellCollection, "map", GEOJSON),
        ("/search", here.search, parameters.SEARCH, InitiativeCollection, "list", GEOJSON),
        ("/facets", here.facets, parameters.FACETS, FacetCounts, "list", JSON),
        ("/places", here.places, parameters.PLACES, PlaceList, "places", JSON),
    )
    for path, endpoint, accepted, shape, tag, media_type in table:
        api.add_api_route(
            path, endpoint, methods=["GET"], tags=[tag], operation_id=endpoint.__name__,
            summary=(endpoint.__doc__ or "").split(":")[0].rstrip("."),
            **operation(accepted, shape, EXAMPLES[path], media_type),
        )  # fmt: skip
