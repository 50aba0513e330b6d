"""A viewport's cells: as any cell of the grid is one range of the map order, most words lie in one cell.

    word in one grain     popcount × the grain
    whole word            its sums are known beforehand (see `sums`), its extent too
    other word            opened: rows of one cell follow one another, and are added up before they are sorted

Complexity: O(words) to find those of the viewport, O(rows of the words opened), O(p log p) to unite p pieces, of which
there are few more than words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD, Bits
from luminance_geo.catalogue.blocks.boxes import Boxes, strips
from luminance_geo.catalogue.blocks.opened import Opened, Words
from luminance_geo.catalogue.blocks.pieces import Pieces
from luminance_geo.catalogue.blocks.sums import WIDEST
from luminance_geo.catalogue.parts import Grid, RowNumbers, View
from luminance_geo.catalogue.points import Points

Grains = NDArray[np.uint32]
_FULL = np.iinfo(np.uint64).max
_WORLD = 2**32


class Shown(NamedTuple):
    """Rows of a viewport, by words and their bits, that are turned by so many grains."""

    inside: bool
    turn: int
    words: Words
    bits: Bits


class Gridder:
    """Cuts bitmaps of rows, all with a position, into the cells of one view."""

    def __init__(self, points: Points, boxes: Boxes, sums: NDArray[np.uint16], view: View) -> None:
        self._points, self._boxes, self._view = points, boxes, view
        self._sums = sums[view.grain]
        self._grain, self._cell = np.uint32(view.grain), np.uint32(view.shift - view.grain)

    def grid(self, inside: Bits, outside: Bits | None) -> Grid:
        """The occupied cells of rows inside the radius and, apart from them, of rows outside."""
        shown = [
            Shown(flag, strip.turn * _WORLD >> self._view.grain, *self._boxes.within(self._points, strip, bits))
            for flag, bits in ((True, inside), (False, outside))
            if bits is not None
            for strip in strips(self._view.box)
        ]
        pieces = [piece.turned(part.turn) for part in shown for piece in self._pieces(part)]
        cells = Pieces.joined(pieces).united(int(self._cell))
        return self._grid(cells, shown)

    def _grid(self, cells: Pieces, shown: list[Shown]) -> Grid:
        """Cells in units, counted from the centres of grains."""
        count, x, y = cells.sums
        west, north, east, south = cells.bounds << self._view.grain
        column, row = west >> self._view.shift, north >> self._view.shift
        width = 1 << self._view.grain
        return Grid(
            column=column,
            row=row,
            inside=cells.inside,
            count=count,
            sum_x=x * width + count * (width // 2),
            sum_y=y * width + count * (width // 2),
            west=west,
            north=north,
            east=width - east,
            south=width - south,
            first=cells.rows,
            rows=lambda cell: self._rows(shown, int(column[cell]), int(row[cell]), bool(cells.inside[cell])),
        )

    def _pieces(self, shown: Shown) -> tuple[Pieces, Pieces]:
        words, bits = shown.words, shown.bits
        left, top, right, bottom = box = np.take(self._boxes.units, words, axis=1) >> self._grain
        spread, full = (right - left) | (bottom - top), bits == _FULL
        in_a_cell = ((left ^ right) | (top ^ bottom)) >> self._cell == 0
        known = in_a_cell & ((spread == 0) | (full & (spread < WIDEST)))
        one, other = np.flatnonzero(known), np.flatnonzero(~known)
        sums = np.take(self._sums, words[one], axis=1) * full[one]
        count = np.bitwise_count(bits[one]).astype(np.int64)
        return (
            Pieces.of_words(shown.inside, _lowest(words[one], bits[one]), count, box[:, one].astype(np.int64), sums),
            self._of_rows(shown.inside, Opened.of(words[other], bits[other]).rows),
        )

    def _of_rows(self, inside: bool, rows: RowNumbers) -> Pieces:
        """Rows of one cell that follow one another."""
        x, y = grains = self._grains(rows)
        apart = ((x[1:] ^ x[:-1]) | (y[1:] ^ y[:-1])) >> self._cell != 0
        starts = np.flatnonzero(np.concatenate(([True], apart))[: len(rows)])
        return Pieces.of_runs(inside, rows, grains.astype(np.int64), starts)

    def _grains(self, rows: RowNumbers) -> Grains:
        """Numbers of the grains of some rows, by x and y."""
        return np.stack((self._points.x[rows], self._points.y[rows])) >> self._grain

    def _rows(self, shown: list[Shown], column: int, row: int, inside: bool) -> RowNumbers:
        """All rows of a cell."""
        parts = [part for part in shown if part.inside == inside]
        return np.concatenate([self._rows_of(part, column - (part.turn >> int(self._cell)), row) for part in parts])

    def _rows_of(self, shown: Shown, column: int, row: int) -> RowNumbers:
        left, top, right, bottom = (self._boxes.units[:, shown.words] >> self._grain >> self._cell).astype(np.int64)
        own = (left <= column) & (column <= right) & (top <= row) & (row <= bottom)
        rows = Opened.of(shown.words[own], shown.bits[own]).rows
        x, y = (self._grains(rows) >> self._cell).astype(np.int64)
        return np.asarray(rows[(x == column) & (y == row)])


def _lowest(words: Words, bits: Bits) -> RowNumbers:
    """The first row of each word."""
    below = (bits & (~bits + np.uint64(1))) - np.uint64(1)
    return np.asarray(words * WORD + np.bitwise_count(below))
