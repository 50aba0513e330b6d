"""Marks that would touch, merged in rounds: each two that are one another's nearest become one at their mean.

The first round seeks pairs on squares; later ones compare only what has moved with all, as the other pairs still hold.
A pair is decided by its squared distance, then by its numbers, so that the order of the work changes nothing.

Complexity: O(m log m) for m marks, then O(k·m) for the k that moved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.ragged import spans
from luminance_geo.catalogue.viewport import Units
from luminance_geo.geo import FloatArray

Places = NDArray[np.intp]
"""Numbers of marks."""

MERGE_PX = 42.0
MERGE_SINGLES_PX = 30.0
_NEAR2, _NEAR_SINGLES2 = MERGE_PX**2, MERGE_SINGLES_PX**2
_SQUARE_PX = MERGE_PX + 0.01
"""With room for rounding; what is near is then decided exactly."""
_ROW = 26
"""Bits of a row's number: the world has fewer than 2²⁵ squares across at any zoom."""
_BELOW = (1 << _ROW) - 1
"""From a square to the first one of those that touch it from below."""
_FEW = 2**13
"""Pairs that are sooner all compared than sought by squares."""


class Pairs(NamedTuple):
    """Marks that touch, each `one` above its `other`, and their squared distance."""

    one: Places
    other: Places
    apart: FloatArray

    def mutual(self, marks: int) -> tuple[Places, Places]:
        """Those of so many marks that are one another's nearest; ties: the first pair."""
        order = np.lexsort((self.one * marks + self.other, self.apart))
        one, other, ranks = self.one[order], self.other[order], np.arange(len(order))
        best = np.full(marks, len(order))
        np.minimum.at(best, one, ranks)
        np.minimum.at(best, other, ranks)
        nearest = (best[one] == ranks) & (best[other] == ranks)
        return one[nearest], other[nearest]

    def without(self, one: Places, other: Places, marks: int) -> Pairs:
        """Those of neither, among so many marks."""
        stays = np.ones(marks, dtype=np.bool_)
        stays[one] = stays[other] = False
        return self.take(stays[self.one] & stays[self.other])

    def take(self, which: Bools) -> Pairs:
        """Some of them."""
        return Pairs(self.one[which], self.other[which], self.apart[which])

    @staticmethod
    def joined(*pairs: Pairs) -> Pairs:
        """Some after others."""
        return Pairs(*map(np.concatenate, zip(*pairs, strict=True)))


class Merged(NamedTuple):
    """Marks that do not touch: the numbers of those `left`, and for each one of before its `place` among them."""

    left: Places
    place: Places
    sums: Units
    bounds: Units


Merge = Callable[[Units, Units, Units, float], Merged]


def merge(side: Units, sums: Units, bounds: Units, scale: float) -> Merged:
    """Marks merged until none of one side touch; `scale` is pixels to the unit, the rest as in `marks.Marks`."""
    merging = Merging(side, sums, bounds, scale)
    merging.run()
    return merging.merged()


_NO_PAIRS = Pairs(np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp), np.empty(0))


class Merging:
    """Marks while they merge: each keeps its number, and one that another has taken in is nowhere (nan).

    `sums` and `bounds` are as those of `marks.Marks`; `scale` is pixels to the unit.
    """

    def __init__(self, side: Units, sums: Units, bounds: Units, scale: float) -> None:
        self.sums, self.bounds = sums.copy(), bounds.copy()
        self._side, self._scale, self._into = side, scale, np.arange(len(side))
        self._places = sums[1:] / sums[0] * scale

    def run(self) -> None:
        """Round by round, until none touch."""
        pairs = self._touching()
        while len(pairs.apart):
            one, other = pairs.mutual(len(self._into))
            self._join(one, other)
            if len(one) * len(self._into) > _FEW:
                pairs = self._touching()
            else:
                pairs = Pairs.joined(pairs.without(one, other, len(self._into)), self._touching_any_of(one))

    def merged(self) -> Merged:
        """What is left."""
        left = self._left()
        place = np.empty_like(self._into)
        place[left] = np.arange(len(left))
        return Merged(left, place[self._into], self.sums.take(left, axis=1), self.bounds.take(left, axis=1))

    def _join(self, one: Places, other: Places) -> None:
        """Each `one` takes in its `other`; no mark is in two pairs."""
        sums = self.sums.take(one, axis=1) + self.sums.take(other, axis=1)
        self.sums[:, one], self._places[:, one] = sums, sums[1:] / sums[0] * self._scale
        self.bounds[:, one] = np.minimum(self.bounds.take(one, axis=1), self.bounds.take(other, axis=1))
        self._places[:, other] = np.nan
        into = np.arange(len(self._into))
        into[other] = one
        self._into = into[self._into]

    def _touching(self) -> Pairs:
        """All pairs that are too near."""
        left = self._left()
        one, other = _neighbours(self._places.take(left, axis=1), self._side[left])
        return self._too_near(left[one], left[other])

    def _touching_any_of(self, few: Places) -> Pairs:
        """Those of a few marks, which are compared with all."""
        x, y = self._places
        across, along = x[few, None] - x, y[few, None] - y
        which, other = np.nonzero(across * across + along * along < _NEAR2)
        if len(which) == len(few):  # nothing is near but each to itself
            return _NO_PAIRS
        known = np.zeros(len(x), dtype=np.bool_)
        known[few] = True
        one = few[which]
        once = (one < other) | ~known[other]
        one, other = one[once], other[once]
        same = self._side[one] == self._side[other]
        return self._too_near(one[same], other[same])

    def _left(self) -> Places:
        return np.flatnonzero(self._into == np.arange(len(self._into)))

    def _too_near(self, one: Places, other: Places) -> Pairs:
        """Of some pairs those that are; two single points may stand nearer than others."""
        x, y = self._places
        across, along = x[one] - x[other], y[one] - y[other]
        apart = across * across + along * along
        single = self.sums[0] == 1
        near = apart < np.where(single[one] & single[other], _NEAR_SINGLES2, _NEAR2)
        return Pairs(np.minimum(one, other), np.maximum(one, other), apart).take(near)


def _neighbours(places: FloatArray, side: Units) -> tuple[Places, Places]:
    """Each two points of one side that lie on the same square or on squares that touch.

    Squares are in the order of their rows; of those around one, these come after it, as two runs of points:

        ·  ·  ·
        ·  0  1      its own and the next, from behind the point itself
        2  3  4      a row further down
    """
    column, row = np.floor(places / _SQUARE_PX).astype(np.int64)
    square = (side << 2 * _ROW) + (row << _ROW) + column
    order = np.argsort(square, kind="stable")
    square = square[order]
    begins = np.concatenate((np.arange(1, len(order) + 1), square.searchsorted(square + _BELOW)))
    lengths = square.searchsorted(np.concatenate((square + 2, square + (_BELOW + 3)))) - begins
    return np.concatenate((order, order)).repeat(lengths), order[spans(begins, lengths)]
