"""Marks of the map: counts add up, marks do not touch, what cannot be parted lists its members."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.catalogue.filters import BBox, Filters, Near
from luminance_geo.catalogue.parts_engine import PartsEngine
from luminance_geo.catalogue.results import Cell, Cells
from luminance_geo.catalogue.rows import Entry
from luminance_geo.geo import from_pixels
from tests.synthetic import rows
from tests.unit.catalogue.brute import Maker, World, in_box, of_random_worlds
from tests.unit.catalogue.plain_marks import Plain, Spot, extent, is_stack, pixel, place, plain_marks, turned

WORLD = BBox(-180, -90, 180, 90)
MONTREAL = (45.5019, -73.5674)


def at(*positions: tuple[float, float]) -> World:
    entries = [Entry(i + 1, f"i-{i}", "Nom", None, lat=lat, lon=lon) for i, (lat, lon) in enumerate(positions)]
    return World(entries, [], [])


def cells(world: World, box: BBox = WORLD, zoom: float = 5, f: Filters | None = None, outside: bool = False) -> Cells:
    return world.engine().cells(box, zoom, f or Filters(), outside=outside)


def holds(cell: Cell, entry: Entry) -> bool:
    return in_box(entry, around(cell))


def around(cell: Cell) -> BBox:
    """The extent with a hair's breadth (half a unit, 5 mm): positions are rounded to whole units."""
    (west, south, east, north), hair = cell.extent, 180 / 2**32
    return BBox(max(west - hair, -180.0), max(south - hair, -90.0), min(east + hair, 180.0), min(north + hair, 90.0))


def check_cells(world: World, maker: Maker) -> None:
    f, box, zoom = maker.filters(0.1), maker.box(), maker.random.choice([0, 3, 9.5, 12.9, 13, 15.25, 18, 21])
    outside = maker.random.random() < 0.5
    answer = cells(world, box, zoom, f, outside)
    seen = [e for e in world.matching(replace(f, near=None)) if in_box(e, box)]
    inside = [e for e in seen if world.is_near(e, f)]
    beyond = [e for e in seen if not world.is_near(e, f)] if outside else []
    assert (answer.number_matched, answer.number_outside) == (len(inside), len(beyond))
    for side, members in ((True, inside), (False, beyond)):
        marks = [cell for cell in answer.features if cell.inside == side]
        assert sum(cell.count for cell in marks) == len(members)
        assert {cell.id for cell in marks if cell.count == 1} <= {entry.id for entry in members}
        assert all(any(holds(cell, entry) for cell in marks) for entry in members)
        check_apart(marks, box, zoom)
    spots = [Spot.of(e, e in inside, box) for e in inside + beyond]
    check_same(list(answer.features), plain_marks(spots, zoom), zoom)
    for cell in answer.features:
        check_cell(world, cell, zoom)


def check_same(found: list[Cell], expected: list[Plain], zoom: float) -> None:
    """The same marks as worked out one pair at a time, to a tenth of a millimetre."""
    for mark in expected:
        ids = sorted(spot.entry.id for spot in mark.spots)
        lat, lon = place(mark, zoom)
        west, south, east, north = extent(mark, zoom)
        numbers = (lon, lat, west, south, east, north)
        same = [
            cell
            for cell in found
            if (cell.count, cell.inside) == (len(ids), mark.spots[0].inside)
            and cell.id == (ids[0] if len(ids) == 1 else None)
            and cell.members == (tuple(ids[:12]) if is_stack(mark, zoom) else ())
            and all(map(one_place, (cell.lon, cell.lat, *cell.extent), numbers))
        ]
        assert same, (numbers, ids, found)
        found.remove(same[0])
    assert not found


def one_place(degrees: float, other: float) -> bool:
    """The same number of degrees, whole turns of the world aside."""
    return abs((degrees - other + 180) % 360 - 180) < 1e-9


def check_apart(marks: list[Cell], box: BBox, zoom: float) -> None:
    for one, other in combinations(marks, 2):
        near = 30 if one.count == other.count == 1 else 42
        a, b = (pixel(mark.lat, turned(mark.lon, box), zoom) for mark in (one, other))
        assert math.dist(a, b) > near - 1, "each stands within half a pixel of where it was reckoned"


def check_cell(world: World, cell: Cell, zoom: float) -> None:
    assert (cell.id is not None) == (cell.count == 1)
    if cell.id is not None:
        entry = world.entry(cell.id)
        assert (cell.lat, cell.lon) == (entry.lat, entry.lon)
        assert cell.extent == (entry.lon, entry.lat, entry.lon, entry.lat)
        assert not cell.members
    if cell.members:
        assert len(cell.members) == min(cell.count, 12)
        assert list(cell.members) == sorted(cell.members)
        assert all(holds(cell, world.entry(id_)) for id_ in cell.members)
    if zoom >= 18:
        assert bool(cell.members) == (cell.count > 1), "nothing zooms further: a group lists its members"
    elif cell.count > 1:
        alone = World([e for e in world.entries if holds(cell, e) and e.lat is not None], [], [])
        if len(alone.entries) == cell.count:
            parted = len(cells(alone, around(cell), 18).features) > 1
            assert parted != bool(cell.members)


def run(queries: int, derandomize: bool = True) -> None:
    @of_random_worlds(queries // 5, derandomize=derandomize)
    @given(size=st.sampled_from([0, 1, 2, 3, 8, 40]), seed=st.integers(0, 2**40))
    def examples(size: int, seed: int) -> None:
        maker = Maker(seed)
        world = maker.world(size)
        for _ in range(5):
            check_cells(world, maker)

    examples()


def test_random_viewports() -> None:
    run(1000)


@pytest.mark.thorough
@pytest.mark.timeout(1800)
def test_thousands_of_random_viewports() -> None:
    run(10_000, derandomize=False)


@pytest.fixture(scope="module")
def many() -> PartsEngine:
    made = rows(10_000)
    return World(made.entries, made.needs, made.meetings).engine()


@pytest.mark.parametrize("zoom", [2, 4, 7.3, 9, 11, 13, 16])
def test_many_initiatives_give_at_most_400_marks(many: PartsEngine, zoom: float) -> None:
    answer = many.cells(WORLD, zoom, Filters(), outside=False)
    assert 0 < len(answer.features) <= 400
    assert sum(cell.count for cell in answer.features) == answer.number_matched == 9_800
    check_apart(list(answer.features), WORLD, zoom)


def test_order_of_the_rows_changes_nothing() -> None:
    made = rows(2_000)
    forward, backward = World(made.entries, [], []), World(made.entries[::-1], [], [])
    assert cells(forward, WORLD, 6) == cells(backward, WORLD, 6)


def test_grid_stays_where_it_is_when_the_map_pans() -> None:
    world = at((45.5, -73.6), (45.5001, -73.6001), (46.8, -71.2))
    one = cells(world, BBox(-75, 44, -73, 47), 8).features
    other = cells(world, BBox(-74, 45, -72.5, 46), 8).features
    assert one == other
    assert [cell.count for cell in one] == [2]


def test_mean_is_taken_in_mercator_within_half_a_pixel() -> None:
    (cell,) = cells(at((45, -73), (60, -71), (60, -71)), WORLD, 0).features
    points = [pixel(lat, lon, 0) for lat, lon in ((45, -73), (60, -71), (60, -71))]
    assert pixel(cell.lat, cell.lon, 0) == pytest.approx(
        [sum(axis) / 3 for axis in zip(*points, strict=True)], abs=0.25 + 1e-6
    )


def test_group_across_the_antimeridian() -> None:
    answer = cells(at((52, 179.999), (52, -179.999)), BBox(170, 40, -170, 60), 6)
    (cell,) = answer.features
    assert (answer.number_matched, cell.count) == (2, 2)
    assert abs(cell.lon) == pytest.approx(180, abs=1e-6)
    west, south, east, north = cell.extent
    assert 0 <= 179.999 - west < 0.02
    assert 0 <= east + 179.999 < 0.02
    assert south <= 52 <= north, "as wide as the half pixels that hold them"


def test_both_names_of_the_antimeridian_are_one_place() -> None:
    world = at((10, 180.0), (10, -180.0))
    for box in (BBox(170, 0, 180, 20), BBox(-180, 0, -170, 20), WORLD, BBox(179, 0, -179, 20)):
        assert cells(world, box).number_matched == 2


def test_many_at_one_spot_list_the_first_twelve_and_stay_on_it() -> None:
    (cell,) = cells(at(*[(45.55, -73.62)] * 30), WORLD, 4).features
    assert (cell.count, cell.members) == (30, tuple(range(1, 13)))
    assert (cell.lat, cell.lon) == (45.55, -73.62)


def placed(zoom: float, *right_px: float) -> World:
    """Points on one line, so many pixels right of a crossing of the grid, above the middle of a cell."""
    corner = 60 * math.ceil(0.3 * 256 * 2**zoom / 60)
    lat, lon = from_pixels([corner + px for px in right_px], [corner + 15.0] * len(right_px), zoom)
    return at(*zip(lat.tolist(), lon.tolist(), strict=True))


def test_two_single_points_stand_nearer_than_a_group_and_a_point() -> None:
    assert [cell.count for cell in cells(placed(10, -10, 26), WORLD, 10).features] == [1, 1]
    assert [cell.count for cell in cells(placed(10, -10, 19), WORLD, 10).features] == [2]
    assert [cell.count for cell in cells(placed(10, -10, -10, 26), WORLD, 10).features] == [3]
    assert sorted(cell.count for cell in cells(placed(10, -10, -10, 33), WORLD, 10).features) == [1, 2]


def test_a_chain_that_stays_one_mark_at_the_deepest_zoom_lists_its_members() -> None:
    chain = placed(18, 1, 27, 53)
    (cell,) = cells(chain, WORLD, 10).features
    assert cell.members == (1, 2, 3), "52 px wide, further than any merge, yet it never parts"
    assert [c.count for c in cells(chain, WORLD, 18).features] == [3]


def test_beyond_the_radius_stands_apart() -> None:
    world = at(MONTREAL, (45.5020, -73.5675), (45.6, -73.5674))
    near = Filters(near=Near("x", *MONTREAL), within_km=5)
    assert [(c.count, c.inside) for c in cells(world, zoom=3, f=near).features] == [(2, True)]
    both = cells(world, zoom=3, f=near, outside=True)
    assert sorted((c.count, c.inside) for c in both.features) == [(1, False), (2, True)]
    assert (both.number_matched, both.number_outside) == (2, 1)


def test_poles_and_absurd_zooms_are_drawn() -> None:
    world = at((90, 0), (-90, 0), (90, 179))
    assert sum(cell.count for cell in cells(world, WORLD, 30).features) == 3
    assert sum(cell.count for cell in cells(world, WORLD, 0).features) == 3
