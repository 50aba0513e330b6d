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
from luminance_geo.catalogue.viewport import Units, cell_keys
from luminance_geo.geo import FloatArray

MERGE_PX = 42.0
MERGE_SINGLES_PX = 30.0
_NEAR2, _NEAR_SINGLES2 = MERGE_PX**2, MERGE_SINGLES_PX**2
_SQUARE_PX = MERGE_PX + 0.01
"""With room for rounding; what is near is then decided exactly."""


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
    column, row = (np.concatenate([getattr(grid, name) for grid in grids]) for name in ("column", "row"))
    side = np.concatenate([grid.inside for grid in grids]).astype(np.int64)
    cells = Marks(
        side,
        np.stack([_joined(grids, name) for name in ("count", "sum_x", "sum_y")]),
        np.stack([_joined(grids, "west"), _joined(grids, "north"), -_joined(grids, "east"), -_joined(grids, "south")]),
        np.arange(len(side)),
    )
    while True:
        marks = united(cells, cell_keys(column, row, side))
        if len(marks) <= 2 * most:
            marks = merged(marks, view.zoom)
            if len(marks) <= most:
                return marks
        column, row = column >> 1, row >> 1


def _joined(grids: list[Grid], name: str) -> Units:
    return np.concatenate([getattr(grid, name) for grid in grids], dtype=np.int64)


def of_points(x: Units, y: Units, side: Units, view: View) -> Marks:
    """One mark for each point, at the centre of its grain."""
    width = 1 << view.grain
    west, north = x >> view.grain << view.grain, y >> view.grain << view.grain
    sums = np.stack((np.ones_like(x), west + width // 2, north + width // 2))
    return Marks(side, sums, np.stack((west, north, -west - width, -north - width)), np.arange(len(x)))


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


def _mutual(marks: Marks, scale: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of marks that touch and are one another's nearest, the first before the second; ties: the first pair."""
    one, other, apart = _touching(marks, scale)
    order = np.lexsort((other, one, apart))
    one, other = one[order], other[order]
    best = np.empty(len(marks), dtype=np.intp)
    ranks = np.arange(len(one))
    both = np.stack((one, other), axis=1)[::-1].ravel()
    best[both] = np.repeat(ranks[::-1], 2)
    mutual = (best[one] == ranks) & (best[other] == ranks)
    return one[mutual], other[mutual]


def _touching(marks: Marks, scale: float) -> tuple[NDArray[np.intp], NDArray[np.intp], FloatArray]:
    """Pairs that are too near, with their squared distance: each mark is compared with those on squares around it."""
    x, y = marks.sums[1:] / marks.counts * scale
    one, other = _neighbours(x, y, marks.side)
    apart = (x[one] - x[other]) ** 2 + (y[one] - y[other]) ** 2
    single = marks.counts == 1
    near = apart < np.where(single[one] & single[other], _NEAR_SINGLES2, _NEAR2)
    one, other = one[near], other[near]
    return np.minimum(one, other), np.maximum(one, other), apart[near]


def _neighbours(x: FloatArray, y: FloatArray, side: Units) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each two points of one side that lie on the same square or on squares that touch.

    Squares in the order of their rows: of those around one, these come after it.

        ·  ·  ·
        ·  0  1      its own and the next one: a run of points that begins behind the point itself
        2  3  4      another run, a row further down
    """
    column, row = (np.floor_divide(axis - axis.min(), _SQUARE_PX).astype(np.int64) + 1 for axis in (x, y))
    across = int(column.max()) + 2
    square = (side * (int(row.max()) + 2) + row) * across + column
    order = np.argsort(square, kind="stable")
    square = square[order]
    ends = np.searchsorted(square, np.concatenate((square + 2, square + across - 1, square + across + 2)))
    own = np.arange(len(order))
    first = np.concatenate((own + 1, ends[len(own) : 2 * len(own)]))
    lengths = np.concatenate((ends[: len(own)], ends[2 * len(own) :])) - first
    others = np.arange(int(lengths.sum())) + np.repeat(first - np.cumsum(lengths) + lengths, lengths)
    return order[np.repeat(np.concatenate((own, own)), lengths)], order[others]
