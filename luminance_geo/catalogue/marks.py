"""Cells of a grid into marks of a map: cells are united until few enough are left, and marks that would touch merge.

    1. unite   cells four by four, until at most twice as many are left as there may be marks
    2. merge   in rounds: each two marks that are one another's nearest become one at their mean, until none are
               nearer than 42 px (two single points: 30)

Complexity: O(c log c) for c cells, then a few rounds of O(m log m) for m marks.
Sums are whole numbers, and marks are kept southward then eastward by the cell that began them, so that nothing depends
on the order in which the cells came or on how they were divided.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.parts import Grid, View
from luminance_geo.catalogue.points import UNITS_ZOOM
from luminance_geo.catalogue.ragged import spans
from luminance_geo.catalogue.viewport import Units, cell_keys
from luminance_geo.geo import FloatArray

MERGE_PX = 42.0
MERGE_SINGLES_PX = 30.0
_NEAR2, _NEAR_SINGLES2 = MERGE_PX**2, MERGE_SINGLES_PX**2
_SQUARE_PX = MERGE_PX + 0.01
"""With room for rounding; what is near is then decided exactly."""
_ROW = 26
"""Bits of a row's number: the world has fewer than 2²⁵ squares across at any zoom."""
_RUNS = np.array([0, (1 << _ROW) - 1, 2, (1 << _ROW) + 2])
"""Squares where the runs of neighbours begin, and before which they end, counted from one's own; the first is moved."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks that share nothing: `side` keeps apart what never merges (inside the radius: 1, outside: 0).

    `sums` are count, sum of x, sum of y; `bounds` are west, north, -east, -south, so that the least of two bounds holds
    both. `of` gives the mark of each cell that they were made from.
    """

    side: Units
    sums: Units
    bounds: Units
    of: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.side)

    @property
    def counts(self) -> Units:
        """How many each holds."""
        return np.asarray(self.sums[0])


def marks_of(grids: list[Grid], view: View, most: int) -> Marks:
    """At most `most` marks; `of` numbers the cells of the grids one after another."""
    column, row, side, *sums, west, north, east, south = (_joined(grids, name) for name in _COLUMNS)
    cells = Marks(side, np.array(sums), np.array((west, north, -east, -south)), np.arange(len(side)))
    while True:
        marks = united(cells, cell_keys(column, row, side))
        if len(marks) <= 2 * most:
            marks = merged(marks, view.zoom)
            if len(marks) <= most:
                return marks
        column, row = column >> 1, row >> 1


_COLUMNS = ("column", "row", "inside", "count", "sum_x", "sum_y", "west", "north", "east", "south")


def _joined(grids: list[Grid], name: str) -> Units:
    return np.concatenate([getattr(grid, name) for grid in grids], dtype=np.int64)


def of_points(x: Units, y: Units, side: Units, view: View) -> Marks:
    """One mark for each point, at the centre of its grain."""
    width = 1 << view.grain
    west, north = x >> view.grain << view.grain, y >> view.grain << view.grain
    sums = np.array((np.ones_like(x), west + width // 2, north + width // 2))
    return Marks(side, sums, np.array((west, north, -west - width, -north - width)), np.arange(len(x)))


def united(marks: Marks, key: Units) -> Marks:
    """Marks of one key as one, in the order of keys."""
    order = np.argsort(key, kind="stable")
    key = key[order]
    begins = np.concatenate(([True], key[1:] != key[:-1]))[: len(key)]
    starts = np.flatnonzero(begins)
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.cumsum(begins) - 1
    return Marks(
        marks.side[order[starts]],
        np.add.reduceat(marks.sums.take(order, axis=1), starts, axis=1),
        np.minimum.reduceat(marks.bounds.take(order, axis=1), starts, axis=1),
        place[marks.of],
    )


def merged(marks: Marks, zoom: float) -> Marks:
    """Marks of which none touch at a zoom."""
    scale = 2.0 ** (zoom - UNITS_ZOOM)
    while len(marks) > 1:
        one, other = _mutual(marks, scale)
        if not len(one):
            break
        marks = _joined_pairs(marks, one, other)
    return marks


def _joined_pairs(marks: Marks, one: NDArray[np.intp], other: NDArray[np.intp]) -> Marks:
    """Each `one` takes in its `other`; no mark is in two pairs."""
    sums, bounds = marks.sums.copy(), marks.bounds.copy()
    sums[:, one] += sums.take(other, axis=1)
    bounds[:, one] = np.minimum(bounds.take(one, axis=1), bounds.take(other, axis=1))
    stays = np.ones(len(marks), dtype=np.bool_)
    stays[other] = False
    place = np.cumsum(stays) - 1
    place[other] = place[one]
    kept = np.flatnonzero(stays)
    return Marks(marks.side[kept], sums.take(kept, axis=1), bounds.take(kept, axis=1), place[marks.of])


def _mutual(marks: Marks, scale: float) -> NDArray[np.intp]:
    """Pairs of marks that touch and are one another's nearest, the first above the second; ties: the first pair."""
    pairs, apart = _touching(marks, scale)
    pairs = pairs.take(np.lexsort((pairs[1], pairs[0], apart)), axis=1)
    ranks = np.arange(pairs.shape[1])
    best = np.empty(len(marks), dtype=np.intp)
    best[pairs.T[::-1].ravel()] = ranks[::-1].repeat(2)  # the last one written, the nearest, stays
    return pairs.take(np.flatnonzero((best[pairs] == ranks).all(axis=0)), axis=1)


def _touching(marks: Marks, scale: float) -> tuple[NDArray[np.intp], FloatArray]:
    """Pairs that are too near, shape `(2, n)`, with their squared distance: each mark is compared with those around."""
    places = marks.sums[1:] / marks.counts * scale
    pairs = _neighbours(places, marks.side)
    apart = np.square(places.take(pairs[0], axis=1) - places.take(pairs[1], axis=1)).sum(axis=0)
    near = np.where((marks.counts == 1)[pairs].all(axis=0), _NEAR_SINGLES2, _NEAR2)
    touching = np.flatnonzero(apart < near)
    return np.sort(pairs.take(touching, axis=1), axis=0), apart[touching]


def _neighbours(places: FloatArray, side: Units) -> NDArray[np.intp]:
    """Each two points of one side that lie on the same square or on squares that touch, shape `(2, n)`.

    Squares are in the order of their rows; of those around one, these come after it, as two runs of points:

        ·  ·  ·
        ·  0  1      its own and the next, from behind the point itself
        2  3  4      a row further down
    """
    column, row = np.floor_divide(places, _SQUARE_PX).astype(np.int64)
    square = (side << 2 * _ROW) + (row << _ROW) + column
    order = np.argsort(square, kind="stable")
    square = square[order]
    runs = np.searchsorted(square, square[:, None] + _RUNS)
    runs[:, 0] = np.arange(1, len(order) + 1)
    lengths = runs[:, 2:] - runs[:, :2]
    return np.stack(
        (order.repeat(lengths.sum(axis=1)), order[spans(runs[:, :2].ravel(), lengths.ravel())]),
    )
