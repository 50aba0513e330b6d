"""A viewport's cells: as any cell of the grid is one range of the map order, most words lie in one cell.

    word in one grain     counts for all its rows at once
    other word            opened: rows of one cell follow one another, and are added up before they are sorted

Complexity: O(words) to find those of the viewport, O(rows of the words wider than half a pixel), O(p log p) to unite p
pieces, of which there are few more than words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD, Bits
from luminance_geo.catalogue.blocks.boxes import Boxes, Strip, strips
from luminance_geo.catalogue.blocks.opened import Opened, occupied
from luminance_geo.catalogue.blocks.pieces import Pieces, Units
from luminance_geo.catalogue.parts import Grid, RowNumbers, View
from luminance_geo.catalogue.points import Points
from luminance_geo.catalogue.viewport import cell_keys

_WORLD = 2**32


class Gridder:
    """Cuts bitmaps of rows into the cells of one view."""

    def __init__(self, points: Points, boxes: Boxes, view: View) -> None:
        self._points, self._boxes, self._view = points, boxes, view

    def grid(self, inside: Bits, outside: Bits | None) -> Grid:
        """The occupied cells of rows inside the radius and, apart from them, of rows outside."""
        shown = [
            (flag, strip, self._boxes.within(self._points, strip, bits))
            for flag, bits in ((1, inside), (0, outside))
            if bits is not None
            for strip in strips(self._view.box)
        ]
        cells = Pieces.joined([piece for each in shown for piece in self._pieces(*each)]).united()
        count, x, y = cells.sums
        west, north, east, south = cells.bounds
        column, row = west >> self._view.shift, north >> self._view.shift
        width = 1 << self._view.grain
        return Grid(
            column=column,
            row=row,
            inside=(cells.keys & 1).astype(np.bool_),
            count=count,
            sum_x=x + count * (width // 2),
            sum_y=y + count * (width // 2),
            west=west,
            north=north,
            east=width - east,
            south=width - south,
            first=cells.rows,
            rows=lambda cell: self._rows(shown, int(column[cell]), int(row[cell]), int(cells.keys[cell] & 1)),
        )

    def _pieces(self, flag: int, strip: Strip, bits: Bits) -> list[Pieces]:
        words = occupied(bits)
        left, top, right, bottom = self._boxes.units[:, words] >> np.uint32(self._view.grain)
        whole = (left == right) & (top == bottom)
        one, other = words[whole], words[~whole]
        rows = Opened.of(other, bits[other]).rows
        return [
            self._at(self._boxes.units[:2, one], strip, flag, _lowest(one, bits[one]), np.bitwise_count(bits[one])),
            self._at(self._units(rows), strip, flag, rows, np.ones(len(rows), dtype=np.uint8)).runs(),
        ]

    def _at(
        self, units: NDArray[np.uint32], strip: Strip, flag: int, rows: RowNumbers, count: NDArray[np.uint8]
    ) -> Pieces:
        grains = self._grains(units, strip)
        column, row = grains >> self._view.shift
        return Pieces.at(cell_keys(column, row, np.full(len(rows), flag)), rows, grains, count.astype(np.int64))

    def _grains(self, units: NDArray[np.uint32], strip: Strip) -> Units:
        """The western and northern sides of grains, turned."""
        grains = units.astype(np.int64) >> self._view.grain << self._view.grain
        grains[0] += strip.turn * _WORLD
        return grains

    def _units(self, rows: RowNumbers) -> NDArray[np.uint32]:
        return np.stack((self._points.x[rows], self._points.y[rows]))

    def _rows(self, shown: list[tuple[int, Strip, Bits]], column: int, row: int, inside: int) -> RowNumbers:
        """All rows of a cell."""
        return np.concatenate(
            [self._rows_of(strip, bits, column, row) for flag, strip, bits in shown if flag == inside]
        )

    def _rows_of(self, strip: Strip, bits: Bits, column: int, row: int) -> RowNumbers:
        words = occupied(bits)
        left, top = self._grains(self._boxes.units[:2, words], strip) >> self._view.shift
        right, bottom = self._grains(self._boxes.units[2:, words], strip) >> self._view.shift
        words = words[(left <= column) & (column <= right) & (top <= row) & (row <= bottom)]
        rows = Opened.of(words, bits[words]).rows
        at = self._grains(self._units(rows), strip) >> self._view.shift
        return rows[(at[0] == column) & (at[1] == row)]


def _lowest(words: NDArray[np.int64], bits: Bits) -> RowNumbers:
    """The first row of each word."""
    below = (bits & (~bits + np.uint64(1))) - np.uint64(1)
    return np.asarray(words * WORD + np.bitwise_count(below))
