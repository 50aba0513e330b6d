"""A viewport's cells: as any cell of the grid is one range of the map order, most words lie in one cell.

    word in one grain     popcount × the grain
    whole word            its sums are known beforehand (see `sums`), its extent too
    other word            opened: rows of one cell follow one another, and are added up before they are sorted

Complexity: O(words) to find those of the viewport, O(rows of the words opened), O(p log p) to unite p pieces, of which
there are few more than words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD, Bits
from luminance_geo.catalogue.blocks.boxes import Boxes, Strip, strips
from luminance_geo.catalogue.blocks.opened import Opened, Words, occupied
from luminance_geo.catalogue.blocks.pieces import Pieces, Units
from luminance_geo.catalogue.blocks.sums import WIDEST
from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.parts import Grid, RowNumbers, View
from luminance_geo.catalogue.points import Points
from luminance_geo.catalogue.viewport import cell_keys

_WORLD = 2**32
_FULL = np.iinfo(np.uint64).max


class Gridder:
    """Cuts bitmaps of rows into the cells of one view."""

    def __init__(self, points: Points, boxes: Boxes, sums: NDArray[np.uint16], view: View) -> None:
        self._points, self._boxes, self._view = points, boxes, view
        self._sums = sums[view.grain]
        self._grain, self._cell = np.uint32(view.grain), np.uint32(view.shift - view.grain)

    def grid(self, inside: Bits, outside: Bits | None) -> Grid:
        """The occupied cells of rows inside the radius and, apart from them, of rows outside."""
        shown = [
            (flag, strip, self._boxes.within(self._points, strip, bits))
            for flag, bits in ((1, inside), (0, outside))
            if bits is not None
            for strip in strips(self._view.box)
        ]
        cells = Pieces.joined([piece for each in shown for piece in self._pieces(*each)]).united()
        west, north, east, south = cells.bounds << self._view.grain
        count, x, y = cells.sums
        column, row = west >> self._view.shift, north >> self._view.shift
        width = 1 << self._view.grain
        return Grid(
            column=column,
            row=row,
            inside=(cells.keys & 1).astype(np.bool_),
            count=count,
            sum_x=x * width + count * (width // 2),
            sum_y=y * width + count * (width // 2),
            west=west,
            north=north,
            east=width - east,
            south=width - south,
            first=cells.rows,
            rows=lambda cell: self._rows(shown, int(column[cell]), int(row[cell]), int(cells.keys[cell] & 1)),
        )

    def _pieces(self, flag: int, strip: Strip, bits: Bits) -> list[Pieces]:
        words = occupied(bits)
        bits, box = bits[words], self._boxes.units[:, words] >> self._grain
        spread, full = box[2:] - box[:2], bits == _FULL
        known = (spread == 0).all(axis=0) | full & (spread < WIDEST).all(axis=0)
        known &= ((box[:2] ^ box[2:]) >> self._cell == 0).all(axis=0)
        opened = Opened.of(words[~known], bits[~known])
        return [
            self._of_words(flag, strip, words[known], bits[known], full[known], box[:, known]),
            self._of_rows(flag, strip, opened.rows),
        ]

    def _of_words(
        self, flag: int, strip: Strip, words: Words, bits: Bits, full: Bools, box: NDArray[np.uint32]
    ) -> Pieces:
        """Words of one cell that are whole, or that lie in one grain."""
        count, bounds = np.bitwise_count(bits).astype(np.int64), self._turned(box, strip)
        sums = bounds[:2] * count + self._sums[:, words] * full
        bounds[2:] *= -1
        return Pieces(self._keys(flag, bounds), _lowest(words, bits), np.concatenate((count[None], sums)), bounds)

    def _of_rows(self, flag: int, strip: Strip, rows: RowNumbers) -> Pieces:
        """Rows of one cell that follow one another."""
        grains = self._grains(rows)
        apart = ((grains[:, 1:] ^ grains[:, :-1]) >> self._cell != 0).any(axis=0)
        starts = np.flatnonzero(np.concatenate(([True], apart))[: len(rows)])
        turned = self._turned(grains, strip)
        return Pieces.of_runs(self._keys(flag, turned[:, starts]), rows, turned, starts)

    def _keys(self, flag: int, grains: Units) -> Units:
        column, row = grains[:2] >> self._cell.astype(np.int64)
        return cell_keys(column, row, np.full(len(row), flag))

    def _turned(self, grains: NDArray[np.uint32], strip: Strip) -> Units:
        turned = grains.astype(np.int64)
        turned[::2] += strip.turn * _WORLD >> self._view.grain
        return turned

    def _grains(self, rows: RowNumbers) -> NDArray[np.uint32]:
        """Numbers of grains of some rows, by x and y."""
        return np.stack((self._points.x[rows], self._points.y[rows])) >> self._grain

    def _rows(self, shown: list[tuple[int, Strip, Bits]], column: int, row: int, inside: int) -> RowNumbers:
        """All rows of a cell."""
        return np.concatenate(
            [self._rows_of(strip, bits, column, row) for flag, strip, bits in shown if flag == inside]
        )

    def _rows_of(self, strip: Strip, bits: Bits, column: int, row: int) -> RowNumbers:
        words = occupied(bits)
        box = self._turned(self._boxes.units[:, words] >> self._grain, strip) >> self._cell.astype(np.int64)
        words = words[(box[0] <= column) & (column <= box[2]) & (box[1] <= row) & (row <= box[3])]
        rows = Opened.of(words, bits[words]).rows
        at = self._turned(self._grains(rows), strip) >> self._cell.astype(np.int64)
        return rows[(at[0] == column) & (at[1] == row)]


def _lowest(words: NDArray[np.int64], bits: Bits) -> RowNumbers:
    """The first row of each word."""
    below = (bits & (~bits + np.uint64(1))) - np.uint64(1)
    return np.asarray(words * WORD + np.bitwise_count(below))
