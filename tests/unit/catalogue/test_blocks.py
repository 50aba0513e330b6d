"""The bitmap blocks answer exactly as the clear part does, on random worlds of every size around the words' borders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.catalogue.blocks import BlocksPart
from luminance_geo.catalogue.blocks.compiled import COMPILED
from luminance_geo.catalogue.blocks.tools import NUMPY, Tools
from luminance_geo.catalogue.build import build
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.parts import Grid, Part, Ranked
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.vectorised import VectorisedPart
from luminance_geo.catalogue.viewport import view_of
from tests.unit.catalogue.brute import NOW, Maker, of_random_worlds

SIZES = st.sampled_from([0, 1, 2, 63, 64, 65, 127, 128, 129, 300])
SEEDS = st.integers(0, 2**40)
ZOOMS = [0, 1, 2.5, 3, 5, 8, 11, 12.9, 13, 15, 17.3, 22]
QUERIES = 5
TOOLS = [NUMPY, COMPILED]
Check = Callable[[Part, Part, Maker], None]


def run(check: Check, tools: Tools, *, queries: int, derandomize: bool = True) -> None:
    """Some queries, `QUERIES` on each random world, which is edited and aged between them."""

    @of_random_worlds(queries // QUERIES, derandomize=derandomize)
    @given(size=SIZES, seed=SEEDS)
    def examples(size: int, seed: int) -> None:
        maker = Maker(seed)
        world = maker.world(size)
        columns = build(world.entries, world.needs, world.meetings, revision=7)
        present, alive = Present.at(columns, NOW), np.ones(size, dtype=np.bool_)
        part = BlocksPart(columns, present, tools)
        for _ in range(QUERIES):
            check(part, VectorisedPart(columns, present, alive), maker)
            part, present, alive = changed(part, columns, present, alive, maker)

    examples()


def changed(
    part: BlocksPart, columns: Columns, present: Present, alive: np.ndarray, maker: Maker
) -> tuple[BlocksPart, Present, np.ndarray]:
    """After a few deaths, or some hours."""
    if maker.random.random() < 0.3:
        present = Present.at(columns, NOW + timedelta(hours=maker.random.randint(-50, 200)))
        return part.at(present), present, alive
    dying = np.array(maker.random.sample(range(len(alive)), len(alive) // 10), dtype=np.int64)
    alive = alive.copy()
    alive[dying] = False
    return part.without(dying), present, alive


def check_search(part: Part, reference: Part, maker: Maker) -> None:
    f, k = maker.filters(), maker.random.choice([0, 1, 3, 20, 1000])
    assert part.count(f) == reference.count(f)
    after, limit = maker.random.choice([0, 0, 50]), maker.random.choice([1, 7, 1000])
    assert pages(part, f, after, limit) == pages(reference, f, after, limit)
    found, expected = part.first(f, k), reference.first(f, k)
    assert_same(found, expected)
    assert part.keys(f, found) == reference.keys(f, expected) == sorted(part.keys(f, found))
    assert part.hits(found.rows, found.km, f) == reference.hits(expected.rows, expected.km, f)


def pages(part: Part, f: Filters, after: int, limit: int) -> tuple[int, list[int]]:
    matched, ids = part.page(f, after, limit)
    return matched, ids.tolist()


def check_nearest(part: Part, reference: Part, maker: Maker) -> None:
    f, k = maker.filters(0.1), maker.random.choice([0, 1, 5, 100])
    lat, lon = maker.position()
    assert_same(part.nearest(lat, lon, k, f), reference.nearest(lat, lon, k, f))


def check_grid(part: Part, reference: Part, maker: Maker) -> None:
    f, view, outside = maker.filters(), view_of(maker.box(), maker.random.choice(ZOOMS)), maker.random.random() < 0.5
    found, expected = (each.grid(view, f, outside=outside) for each in (part, reference))
    assert cells(found) == cells(expected)
    assert len({cell[:3] for cell in cells(found)}) == len(found.count), "each cell once"
    for cell in range(len(found.count)):
        assert found.first[cell] in found.rows(np.array([cell]))


def check_facets(part: Part, reference: Part, maker: Maker) -> None:
    f = maker.filters()
    assert part.facets(f) == reference.facets(f)


def check_regions(part: Part, reference: Part, maker: Maker) -> None:
    f, kind = maker.filters(0.1), maker.random.choice(["province", "mrc", "borough", "nothing"])
    assert part.counts_by_region(kind, f) == reference.counts_by_region(kind, f)


def check_needs(part: Part, reference: Part, maker: Maker) -> None:
    f = maker.filters()
    assert part.need_ids(f).tolist() == reference.need_ids(f).tolist()


def assert_same(found: Ranked, expected: Ranked) -> None:
    assert (found.matched, found.rows.tolist()) == (expected.matched, expected.rows.tolist())
    np.testing.assert_array_equal(found.km, expected.km)


def cells(grid: Grid) -> list[tuple[object, ...]]:
    """All that a grid says of its cells, in one order."""
    names = ["column", "row", "inside", "count", "sum_x", "sum_y", "west", "north", "east", "south"]
    rows = [tuple(sorted(grid.rows(np.array([cell])).tolist())) for cell in range(len(grid.count))]
    return sorted(zip(*(getattr(grid, name).tolist() for name in names), rows, strict=True))


CHECKS = [check_search, check_nearest, check_grid, check_facets, check_regions, check_needs]


@pytest.mark.parametrize("tools", TOOLS, ids=str)
@pytest.mark.parametrize("check", CHECKS)
def test_blocks_answer_as_the_clear_part_does(check: Check, tools: Tools) -> None:
    run(check, tools, queries=300)


@pytest.mark.thorough
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("tools", TOOLS, ids=str)
@pytest.mark.parametrize("check", CHECKS)
def test_blocks_answer_as_the_clear_part_does_thousands_of_times(check: Check, tools: Tools) -> None:
    run(check, tools, queries=10_000, derandomize=False)


def test_a_part_stays_as_it_was_when_rows_die() -> None:
    maker = Maker(3)
    columns = build(maker.world(130).entries)
    part = BlocksPart(columns, Present.at(columns, NOW))
    assert part.without(np.arange(129)).page(Filters(), 0, 9)[1].tolist() == columns.ids[129:].tolist()
    assert part.without(np.arange(129)).without(np.array([5, 129])).count(Filters()) == 0
    assert part.count(Filters()) == 130


def test_random_views_do_hold_cells_of_many() -> None:
    """Positive control: grids compared above are not empty, nor single points only."""
    maker = Maker(5)
    columns = build(maker.world(300).entries)
    part = BlocksPart(columns, Present.at(columns, NOW))
    grids = [
        part.grid(view_of(maker.box(), maker.random.choice(ZOOMS)), maker.filters(), outside=True) for _ in range(50)
    ]
    assert sum(len(grid.count) for grid in grids) > 200
    assert max(int(grid.count.max(initial=0)) for grid in grids) > 20
