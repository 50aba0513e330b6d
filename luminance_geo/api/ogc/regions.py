"""The collection `regions`: outlines of provinces, MRC, municipalities… and how many initiatives each has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely

from luminance_geo import places
from luminance_geo.api.features import DECIMALS
from luminance_geo.api.ogc.accepted import BY_CODE, Asked, items_parameters
from luminance_geo.api.ogc.collection import Collection, Feature, Page
from luminance_geo.api.ogc.conformance import CRS84
from luminance_geo.api.ogc.shapes import RegionItem, RegionItems
from luminance_geo.api.parameters import Parameter, one_of
from luminance_geo.catalogue.filters import BBox, Filters
from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_, Language, translator
from luminance_geo.places import Region
from luminance_geo.places.boundaries import LAYERS, outlines
from luminance_geo.web.urls import dashboard_path

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

_KIND = Parameter(
    "kind", "Only regions of this kind.", N_("a kind of region"), "mrc", {"type": "string", "enum": list(LAYERS)},
    tuple(LAYERS),
)  # fmt: skip
_NO_FILTERS = Filters()


def page(house: House, asked: Asked) -> Page:
    """One page of regions, from coarse to fine; under a filter, those where some initiative matches."""
    kinds = [one_of(asked.given, "kind", LAYERS, "")] if "kind" in asked.given else list(LAYERS)
    counted = (house.catalogue.counts_by_region(kind, asked.filters) for kind in kinds)
    counts = {code: number for of_kind in counted for code, number in of_kind.items()}
    within = {kind: _meeting(kind, asked.bbox) for kind in kinds}
    found = [
        region.code
        for kind in kinds
        for region, near in zip(places.regions(kind), within[kind], strict=True)
        if near and (region.code in counts or asked.filters == _NO_FILTERS)
    ]
    order, start = _order(), -1 if asked.paging.after is None else _place(asked.paging.after)
    left = [code for code in found if order[code] > start]
    shown = left[: asked.paging.limit]
    features = [_feature(code, counts.get(code, 0), asked.language, asked.base) for code in shown]
    return Page(len(found), features, shown[-1] if len(left) > len(shown) else None)


def one(house: House, key: str, language: Language, base: str) -> Feature | None:
    """The region of a code, with how many initiatives it has in all."""
    found = places.region(key)
    if found is None:
        return None
    return _feature(key, house.catalogue.counts_by_region(found.kind).get(key, 0), language, base)


def extent(house: House) -> Mapping[str, Any]:
    """The box around all outlines."""
    boxes = np.array([region.bbox for region in places.regions()])
    box = [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()]
    return {"spatial": {"bbox": [box], "crs": CRS84}}


@cache
def _order() -> Mapping[str, int]:
    return {region.code: place for place, region in enumerate(places.regions())}


def _place(code: str) -> int:
    if code not in _order():
        raise InvalidInput(N_("{parameter}: “{value}” is not the id of a feature."), parameter="after", value=code[:60])
    return _order()[code]


def _meeting(kind: str, box: BBox | None) -> list[bool]:
    """For each region of a kind, whether its outline meets the box."""
    shapes = outlines(kind).shapes
    if box is None:
        return [True] * len(shapes)
    halves = [box] if box.west <= box.east else [replace(box, east=180.0), replace(box, west=-180.0)]
    shapely.prepare(shapes)
    met = [shapely.intersects(shapes, shapely.box(b.west, b.south, b.east, b.north)) for b in halves]
    return np.any(met, axis=0).tolist()  # type: ignore[no-any-return]


def _feature(code: str, initiatives: int, language: Language, base: str) -> Feature:
    region = places.region(code)
    assert region is not None  # noqa: S101 - the code is one of ours
    properties = {
        "code": code,
        "kind": region.kind,
        "kind_name": translator(language)(places.REGION_KINDS[region.kind]),
        "name": region.name(language),
        "name_fr": region.name_fr,
        "name_en": region.name_en,
        "population": region.population,
        "vintage": region.vintage,
        "initiatives": initiatives,
        "url": base + dashboard_path(language, {"region": code}),
    }
    return {"type": "Feature", "id": code, "geometry": _geometry(region), "properties": properties}


def _geometry(region: Region) -> dict[str, Any]:
    """Outer rings turn counter-clockwise, as RFC 7946 asks."""
    shape = shapely.orient_polygons(places.region_geometry(region.code))
    rounded = shapely.transform(shape, lambda degrees: np.round(degrees, DECIMALS))
    geometry: dict[str, Any] = orjson.loads(str(shapely.to_geojson(rounded)))
    return geometry


REGIONS = Collection(
    id="regions",
    title=N_("Regions"),
    description=N_("Provinces, census divisions, and Québec’s regions, MRC, municipalities and boroughs, with how many "
                   "initiatives each has: under a filter, those regions where some initiative matches it."),
    parameters=items_parameters(
        BY_CODE, "Regions have no time: all match.", (_KIND,), frozenset({"region"})
    ),
    identifier={"type": "string"},
    shape=RegionItems,
    item=RegionItem,
    example={
        "type": "Feature", "id": "region-06",
        "geometry": {
            "type": "Polygon", "coordinates": [[[-73.9, 45.4], [-73.5, 45.4], [-73.5, 45.7], [-73.9, 45.4]]],
        },
        "properties": {
            "code": "region-06", "kind": "region", "kind_name": "Région administrative", "name": "Montréal",
            "name_fr": "Montréal", "name_en": "Montréal", "population": 2004265, "vintage": "2025", "initiatives": 42,
            "url": "https://example.org/?lang=fr&region=region-06",
        },
    },
    page=page,
    one=one,
    extent=extent,
)  # fmt: skip
