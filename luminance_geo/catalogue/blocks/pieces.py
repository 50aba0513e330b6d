"""Parts of cells, which add up: any cell is one range of the map order, so that what lies in one follows one another.

Units are 32 bits wide; only what is left of each run is widened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD, Bits
from luminance_geo.catalogue.blocks.opened import Opened, Words
from luminance_geo.catalogue.parts import RowNumbers, View
from luminance_geo.catalogue.points import WORLD

Units = NDArray[np.int64]
Short = NDArray[np.uint32]
FULL = np.iinfo(np.uint64).max


class Extents(NamedTuple):
    """Of some words or rows in map order, in units."""

    left: Short
    top: Short
    right: Short
    bottom: Short

    def runs(self, view: View) -> NDArray[np.intp]:
        """Where those of one cell begin, each of them in one."""
        across, along = self.left[1:] ^ self.left[:-1], self.top[1:] ^ self.top[:-1]
        starts = np.flatnonzero((across | along) >> view.shift) + 1
        return np.concatenate((np.zeros(min(len(self.left), 1), dtype=np.intp), starts))


@dataclass(frozen=True, slots=True)
class Pieces:
    """Runs of words or of rows, each within one cell.

    `sums` (3, n) are count, sum of x and of y of the grains' centres; `bounds` (4, n) west, north, -east, -south of the
    grains, so that the least of two holds both; all in turned units. `first` is a row of each; all of its rows are
    `rows` of its beginning and end in `spans` (2, n).
    """

    sums: Units
    bounds: Units
    first: RowNumbers
    spans: Units
    rows: Callable[[int, int], RowNumbers]

    @classmethod
    def of_words(
        cls, words: Words, bits: Bits, extents: Extents, beyond: NDArray[np.uint16], view: View, turn: int
    ) -> Pieces:
        """Words that each lie in one grain, or are whole and lie in one cell.

        `beyond` (2, n) is what the grains of their rows add up to once whole, counted from those of the extent.
        """
        starts, count = extents.runs(view), np.bitwise_count(bits).astype(np.uint64)
        whole, grain = bits == FULL, np.uint32(view.grain)
        firsts = (extents.left >> grain) * count, (extents.top >> grain) * count
        sums = [np.add.reduceat(own + more * whole, starts) for own, more in zip(firsts, beyond, strict=True)]
        counts, first = np.add.reduceat(count, starts).astype(np.int64), _lowest(words[starts], bits[starts])
        spans = np.stack((starts, np.append(starts, len(words))[1:]))
        return cls(
            *_in_units(counts, sums, extents, starts, view, turn),
            first,
            spans,
            lambda begin, end: Opened.of(words[begin:end], bits[begin:end]).rows,
        )

    @classmethod
    def of_rows(cls, rows: RowNumbers, x: Short, y: Short, view: View, turn: int) -> Pieces:
        """Rows at so many units."""
        extents = Extents(x, y, x, y)
        starts = extents.runs(view)
        sums = [np.add.reduceat(axis >> np.uint32(view.grain), starts) for axis in (x, y)]
        spans = np.stack((starts, np.append(starts, len(rows))[1:]))
        return cls(
            *_in_units(spans[1] - starts, sums, extents, starts, view, turn),
            rows[starts],
            spans,
            lambda begin, end: rows[begin:end],
        )


def _in_units(
    counts: Units, sums: list[NDArray[np.uint64]], extents: Extents, starts: NDArray[np.intp], view: View, turn: int
) -> tuple[Units, Units]:
    """The `sums` and `bounds` of runs, whose grains add up to `sums`, before they are turned."""
    least = [np.minimum.reduceat(each, starts) for each in extents[:2]]
    most = [np.maximum.reduceat(each, starts) for each in extents[2:]]
    bounds = np.array((*least, *most), dtype=np.int64) >> view.grain << view.grain
    width, turned = 1 << view.grain, turn * int(WORLD)
    bounds[::2] += turned
    np.negative(bounds[2:] + width, out=bounds[2:])
    x, y = np.array(sums, dtype=np.int64) * width + counts * (width // 2)
    return np.stack((counts, x + counts * turned, y)), bounds


def _lowest(words: Words, bits: Bits) -> RowNumbers:
    """The first row of each word."""
    below = (bits & (~bits + np.uint64(1))) - np.uint64(1)
    return np.asarray(words * WORD + np.bitwise_count(below))
