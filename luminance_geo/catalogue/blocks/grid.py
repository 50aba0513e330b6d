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

from luminance_geo.catalogue.bits import WORD, Bits
from luminance_geo.catalogue.blocks.around import Reach
from luminance_geo.catalogue.blocks.boxes import Strip, strips
from luminance_geo.catalogue.blocks.opened import Opened, Words
from luminance_geo.catalogue.blocks.pieces import FULL, Extents, Pieces
from luminance_geo.catalogue.blocks.selection import Selection
from luminance_geo.catalogue.parts import Grid, RowNumbers, View
from luminance_geo.catalogue.ragged import spans
from luminance_geo.catalogue.viewport import cell_keys


class Gridder:
    """Cuts what is selected into the cells of one view."""

    def __init__(self, selection: Selection, view: View) -> None:
        self._selection, self._view = selection, view
        self._points, self._boxes = selection.columns.points, selection.layout.boxes
        self._sums = selection.layout.sums[view.grain]

    def grid(self, *, outside: bool) -> Grid:
        """The occupied cells; with `outside`, also of what only the radius leaves out, apart; southward, eastward."""
        shown = [
            (side, piece)
            for strip in strips(self._view.box)
            for side, words, bits in self._seen(strip, outside)
            for piece in self._pieces(strip, words, bits)
        ]
        return _united([side for side, _ in shown], [piece for _, piece in shown], self._view.shift)

    def _seen(self, strip: Strip, outside: bool) -> Iterator[tuple[bool, Words, Bits]]:
        """The words that a strip meets, with their bits inside the radius and, if asked for, outside."""
        own = self._selection
        if own.around is None:
            words = self._meeting(strip)
            yield True, words, own.placed_at(words)
            return
        near = self._boxes.meeting(strip, own.reach.words)
        words = self._meeting(strip) if outside else near
        bits, at, reached = own.placed_at(words), words.searchsorted(near), own.reach.words.searchsorted(near)
        inside = np.zeros_like(bits)
        reach = Reach(near, own.reach.least[reached], own.reach.most[reached])
        inside[at] = own.around.within(own.km, reach, bits[at])
        yield True, words, inside
        if outside:
            yield False, words, bits & ~inside

    def _meeting(self, strip: Strip) -> Words:
        return self._boxes.meeting(strip)

    def _pieces(self, strip: Strip, words: Words, bits: Bits) -> Iterator[Pieces]:
        """Of the words that are known, and of the rows of the others."""
        held = np.flatnonzero(bits != 0)
        words, bits = words[held], bits[held]
        view, level, inside = self._view, self._boxes.levels[words], self._boxes.inside(strip, words)
        settled = inside & ((level <= view.grain) | ((level <= view.shift) & (bits == FULL)))
        known, opened, crossed = (np.flatnonzero(each) for each in (settled, inside & ~settled, ~inside))
        if len(known):
            own = words[known]
            extents = Extents(*self._boxes.units.take(own, axis=1))
            yield Pieces.of_words(own, bits[known], extents, self._sums.take(own, axis=1), view, strip.turn)
        last = np.concatenate((opened, crossed))
        rows = self._held(strip, Opened.of(words[last], bits[last]), len(opened))
        if len(rows) or not len(known):
            yield Pieces.of_rows(rows, self._points.x[rows], self._points.y[rows], view, strip.turn)

    def _held(self, strip: Strip, opened: Opened, inside: int) -> RowNumbers:
        """The rows of words opened that a strip holds; those of so many first words surely are."""
        begin = int(opened.places.searchsorted(inside * WORD))
        crossed = opened.rows[begin:]
        return np.concatenate((opened.rows[:begin], crossed[strip.holds(self._points, crossed)]))


def _united(sides: list[bool], pieces: list[Pieces], shift: int) -> Grid:
    """Pieces of one cell as one."""
    sizes = [len(piece.first) for piece in pieces]
    side, source = np.repeat(sides, sizes), np.repeat(np.arange(len(pieces)), sizes)
    sums, bounds, runs = (
        np.concatenate([getattr(piece, name) for piece in pieces], axis=1) for name in ("sums", "bounds", "spans")
    )
    column, row = bounds[:2] >> shift
    key = cell_keys(column, row, side)
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))[: len(key)])
    heads = order[starts]

    lengths = np.diff(starts, append=len(order))

    def rows(cells: NDArray[np.intp]) -> RowNumbers:
        own = order[spans(starts[cells], lengths[cells])]
        return np.concatenate([pieces[source[each]].rows(*runs[:, each]) for each in own])

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
