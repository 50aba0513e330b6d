"""Rules of marks that viewports rely on but seldom show."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from luminance_geo.catalogue.blocks.compiled import COMPILED
from luminance_geo.catalogue.blocks.tools import NUMPY, Tools
from luminance_geo.catalogue.filters import BBox
from luminance_geo.catalogue.grouping import reach_units
from luminance_geo.catalogue.marks import marks_of
from luminance_geo.catalogue.rows import Entry
from luminance_geo.catalogue.viewport import grid_of, view_of
from tests.unit.catalogue.plain_marks import DEEPEST, Plain, Spot, plain_marks

WORLD = BBox(-180, -90, 180, 90)
PX = 2 ** (24 - DEEPEST)


def cluster(seed: int, size: int, wide_px: float) -> list[Spot]:
    """Spots on a square so wide at the deepest zoom, somewhere in the world."""
    r = random.Random(seed)
    corner = r.randrange(2**20, 2**31), r.randrange(2**20, 2**31)
    at = [[start + r.randrange(int(wide_px * PX)) for start in corner] for _ in range(size)]
    return [Spot(Entry(i, f"i-{i}", "Nom", None), True, 0.0, 0.0, x, y) for i, (x, y) in enumerate(at)]


def spread(spots: list[Spot]) -> float:
    xs, ys = [spot.x for spot in spots], [spot.y for spot in spots]
    return math.hypot(max(xs) - min(xs), max(ys) - min(ys))


@pytest.mark.parametrize(("size", "wide_px"), [(2, 50), (3, 70), (4, 80), (7, 80)])
def test_nothing_that_stays_one_mark_reaches_further_than_is_looked_at(size: int, wide_px: float) -> None:
    worlds = [cluster(seed, size, wide_px) for seed in range(2000)]
    wide = [spread(spots) for spots in worlds if len(plain_marks(spots, DEEPEST)) == 1]
    most = float(reach_units(np.array([size]))[0])
    assert len(wide) > 50
    assert max(wide) <= most


@pytest.mark.parametrize("scale", [2.0**-21, 2.0**-14, 2.0**-6])
@pytest.mark.parametrize("wide_px", [50, 300, 1500])
def test_compiled_marks_merge_alike(wide_px: int, scale: float) -> None:
    """Not only those of a grid: in any order, on two sides, as far apart as others, at one spot."""
    random, left = np.random.default_rng(wide_px), []
    for size in range(150):
        spots = random.integers(0, wide_px, (2, size)) // (1 + size % 7)
        x, y = (spots / scale).astype(np.int64)
        count, side = random.choice([1, 1, 2, 5], size), random.integers(0, 2, size)
        marks = side, np.array((count, x * count, y * count)), np.array((x, y, -x, -y)), scale
        found, expected = COMPILED.merge(*marks), NUMPY.merge(*marks)
        for own, other in zip(found, expected, strict=True):
            np.testing.assert_array_equal(own, other)
        left.append(size - len(found.left))
    assert max(left) > 20, "some do merge"


@pytest.mark.parametrize("most", [1, 2, 5, 30, 400])
@pytest.mark.parametrize("zoom", [17.0, 19.5])
@pytest.mark.parametrize("tools", [NUMPY, COMPILED], ids=str)
def test_any_number_of_marks_can_be_asked_for(most: int, zoom: float, tools: Tools) -> None:
    for seed in range(20):
        spots = cluster(seed, 60, 1500)
        x, y = (np.array([getattr(spot, axis) for spot in spots], dtype=np.int64) for axis in "xy")
        view = view_of(WORLD, zoom)
        marks = marks_of([grid_of(view, x, y, np.ones(60, dtype=np.bool_), np.arange(60))], view, most, tools.merge)
        expected: list[Plain] = plain_marks(spots, zoom, most)
        assert len(marks) <= most
        assert marks.counts.tolist() == [len(mark.spots) for mark in expected]
        assert (marks.sums[1:] / marks.counts).T.tolist() == [list(mark.mean()) for mark in expected]
