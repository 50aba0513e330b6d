"""The built-in map's vector tiles: they cover, they agree along their edges, and they stay small."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise

import pytest
import shapely

from luminance_geo.geo import to_pixels
from luminance_geo.web.basemap.tiles import EXTENT, MARGIN, MAX_ZOOM, exists, packed, tile, warm

PLACES = {
    "Sherbrooke": (45.4010, -71.8890), "Drummondville": (45.8803, -72.4843), "Vancouver": (49.2497, -123.1193),
    "Toronto": (43.7001, -79.4163), "Iqaluit": (63.7467, -68.5170), "Winnipeg": (49.8954, -97.1385),
    "St. John's": (47.56, -52.72), "Moncton": (46.09, -64.77),
}  # fmt: skip
RIVERSIDE = {"Montréal": (45.5400, -73.6200), "Québec": (46.8200, -71.2700), "Trois-Rivières": (46.3600, -72.6000)}
"""Beside a water too narrow to be true when the country fits the screen."""
WATERS = {
    "Hudson Bay": (59.8, -85.5), "Lake Michigan": (43.3, -87.0), "Lake Superior": (47.6, -87.5),
    "Lake Huron": (44.6, -82.3), "Georgian Bay": (45.2, -80.9), "Lake Ontario": (43.62, -77.8),
    "Lake Erie": (42.2, -81.2), "Lake Winnipeg": (52.3, -97.6), "Gulf of St. Lawrence": (48.3, -61.8),
    "Strait of Georgia": (49.25, -123.6), "Atlantic": (44.0, -58.0),
}  # fmt: skip


def at(lat: float, lon: float, z: int) -> tuple[int, int, float, float]:
    """Tile address of a place, and the place in that tile's units."""
    x, y = (float(value) * 2**z / 256 for value in to_pixels(lat, lon, 0))
    return int(x), int(y), (x - int(x)) * EXTENT, (y - int(y)) * EXTENT


def points(steps: list[int]) -> list[tuple[int, int]]:
    x, y = steps[0], steps[1]
    path = [(x, y)]
    for dx, dy in zip(steps[2::2], steps[3::2], strict=True):
        x, y = x + dx, y + dy
        path.append((x, y))
    return path


def covered(layers: dict[str, list[list[int]]], name: str, x: float, y: float) -> bool:
    """Whether the layer covers a point, by the even-odd rule with which it is drawn."""
    crossings = 0
    for ring in layers.get(name, []):
        path = points(ring)
        for (ax, ay), (bx, by) in pairwise([*path, path[0]]):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossings += 1
    return crossings % 2 == 1


def is_water(lat: float, lon: float, z: int) -> bool:
    x, y, inner_x, inner_y = at(lat, lon, z)
    layers = tile(z, x, y)
    if covered(layers, "lake", inner_x, inner_y):
        return True
    return not any(covered(layers, name, inner_x, inner_y) for name in ("land", "abroad", "skirt"))


@pytest.mark.parametrize("z", [2, 4, 6, 7, 8, 10, 13])
@pytest.mark.parametrize("name", PLACES)
def test_cities_stand_on_land(name: str, z: int) -> None:
    assert not is_water(*PLACES[name], z)


@pytest.mark.parametrize("z", [7, 8, 9, 11, 14])
@pytest.mark.parametrize("name", RIVERSIDE)
def test_riverside_cities_stand_on_land_when_looked_at(name: str, z: int) -> None:
    assert not is_water(*RIVERSIDE[name], z)


@pytest.mark.parametrize("z", [3, 5, 7, 8, 10])
@pytest.mark.parametrize("name", WATERS)
def test_waters_are_water(name: str, z: int) -> None:
    assert is_water(*WATERS[name], z)


@pytest.mark.parametrize(("z", "x", "y"), [(5, 9, 11), (7, 37, 45), (8, 75, 91), (10, 302, 366), (12, 1210, 1465)])
def test_coordinates_are_integers_within_the_margin(z: int, x: int, y: int) -> None:
    layers = tile(z, x, y)
    assert layers
    for shapes in layers.values():
        for steps in shapes:
            assert all(isinstance(value, int) for value in steps)
            assert all(-MARGIN - 1 <= value <= EXTENT + MARGIN + 1 for point in points(steps) for value in point)


@pytest.mark.parametrize(("z", "x", "y"), [(4, 4, 5), (6, 18, 22), (9, 151, 183), (11, 605, 732)])
def test_adjoining_tiles_agree_where_they_overlap(z: int, x: int, y: int) -> None:
    """Cut to the strip that both draw, the land of a tile and of its eastern neighbour is the same within a unit."""
    strip = shapely.box(EXTENT - MARGIN + 2, 0, EXTENT + MARGIN - 2, EXTENT)

    def land(address: int, shift: int) -> shapely.Geometry:
        rings = tile(z, address, y).get("land", [])
        shape = shapely.Polygon()
        for ring in rings:
            path = [(px + shift, py) for px, py in points(ring)]
            if len(path) > 2:
                shape = shapely.symmetric_difference(shape, shapely.make_valid(shapely.Polygon(path)))
        return shapely.intersection(shape, strip)

    here, there = land(x, 0), land(x + 1, EXTENT)
    assert shapely.area(shapely.symmetric_difference(here, there)) <= 1.5 * (here.length + there.length) / 2
    assert here.area > 0


def test_boundaries_appear_with_zoom() -> None:
    found = {}
    for z in (5, 8, 9, 12):
        x, y, _, _ = at(45.52, -73.62, z)
        found[z] = set(tile(z, x, y))
    assert not found[5] & {"mrc", "municipality", "quartier"}
    assert "mrc" in found[8]
    assert "municipality" in found[9]
    assert "quartier" in found[12]


@pytest.mark.parametrize(
    ("z", "x", "y", "there"),
    [
        (0, 0, 0, True),
        (3, 7, 7, True),
        (3, 8, 0, False),
        (3, 0, -1, False),
        (-1, 0, 0, False),
        (MAX_ZOOM + 1, 0, 0, False),
    ],
)
def test_addresses(z: int, x: int, y: int, there: bool) -> None:
    assert exists(z, x, y) is there


def test_tiles_are_small_and_the_same_each_time() -> None:
    warm()
    for z, x, y in [(2, 1, 1), (3, 2, 2), (6, 18, 22), (9, 151, 183)]:
        first = packed(z, x, y)
        assert len(first) < 40_000
        assert json.loads(gzip.decompress(first)) == tile(z, x, y)
        packed.cache_clear()
        assert packed(z, x, y) == first
