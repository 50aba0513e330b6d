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

from luminance_geo.catalogue.merging import Merge
from luminance_geo.catalogue.parts import Grid, View
from luminance_geo.catalogue.points import UNITS_ZOOM
from luminance_geo.catalogue.viewport import Units, cell_keys


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


def marks_of(grids: list[Grid], view: View, most: int, merge: Merge) -> Marks:
    """At most `most` marks; `of` numbers the cells of the grids one after another."""
    column, row, side, *sums, west, north, east, south = (_joined(grids, name) for name in _COLUMNS)
    cells = Marks(side, np.array(sums), np.array((west, north, -east, -south)), np.arange(len(side)))
    while True:
        marks = united(cells, cell_keys(column, row, side))
        if len(marks) <= 2 * most:
            marks = merged(marks, view.zoom, merge)
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
    if bool((key[1:] > key[:-1]).all()):
        return marks
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


def merged(marks: Marks, zoom: float, merge: Merge) -> Marks:
    """Marks of which none touch at a zoom."""
    left, place, sums, bounds = merge(marks.side, marks.sums, marks.bounds, 2.0 ** (zoom - UNITS_ZOOM))
    return Marks(marks.side[left], sums, bounds, place[marks.of])
