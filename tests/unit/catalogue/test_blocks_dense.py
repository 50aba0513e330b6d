"""Towns, where words are whole, lie in one cell or in one grain, and many stand at one spot."""

from __future__ import annotations

import numpy as np
import pytest

from luminance_geo.catalogue import bits
from luminance_geo.catalogue.blocks import TOLD, BlocksPart
from luminance_geo.catalogue.blocks.layout import Layout
from luminance_geo.catalogue.blocks.territories import Territories
from luminance_geo.catalogue.blocks.tools import NUMPY, Tools
from luminance_geo.catalogue.build import build
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.filters import BBox, Filters, Near
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.regions import Regions
from luminance_geo.catalogue.vectorised import VectorisedPart
from luminance_geo.catalogue.viewport import view_of
from luminance_geo.geo import distance_km
from tests.unit.catalogue.brute import CAUSES, NOW, Maker
from tests.unit.catalogue.test_blocks import TOOLS, assert_same, cells

SIZE = 1500
CENTRE = (45.53, -73.62)
TOWN = BBox(-74.2, 45.1, -73.0, 46.0)
SPREADS = [0.0, 1e-5, 0.002, 0.05, 0.4]


def town(spread: float, tools: Tools = NUMPY, seed: int = 0) -> tuple[BlocksPart, VectorisedPart, Columns]:
    """Initiatives about one place, `spread` degrees wide, one in fifty without a position."""
    random, maker = np.random.default_rng(seed), Maker(seed)
    entries = [maker.entry(id_ + 1) for id_ in range(SIZE)]
    moved = [
        entry._replace(lat=CENTRE[0] + dy, lon=CENTRE[1] + dx) if place % 50 else entry._replace(lat=None, lon=None)
        for place, (entry, dx, dy) in enumerate(zip(entries, *random.normal(0, spread, (2, SIZE)), strict=True))
    ]
    columns = build(moved, revision=7)
    present = Present.at(columns, NOW)
    return BlocksPart(columns, present, tools), VectorisedPart(columns, present), columns


@pytest.mark.parametrize("tools", TOOLS, ids=str)
@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("zoom", [0, 3, 6, 8, 10, 12, 14, 16, 18, 22])
def test_cells_of_a_town(spread: float, zoom: float, tools: Tools) -> None:
    part, reference, _ = town(spread, tools)
    dying = np.arange(70, 75)
    for filters in (Filters(), Filters(cause=frozenset(CAUSES[:2])), Filters(near=Near("", *CENTRE), within_km=2)):
        view = view_of(TOWN, zoom)
        assert cells(part.grid(view, filters, outside=True)) == cells(reference.grid(view, filters, outside=True))
        later, expected = (each.without(dying).grid(view, filters, outside=False) for each in (part, reference))
        assert cells(later) == cells(expected)


@pytest.mark.parametrize("tools", TOOLS, ids=str)
@pytest.mark.parametrize("spread", SPREADS)
def test_nearest_in_a_town(spread: float, tools: Tools) -> None:
    part, reference, columns = town(spread, tools)
    for k in (1, 10, 70, 2000):
        for lat, lon in (CENTRE, (46.0, -74.0), (-45.53, 106.38)):
            found, expected = (each.nearest(lat, lon, k, Filters()) for each in (part, reference))
            assert_same(found, expected)
    if not spread:
        assert columns.ids[found.rows].tolist() == sorted(columns.ids[: columns.located].tolist()), "ties by id"


@pytest.mark.parametrize("tools", TOOLS, ids=str)
@pytest.mark.parametrize("spread", SPREADS)
def test_what_lies_at_the_rim_is_in_as_proj_says(spread: float, tools: Tools) -> None:
    part, reference, columns = town(spread, tools)
    for lat, lon in (CENTRE, (46.0, -74.0), (-45.53, 106.38)):
        points = columns.points.take(np.arange(3, columns.located, 211))
        for km in distance_km(lat, lon, points.lat, points.lon).tolist():
            near = Near("", lat, lon)
            for radius in (km, np.nextafter(km, 0.0), km + 1e-10, km - 1e-6, km + 1e-6, km - 1e-3, km + 1e-3):
                if radius > 0:
                    filters = Filters(near=near, within_km=float(radius))
                    assert part.count(filters) == reference.count(filters)


def test_words_of_a_town_are_whole_and_of_both_kinds() -> None:
    """Positive control: without filters most words are settled unopened, some in one grain, some in one cell."""
    _, _, columns = town(0.002)
    boxes = Layout.build(columns).boxes
    view = view_of(TOWN, 7)
    left, top, right, bottom = boxes.units.astype(np.int64)
    spans = np.maximum(right - left, bottom - top)
    assert np.count_nonzero(spans < 1 << view.grain) > 3
    assert np.count_nonzero((spans >= 1 << view.grain) & (spans < 1 << view.shift)) > 3


def test_sums_of_a_word_in_one_cell_fit_into_16_bits() -> None:
    views = [view_of(TOWN, zoom) for zoom in np.arange(0, 24, 0.01).tolist()]
    assert max(64 * ((1 << view.shift - view.grain) - 1) for view in views) < 1 << 16


@pytest.mark.parametrize("size", [0, 1, 64, 65, 300])
def test_territories_are_the_regions(size: int) -> None:
    random = Maker(size).random
    codes = ["province-24", "mrc-66", "mrc-67", "mrca-1", "borough-montreal-verdun"]
    regions = Regions.build([random.sample(codes, random.randint(0, 3)) for _ in range(size)])
    territories, among = (
        Territories.build(regions),
        bits.pack(np.array([random.random() < 0.5 for _ in range(size)], bool)),
    )
    for kind in ("province", "mrc", "mrca", "borough", "nothing"):
        assert territories.counts(kind, among) == regions.counts(kind, among)
    for chosen in (codes[:1], codes[1:3], ["mrc-99"], []):
        assert territories.union(chosen).tolist() == regions.union(chosen).tolist()


def test_the_weight_of_each_field_is_told() -> None:
    world = Maker(1).world(SIZE)
    columns = build(world.entries, world.needs, world.meetings)
    weights = BlocksPart(columns, Present.at(columns, NOW)).bytes()
    assert weights["columns.ids"] == columns.ids.nbytes
    assert weights.keys() > TOLD
    assert sum(weight for name, weight in weights.items() if name not in TOLD) < 80 * SIZE
