"""However initiatives are divided among parts, and whatever died in these, the answers are those of one part."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.catalogue.blocks import BlocksPart
from luminance_geo.catalogue.engine import Engine
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.parts import Part
from luminance_geo.catalogue.parts_engine import PartsEngine
from luminance_geo.catalogue.vectorised import VectorisedPart
from tests.unit.catalogue.brute import Maker, World, of_random_worlds


def divided(world: World, maker: Maker, number: int) -> PartsEngine:
    """The world in so many parts."""
    where = {entry.id: maker.random.randrange(number) for entry in world.entries}
    parts = [{id_ for id_, place in where.items() if place == part} for part in range(number)]
    return PartsEngine([part_of(world, maker, ids) for ids in parts], revision=7)


def part_of(world: World, maker: Maker, ids: set[int]) -> Part:
    """Some initiatives as they are, and rows that died: others as they were before. Of either kind."""
    now = world.only(ids)
    before = maker.world_of(
        [entry.id for entry in world.entries if entry.id not in ids and maker.random.random() < 0.3]
    )
    both = World(now.entries + before.entries, now.needs + before.needs, now.meetings + before.meetings)
    kind = maker.random.choice([BlocksPart, VectorisedPart])
    part: BlocksPart | VectorisedPart = kind(*both.data())
    return part.without(part.columns.rows_of_ids(np.array([entry.id for entry in before.entries], dtype=np.int64)))


def answers(engine: Engine, maker: Maker) -> list[object]:
    """A bit of everything."""
    r, f, (lat, lon), box = maker.random, maker.filters(0.15), maker.position(), maker.box()
    zoom, outside = r.choice([0, 2.5, 6, 9.5, 13, 16, 21]), r.random() < 0.5
    limit, offset = r.randint(0, 9), r.randint(0, 2)
    matched, page = engine.page(f, after=r.choice([0, 5, 50]), limit=limit)
    return [
        engine.revision,
        engine.count(f),
        engine.ids(f).tolist(),
        engine.search(f, limit=limit, offset=offset),
        engine.nearest(lat, lon, r.choice([0, 1, 5, 100]), f),
        engine.cells(box, zoom, f, outside=outside),
        engine.facets(f),
        engine.counts_by_region("mrc", f),
        (matched, page.tolist()),
        engine.need_ids(f).tolist(),
    ]


def run(examples: int, derandomize: bool = True) -> None:
    @of_random_worlds(examples, derandomize=derandomize)
    @given(
        size=st.sampled_from([0, 1, 2, 8, 30, 63, 64, 65, 130]), number=st.integers(1, 3), seed=st.integers(0, 2**40)
    )
    def same(size: int, number: int, seed: int) -> None:
        maker = Maker(seed)
        world = maker.world(size)
        whole, parts = world.engine(), divided(world, maker, number)
        for query in range(5):
            assert answers(parts, Maker(seed + query)) == answers(whole, Maker(seed + query))

    same()


def test_parts_answer_as_one() -> None:
    run(300)


@pytest.mark.thorough
@pytest.mark.timeout(1800)
def test_parts_answer_as_one_thousands_of_times() -> None:
    run(3000, derandomize=False)


def test_no_part_at_all_answers_as_an_empty_one() -> None:
    for seed in range(20):
        assert answers(PartsEngine([], revision=7), Maker(seed)) == answers(World([], [], []).engine(), Maker(seed))


def test_divided_worlds_hold_what_is_claimed() -> None:
    """Positive control: rows are spread, some died, and queries find some of each part."""
    maker = Maker(3)
    world = maker.world(60)
    parts = [part_of(world, maker, {entry.id for entry in world.entries[third::3]}) for third in range(3)]
    assert [part.count(Filters()) for part in parts] == [20, 20, 20]
    assert all(len(part.columns) > 20 for part in parts)
