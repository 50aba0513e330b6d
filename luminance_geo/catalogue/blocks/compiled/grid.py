"""A viewport's cells in one loop: what comes in map order is added to the cell that is open, until another one begins.

Any cell is one range of the map order, so that none comes twice on one side of the antimeridian and of the radius:
no pieces are sorted, and a cell's rows are so many from its first one on.

    word    known: in one grain, or whole and in one cell    one piece, from the word's extent and sums
            opened: otherwise                                a piece for each run of rows in one cell

Complexity: O(words) + O(rows of the words opened) + O(c log c) for c cells.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD, Bits
from luminance_geo.catalogue.blocks.boxes import Edges, Strip, strips
from luminance_geo.catalogue.blocks.compiled.jit import compiled, lowest, popcount
from luminance_geo.catalogue.blocks.grid import Gridder
from luminance_geo.catalogue.blocks.opened import Words
from luminance_geo.catalogue.blocks.pieces import FULL
from luminance_geo.catalogue.parts import Grid, RowNumbers
from luminance_geo.catalogue.points import Units
from luminance_geo.catalogue.viewport import cell_keys
from luminance_geo.geo import FloatArray

Lines = NDArray[np.int64]
"""(n, 10) column, row, count, sum of x and of y, west, north, east, south and first row of cells, in map order."""
_WIDTH, _FEW = 10, 512
_FULL, _NONE, _ONE = np.uint64(FULL), np.uint64(0), np.uint64(1)
_Whole = int | np.int64


class _Ground(NamedTuple):
    """What is known of words (`units` to `sums`) and of rows."""

    units: Units
    levels: NDArray[np.uint8]
    sums: NDArray[np.uint16]
    x: Units
    y: Units
    lon: FloatArray
    lat: FloatArray


class _Net(NamedTuple):
    """Where all surely lies in a strip, in units, and its west, south, east, north; widths as powers of two; turn."""

    inner: Edges
    degrees: tuple[float, float, float, float]
    shift: int
    grain: int
    turned: int


class _Piece(NamedTuple):
    """Of one cell: sums of x and y in grains, outermost units, first row."""

    number: _Whole
    x: _Whole
    y: _Whole
    left: _Whole
    top: _Whole
    right: _Whole
    bottom: _Whole
    first: _Whole


class CompiledGridder(Gridder):
    """As `Gridder`."""

    def grid(self, *, outside: bool) -> Grid:
        """The occupied cells; with `outside`, also of what only the radius leaves out, apart; southward, eastward."""
        seen = [
            (side, words, bits, self._lines(strip, words, bits))
            for strip in strips(self._view.box)
            for side, words, bits in self._seen(strip, outside)
        ]
        sides, words, bits, lines = zip(*seen, strict=True)
        cells, source = np.concatenate(lines), np.repeat(np.arange(len(seen)), [len(own) for own in lines])
        inside = np.array(sides)[source]
        order = np.argsort(cell_keys(cells[:, 0], cells[:, 1], inside))
        inside, source = inside[order], source[order]
        column, row, count, x, y, west, north, east, south, first = cells[order].T.copy()

        def rows(cells: NDArray[np.intp]) -> RowNumbers:
            which = zip(*(each[cells].tolist() for each in (source, first, count)), strict=True)
            return np.concatenate([_rows(words[place], bits[place], begin, size) for place, begin, size in which])

        return Grid(column, row, inside, count, x, y, west, north, east, south, first, rows)

    def _meeting(self, strip: Strip) -> Words:
        return _meeting(self._boxes.units, strip.outer)

    def _lines(self, strip: Strip, words: Words, bits: Bits) -> Lines:
        """The cells of some words; what the strip does not hold is taken from `bits`."""
        boxes, points, view = self._boxes, self._points, self._view
        ground = _Ground(boxes.units, boxes.levels, self._sums, points.x, points.y, points.lon, points.lat)
        degrees = float(strip.west), float(strip.south), float(strip.east), float(strip.north)
        return _lines(words, bits, ground, _Net(strip.inner, degrees, view.shift, view.grain, strip.turn << 32))


@compiled
def _meeting(units: Units, outer: Edges) -> Words:
    west, north, east, south = outer
    left, top, right, bottom = units
    words, size = np.empty(units.shape[1], dtype=np.int64), 0
    for word in range(len(words)):
        if (right[word] >= west) & (left[word] <= east) & (bottom[word] >= north) & (top[word] <= south):
            words[size] = word
            size += 1
    return words[:size]


@compiled
def _lines(words: Words, bits: Bits, ground: _Ground, net: _Net) -> Lines:
    (lefts, tops, rights, bottoms), levels, (sums_x, sums_y), x, y, lon, lat = ground
    west, north, east, south = net.inner
    lines, size, cell = np.empty((_FEW, _WIDTH), dtype=np.int64), 0, _Piece(0, 0, 0, -1, -1, -1, -1, 0)
    for place in range(len(words)):
        word, held = words[place], bits[place]
        if held == 0:
            continue
        if size + WORD >= len(lines):
            lines = np.concatenate((lines, np.empty_like(lines)))
        left, top = np.int64(lefts[word]), np.int64(tops[word])
        right, bottom = np.int64(rights[word]), np.int64(bottoms[word])
        inside = (left >= west) & (right <= east) & (top >= north) & (bottom <= south)
        known = inside and (levels[word] <= net.grain or (levels[word] <= net.shift and held == _FULL))
        if not inside:
            bits[place] = held = _held(word, held, lon, lat, net)
        while held:
            if known:
                count, first = np.int64(popcount(held)), word * WORD + np.int64(lowest(held))
                sum_x, sum_y = (left >> net.grain) * count, (top >> net.grain) * count
                if held == _FULL:
                    sum_x, sum_y = sum_x + sums_x[word], sum_y + sums_y[word]
                piece, held = _Piece(count, sum_x, sum_y, left, top, right, bottom, first), _NONE
            else:
                piece, held = _run(word, held, x, y, net)
            if _same(cell, piece.left, piece.top, net):
                cell = _joined(cell, piece)
            else:
                size, cell = _closed(lines, size, cell, net), piece
    return lines[: _closed(lines, size, cell, net)]


@compiled
def _held(word: _Whole, held: Any, lon: FloatArray, lat: FloatArray, net: _Net) -> Any:
    """The rows of a word that the strip holds."""
    west, south, east, north = net.degrees
    rest = held
    while rest:
        row = word * WORD + np.int64(lowest(rest))
        left = rest & (rest - _ONE)
        if not (west <= lon[row] <= east and south <= lat[row] <= north):
            held ^= rest ^ left
        rest = left
    return held


@compiled
def _run(word: _Whole, held: Any, xs: Units, ys: Units, net: _Net) -> tuple[_Piece, Any]:
    """The first rows of a word, all in one cell, and what is left of it."""
    first = word * WORD + np.int64(lowest(held))
    x, y = np.int64(xs[first]), np.int64(ys[first])
    piece = _Piece(0, 0, 0, x, y, x, y, first)
    while _same(piece, x, y, net):
        piece = _joined(piece, _Piece(1, x >> net.grain, y >> net.grain, x, y, x, y, first))
        held &= held - _ONE
        if held == 0:
            break
        row = word * WORD + np.int64(lowest(held))
        x, y = np.int64(xs[row]), np.int64(ys[row])
    return piece, held


@compiled
def _same(piece: _Piece, x: _Whole, y: _Whole, net: _Net) -> bool:
    """Whether a place lies in the cell of a piece."""
    return (piece.left ^ x | piece.top ^ y) >> net.shift == 0


@compiled
def _joined(one: _Piece, other: _Piece) -> _Piece:
    """Two of one cell."""
    return _Piece(
        one.number + other.number,
        one.x + other.x,
        one.y + other.y,
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
        one.first,
    )


@compiled
def _closed(lines: Lines, size: int, cell: _Piece, net: _Net) -> int:
    """How many lines there are with that of a cell which holds anything, in turned units."""
    if cell.number == 0:
        return size
    count, x, y, left, top, right, bottom, first = cell
    grain, width, turned = net.grain, 1 << net.grain, net.turned
    lines[size, 0], lines[size, 1] = (left + turned) >> net.shift, top >> net.shift
    lines[size, 2] = count
    lines[size, 3] = (x << grain) + count * (width // 2 + turned)
    lines[size, 4] = (y << grain) + count * (width // 2)
    lines[size, 5], lines[size, 6] = (left >> grain << grain) + turned, top >> grain << grain
    lines[size, 7], lines[size, 8] = (right >> grain << grain) + width + turned, (bottom >> grain << grain) + width
    lines[size, 9] = first
    return size + 1


@compiled
def _rows(words: Words, bits: Bits, first: int, count: int) -> RowNumbers:
    """So many from the first on."""
    rows, size = np.empty(count, dtype=np.int64), 0
    place = np.searchsorted(words, first // WORD)
    while size < count:
        held = bits[place]
        while held and size < count:
            row = words[place] * WORD + np.int64(lowest(held))
            if row >= first:
                rows[size] = row
                size += 1
            held &= held - _ONE
        place += 1
    return rows
