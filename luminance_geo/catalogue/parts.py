"""Parts of a catalogue: immutable sets of rows that an engine asks one by one and whose answers it puts together.

    sealed   BlocksPart       up to millions of rows, bitmaps in map order; some rows may have died since
    overlay  VectorisedPart   what was added or edited since, up to a few thousand rows

Together they hold each initiative at most once. What is ranked gives keys that compare between parts, and what is
grouped gives cells of one common grid, so that no answer shows where the border between the parts runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.filters import BBox, Filters
from luminance_geo.catalogue.results import Facets, Hit
from luminance_geo.geo import FloatArray

RowNumbers = NDArray[np.int64]
Key = tuple[object, ...]
"""Of one row in an order: soonest (next start µs, -published µs, id), newest (-published, id), name (folded words, id),
distance (km, id) with nowhere as infinity."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The first rows of a part in some order: `matched` in all, `km` nan without a centre or a position.

    The nearest are not counted beyond those given.
    """

    matched: int
    rows: RowNumbers
    km: FloatArray


@dataclass(frozen=True, slots=True)
class View:
    """A viewport on its grid: cells are `2**shift` units wide (`points.WORLD` to the world), grains `2**grain`.

    A position counts as the centre of its grain, at most half a pixel wide, so that sums are whole numbers that can be
    taken for many rows at once. Units grow east and south; what lies west of the box is turned once round the world.
    """

    box: BBox
    zoom: float
    shift: int
    grain: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The occupied cells of a view, those inside and outside the radius apart, in whatever order.

    Per cell: `column` and `row` (turned units >> shift), `inside`, `count`, sums of grain centres, and the grains'
    bounds west, north, east, south in turned units (east and south exclusive); `first` is one row of the cell.
    `rows(cells)` gives all rows of some cells, one cell after the other: asked only where it matters, since it may be
    long.
    """

    column: NDArray[np.int64]
    row: NDArray[np.int64]
    inside: NDArray[np.bool_]
    count: NDArray[np.int64]
    sum_x: NDArray[np.int64]
    sum_y: NDArray[np.int64]
    west: NDArray[np.int64]
    north: NDArray[np.int64]
    east: NDArray[np.int64]
    south: NDArray[np.int64]
    first: RowNumbers
    rows: Callable[[NDArray[np.intp]], RowNumbers]


class Part(Protocol):
    """Some rows of a catalogue at one moment; rows that died since count nowhere.

    Filters mean what `filters` says; see `engine.Engine` for what has no position. All counts are exact.
    """

    @property
    def columns(self) -> Columns:
        """What the row numbers refer to."""
        ...

    def count(self, filters: Filters) -> int:
        """How many match."""
        ...

    def page(self, filters: Filters, after: int, limit: int) -> tuple[int, NDArray[np.int64]]:
        """How many match, and the first `limit` ids of these beyond `after`, ascending."""
        ...

    def first(self, filters: Filters, k: int) -> Ranked:
        """The first `k` in the order that `sort` asks for (see `engine.Engine.search`), ties by id."""
        ...

    def nearest(self, lat: float, lon: float, k: int, filters: Filters) -> Ranked:
        """The `k` nearest to a point among what matches and has a position, ties by id."""
        ...

    def keys(self, filters: Filters, ranked: Ranked) -> list[Key]:
        """What to compare ranked rows by with those of another part, in the order of `filters.sort`."""
        ...

    def hits(self, rows: RowNumbers, km: FloatArray, filters: Filters) -> list[Hit]:
        """Rows as hits, in the order given."""
        ...

    def grid(self, view: View, filters: Filters, *, outside: bool) -> Grid:
        """The occupied cells of a view; with `outside`, also of what only the radius leaves out, marked so."""
        ...

    def facets(self, filters: Filters) -> Facets:
        """How many each choice would give; the revision is the columns'."""
        ...

    def counts_by_region(self, kind: str, filters: Filters) -> dict[str, int]:
        """How many match in each region of a kind, where there is any."""
        ...

    def need_ids(self, filters: Filters) -> NDArray[np.int64]:
        """Ids of standing needs of what matches, ascending; under `skill` and `open` those needs that meet it."""
        ...
