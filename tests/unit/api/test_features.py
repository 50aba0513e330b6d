"""Marks of a map as GeoJSON: what is written as text is what plain JSON of the same would be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from luminance_geo.api.answers import dumps
from luminance_geo.api.features import cell_features
from luminance_geo.catalogue.results import Cell, Label
from luminance_geo.ecosystem.hosts import HostLabel

QUOTED = Label(7, "a-b", 'Le «\u202fnid\u202f» d\'"Ève"\\\n', None, "food", demonstration=True)
HOST = HostLabel(8, "c", None, "Library {}", "library", None, None, None)
SINGLE = Cell(-73.56741234567, 45.5, 1, True, (-73.56741234567, 45.5, -73.56741234567, 45.5), 7)
GROUP = Cell(179.99999951, -0.00000001, 12_345, False, (179.0, -1.5, -179.5, 1e-7))
STACK = Cell(10.0, 20.0, 3, True, (10.0, 20.0, 10.0, 20.0), None, (7, 8, 9))
NAMED = {7: QUOTED, 8: HOST}


def feature(lon: float, lat: float, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}


SEVEN = {"id": 7, "slug": "a-b", "name": QUOTED.name_fr, "cause": "food", "demonstration": True}
EIGHT = {"id": 8, "slug": "c", "name": "Library {}", "kind": "library"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], []),
        ([SINGLE], [feature(-73.567412, 45.5, count=1, inside=True, **SEVEN)]),
        ([GROUP], [feature(180.0, 0.0, count=12_345, inside=False, extent=[179.0, -1.5, -179.5, 0.0])]),
        ([STACK], [feature(10.0, 20.0, count=3, inside=True, extent=[10.0, 20.0, 10.0, 20.0], members=[SEVEN, EIGHT])]),
        ([SINGLE._replace(id=9)], [feature(-73.567412, 45.5, count=1, inside=True)]),
    ],
)
def test_a_mark_says_what_it_is(cells: list[Cell], expected: list[dict[str, Any]]) -> None:
    assert json.loads(dumps({"features": cell_features(cells, NAMED, "fr")})) == {"features": expected}


def test_each_mark_keeps_its_own_numbers() -> None:
    cells = [Cell(i + 0.1, -i / 3, i, i % 2 == 0, (i, -i, i + 0.25, i / 7)) for i in range(1, 90)]
    found = json.loads(dumps(cell_features(cells, {}, "en")))
    assert found == [
        feature(
            round(cell.lon, 6),
            round(cell.lat, 6),
            count=cell.count,
            inside=cell.inside,
            extent=[round(side, 6) for side in cell.extent],
        )
        for cell in cells
    ]
