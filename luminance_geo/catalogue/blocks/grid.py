"""A viewport's cells: as any cell of the grid is one range of the map order, most words lie in one cell.

    word in one grain     popcount × the grain
    whole word            its sums are known beforehand (see `sums`), its extent too
    other word            opened: rows of one cell follow one another, and are added up before they are sorted

Complexity: O(words) to find those of the viewport, O(rows of the words opened), O(p log p) to unite p pieces: at most a
few for each cell.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.boxes import Boxes, Strip, strips
from luminance_geo.catalogue.blocks.opened import Opened
from luminance_geo.catalogue.blocks.pieces import FULL, Extents, Pieces
from luminance_geo.catalogue.parts import Grid, RowNumbers, View
from luminance_geo.catalogue.points import Points
from luminance_geo.catalogue.viewport import cell_keys


class Gridder:
    """Cuts bitmaps of rows, all with a position, into the cells of one view."""

    def __init__(self, points: Points, boxes: Boxes, sums: NDArray[np.uint16], view: View) -> None:
        self._points, self._boxes, self._sums, self._view = points, boxes, sums[view.grain], view

    def grid(self, inside: Bits, outside: Bits | None) -> Grid:
        """The occupied cells of rows inside the radius and, apart from them, of rows outside; southward, eastward."""
        sides = [(True, inside)] if outside is None else [(True, inside), (False, outside)]
        shown = [
            (side, piece)
            for side, bits in sides
            for strip in strips(self._view.box)
            for piece in self._pieces(strip, bits)
        ]
        return _united([side for side, _ in shown], [piece for _, piece in shown], self._view.shift)

    def _pieces(self, strip: Strip, among: Bits) -> Iterator[Pieces]:
        """Of the words that are known, and of the rows of the others."""
        view = self._view
        words, within = self._boxes.meeting(strip, among)
        bits, level = among[words], self._boxes.levels[words]
        known = within & ((level <= view.grain) | ((level <= view.shift) & (bits == FULL)))
        known, opened, crossed = (np.flatnonzero(each) for each in (known, within & ~known, ~within))
        if len(known):
            own = words[known]
            extents = Extents(*self._boxes.units.take(own, axis=1))
            yield Pieces.of_words(own, bits[known], extents, self._sums.take(own, axis=1), view, strip.turn)
        near = Opened.of(words[crossed], bits[crossed]).rows
        rows = np.concatenate((Opened.of(words[opened], bits[opened]).rows, near[strip.holds(self._points, near)]))
        if len(rows) or not len(known):
            yield Pieces.of_rows(rows, self._points.x[rows], self._points.y[rows], view, strip.turn)


def _united(sides: list[bool], pieces: list[Pieces], shift: int) -> Grid:
    """Pieces of one cell as one."""
    sizes = [len(piece.first) for piece in pieces]
    side, source = np.repeat(sides, sizes), np.repeat(np.arange(len(pieces)), sizes)
    sums, bounds, spans = (
        np.concatenate([getattr(piece, name) for piece in pieces], axis=1) for name in ("sums", "bounds", "spans")
    )
    column, row = bounds[:2] >> shift
    key = cell_keys(column, row, side)
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))[: len(key)])
    heads = order[starts]

    def rows(cell: int) -> RowNumbers:
        own = order[starts[cell] : starts[cell + 1] if cell + 1 < len(starts) else None]
        return np.concatenate([pieces[source[each]].rows(*spans[:, each]) for each in own])

    count, sum_x, sum_y = np.add.reduceat(sums.take(order, axis=1), starts, axis=1)
    west, north, east, south = np.minimum.reduceat(bounds.take(order, axis=1), starts, axis=1)
    return Grid(
        column=column[heads],
        row=row[heads],
        inside=side[heads],
        count=count,
        sum_x=sum_x,
        sum_y=sum_y,
        west=west,
        north=north,
        east=-east,
        south=-south,
        first=np.concatenate([piece.first for piece in pieces])[heads],
        rows=rows,
    )
