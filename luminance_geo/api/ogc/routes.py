"""The routes of OGC API – Features, and their part of the OpenAPI description.

Paths are written out (`/collections/needs/items`), without a variable for the collection, so that each says which
parameters it takes and what its features hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from luminance_geo.api.answers import GEOJSON, HTML, JSON, OPENAPI
from luminance_geo.api.ogc.accepted import RESOURCE
from luminance_geo.api.ogc.collection import Collection
from luminance_geo.api.ogc.collections import COLLECTIONS
from luminance_geo.api.ogc.conformance import CLASSES, CRS84
from luminance_geo.api.ogc.resources import Resources
from luminance_geo.api.ogc.shapes import CollectionAnswer, CollectionList, Conformance
from luminance_geo.api.operations import operation
from luminance_geo.api.shapes import Landing

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

Endpoint = Callable[[Request], Response]
_ROOT = "https://example.org/api/v1"


def add_resources(api: FastAPI, house: House) -> None:
    """Add the resources of `house`, with their description."""
    here = Resources(house)
    both = [_link("self", "", JSON), _link("alternate", "?f=html", HTML)]
    landing = {"title": "Luminance", "description": "Initiatives citoyennes…", "revision": 42, "links": both}
    conformance = {"links": both, "conformsTo": list(CLASSES)}
    collections = {"links": both, "collections": [_collection(each) for each in COLLECTIONS.values()]}
    _add(api, "/", here.landing, "landing", **operation(RESOURCE, Landing, landing, page=True))
    _add(api, "/openapi.json", here.openapi, "openapi", **operation((), None, None, OPENAPI))
    _add(api, "/api", here.description, "description", **operation(RESOURCE, None, None, OPENAPI, page=True))
    _add(api, "/conformance", here.conformance, "conformance",
         **operation(RESOURCE, Conformance, conformance, page=True))  # fmt: skip
    _add(api, "/collections", here.collections, "collections",
         **operation(RESOURCE, CollectionList, collections, page=True))  # fmt: skip
    for each in COLLECTIONS.values():
        _add_collection(api, here, each)


def _add_collection(api: FastAPI, here: Resources, of: Collection) -> None:
    path = f"/collections/{of.id}"

    def collection(request: Request) -> Response:
        return here.collection(request, of)

    def items(request: Request) -> Response:
        return here.items(request, of)

    def item(request: Request) -> Response:
        return here.item(request, of)

    links = [_link("self", f"{path}/items?f=json", GEOJSON), _link("alternate", f"{path}/items?f=html", HTML)]
    page = {
        "type": "FeatureCollection", "links": links, "timeStamp": "2026-11-23T17:00:00Z", "numberMatched": 1,
        "numberReturned": 1, "features": [of.example],
    }  # fmt: skip
    _add(api, path, collection, of.id, here.collection,
         **operation(RESOURCE, CollectionAnswer, _collection(of), page=True))  # fmt: skip
    _add(api, f"{path}/items", items, f"{of.id}_items", here.items,
         **operation(of.parameters, of.shape, page, GEOJSON, page=True))  # fmt: skip
    one = operation(RESOURCE, of.item, {**of.example, "links": links}, GEOJSON, page=True, identifier=of.identifier)
    _add(api, f"{path}/items/{{fid}}", item, f"{of.id}_item", here.item, **one)


def _add(
    api: FastAPI, path: str, endpoint: Endpoint, name: str, said: Callable[..., Response] | None = None,
    **described: Any,
) -> None:  # fmt: skip
    summary = ((said or endpoint).__doc__ or "").split("\n")[0].rstrip(".")
    api.add_api_route(
        path, endpoint, methods=["GET"], tags=["features"], operation_id=name, summary=summary, **described
    )


def _link(rel: str, path: str, media_type: str) -> Mapping[str, str]:
    return {"rel": rel, "href": f"{_ROOT}{path}", "type": media_type}


def _collection(of: Collection) -> Mapping[str, Any]:
    extent = {"spatial": {"bbox": [[-142.0, 41.0, -50.0, 84.0]], "crs": CRS84}}
    said = {"id": of.id, "title": of.title, "description": of.description, "extent": extent}
    links = [_link("items", f"/collections/{of.id}/items?f=json", GEOJSON)]
    return {**said, "itemType": "feature", "crs": [CRS84], "links": links}
