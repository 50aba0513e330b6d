"""Marks that would touch, merged in rounds as `catalogue.merging` does, each knowing the nearest that it touches.

Marks are kept in the order of their heights, so that only those in a band as high as a merge are compared. After a
round only those seek anew that have moved, or whose nearest has.

Complexity: O(m·b) for m marks with b others in their band.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from luminance_geo.catalogue.blocks.compiled.jit import compiled
from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.merging import MERGE_PX, MERGE_SINGLES_PX, Merged, Places
from luminance_geo.catalogue.viewport import Units
from luminance_geo.geo import FloatArray

_NEAR2, _NEAR_SINGLES2 = MERGE_PX**2, MERGE_SINGLES_PX**2


def merge(side: Units, sums: Units, bounds: Units, scale: float) -> Merged:
    """As `catalogue.merging.merge`."""
    sums, bounds = sums.copy(), bounds.copy()
    left, place = _merge(side, sums, bounds, scale)
    return Merged(left, place, sums.take(left, axis=1), bounds.take(left, axis=1))


@compiled
def _merge(side: Units, sums: Units, bounds: Units, scale: float) -> tuple[Places, Places]:
    into, order, places = np.arange(len(side)), np.arange(len(side)), sums[1:] / sums[0] * scale
    nearest, apart, seeking = np.full(len(side), -1), np.full(len(side), np.inf), np.ones(len(side), dtype=np.bool_)
    while True:
        order = _by_height(order, into, places)
        _seek(order, side, sums[0], places, seeking, nearest, apart)
        if not _join(order, sums, bounds, into, places, scale, seeking, nearest):
            return _left(into)


@compiled
def _left(into: Places) -> tuple[Places, Places]:
    """The marks that are left, and for each one which of these it is in; what takes in another comes before it."""
    left, place, size = np.empty_like(into), np.empty_like(into), 0
    for mark in range(len(into)):
        if into[mark] == mark:
            left[size], place[mark] = mark, size
            size += 1
        else:
            place[mark] = place[into[mark]]
    return left[:size], place


@compiled
def _by_height(order: Places, into: Places, places: FloatArray) -> Places:
    """Those that are left, southward; they nearly are so before, as cells were and as marks move little."""
    size, y = 0, places[1]
    for mark in order:
        if into[mark] == mark:
            place = size
            while place and y[order[place - 1]] > y[mark]:
                order[place] = order[place - 1]
                place -= 1
            order[place] = mark
            size += 1
    return order[:size]


@compiled
def _seek(
    order: Places,
    side: Units,
    counts: Units,
    places: FloatArray,
    seeking: Bools,
    nearest: Places,
    apart: FloatArray,
) -> None:
    """For those that seek the nearest that they touch; for others too, where that is one of them."""
    x, y = places
    for one in order:
        if seeking[one]:
            nearest[one], apart[one] = -1, np.inf
    for start in range(len(order)):
        one = order[start]
        for step in (1, -1):
            place = start + step
            while seeking[one] and 0 <= place < len(order):
                other = order[place]
                across, along = x[one] - x[other], y[one] - y[other]
                if along * along >= _NEAR2:
                    break
                distance = across * across + along * along
                near2 = _NEAR2 if counts[one] > 1 or counts[other] > 1 else _NEAR_SINGLES2
                if distance < near2 and side[one] == side[other]:
                    _approach(one, other, distance, nearest, apart)
                    _approach(other, one, distance, nearest, apart)
                place += step


@compiled
def _approach(one: Any, other: Any, distance: float, nearest: Places, apart: FloatArray) -> None:
    """Take another as the nearest if it is; ties: the first."""
    if distance < apart[one] or (distance == apart[one] and other < nearest[one]):
        nearest[one], apart[one] = other, distance


@compiled
def _join(
    order: Places,
    sums: Units,
    bounds: Units,
    into: Places,
    places: FloatArray,
    scale: float,
    seeking: Bools,
    nearest: Places,
) -> bool:
    """Have each that is its nearest's nearest take it in, if it comes first; whether there were any."""
    joined, moved = False, np.zeros_like(seeking)
    for one in order:
        other = nearest[one]
        if other > one and nearest[other] == one:
            for axis in range(3):
                sums[axis, one] += sums[axis, other]
            for axis in range(2):
                places[axis, one] = sums[1 + axis, one] / sums[0, one] * scale
            for side in range(4):
                bounds[side, one] = min(bounds[side, one], bounds[side, other])
            into[other] = one
            joined = moved[one] = moved[other] = True
    for one in order:
        seeking[one] = nearest[one] >= 0 and moved[nearest[one]]
    return joined
