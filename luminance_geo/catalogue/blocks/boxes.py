"""What each word covers, in degrees and in map units, and boxes that keep, drop or open words.

Complexity: O(words) to compare, O(rows of the words that a side of the box crosses) to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.opened import Opened, Words, by_word
from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.filters import BBox
from luminance_geo.catalogue.points import Points
from luminance_geo.geo import FloatArray


class Strip(NamedTuple):
    """Part of a box, sides included, on one side of the antimeridian; `turn` brings it east of the box's west side."""

    west: float
    south: float
    east: float
    north: float
    turn: int


def strips(box: BBox) -> Iterator[Strip]:
    """The parts of a box: two where it crosses the antimeridian or touches it, which is both 180° and -180°.

    >>> [(strip.west, strip.east, strip.turn) for strip in strips(BBox(170, 0, -170, 1))]
    [(170, 180.0, 0), (-180.0, -170, 1)]
    """
    crosses = box.west > box.east
    yield Strip(box.west, box.south, 180.0 if crosses else box.east, box.north, 0)
    if crosses or (box.west > -180.0 and box.east == 180.0):
        yield Strip(-180.0, box.south, box.east if crosses else -180.0, box.north, 1)
    elif box.west == -180.0 and box.east < 180.0:
        yield Strip(180.0, box.south, 180.0, box.north, -1)


@dataclass(frozen=True, slots=True)
class Boxes:
    """The extent of each word's rows, shape (4, words): `degrees` west, south, east, north; `units` left, top, right,
    bottom. Only words that hold any of the first `located` rows, which have a position.
    """

    degrees: FloatArray
    units: NDArray[np.uint32]
    located: int

    @classmethod
    def build(cls, points: Points, located: int) -> Boxes:
        """One pass over each coordinate."""
        lon, lat, x, y = (by_word(each[:located]) for each in (points.lon, points.lat, points.x, points.y))
        return cls(_extents(lon, lat), _extents(x, y), located)

    def within(self, points: Points, strip: Strip, among: Bits) -> tuple[Words, Bits]:
        """Which of some rows, all with a position, lie in a strip: the words that hold any, and their bits."""
        west, south, east, north = self.degrees
        meets = (east >= strip.west) & (west <= strip.east) & (north >= strip.south) & (south <= strip.north)
        words = np.flatnonzero(meets & (among[: len(meets)] != 0))
        west, south, east, north = np.take(self.degrees, words, axis=1)
        inside = (west >= strip.west) & (east <= strip.east) & (south >= strip.south) & (north <= strip.north)
        bits, crossed = among[words], np.flatnonzero(~inside)
        opened = Opened.of(words[crossed], bits[crossed])
        bits[crossed] = opened.bits(_holds(strip, points.lon[opened.rows], points.lat[opened.rows]))
        kept = bits != 0
        return words[kept], bits[kept]

    def within_box(self, points: Points, box: BBox, among: Bits) -> Bits:
        """Which of some rows, all with a position, lie in a box, sides included; 180° and -180° are one meridian."""
        kept = np.zeros_like(among)
        for strip in strips(box):
            words, bits = self.within(points, strip, among)
            kept[words] |= bits
        return kept


def _extents(across: NDArray[Any], along: NDArray[Any]) -> NDArray[Any]:
    return np.array([across.min(axis=1), along.min(axis=1), across.max(axis=1), along.max(axis=1)])


def _holds(strip: Strip, lon: FloatArray, lat: FloatArray) -> Bools:
    held = (lon >= strip.west) & (lon <= strip.east) & (lat >= strip.south) & (lat <= strip.north)
    return np.asarray(held, dtype=np.bool_)
