"""What each word covers in map units, and boxes that keep, drop or open words; at their rim degrees decide.

Complexity: O(words) to compare, O(rows of the words that a side of the box crosses) to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.opened import Opened, Words, by_word
from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.filters import BBox
from luminance_geo.catalogue.parts import RowNumbers
from luminance_geo.catalogue.points import UNITS_ZOOM, WORLD, Points
from luminance_geo.geo import to_pixel

_RIM = 2
"""Units by which whole ones may miss a side of a box, rounded and brought into the world as they are."""
_LAST = int(WORLD) - 1
Edges = tuple[int, int, int, int]
"""West, north, east, south in whole units."""


@dataclass(frozen=True)
class Strip:
    """Part of a box, sides included, on one side of the antimeridian; `turn` brings it east of the box's west side."""

    west: float
    south: float
    east: float
    north: float
    turn: int

    @cached_property
    def units(self) -> Edges:
        """West, north, east, south in whole units."""
        west, north = to_pixel(self.north, self.west, UNITS_ZOOM)
        east, south = to_pixel(self.south, self.east, UNITS_ZOOM)
        return round(west), round(north), round(east), round(south)

    @cached_property
    def outer(self) -> Edges:
        """Whole units beyond which nothing lies in it."""
        west, north, east, south = self.units
        return max(west - _RIM, 0), max(north - _RIM, 0), min(east + _RIM, _LAST), min(south + _RIM, _LAST)

    @cached_property
    def inner(self) -> Edges:
        """Whole units within which all lies in it."""
        west, north, east, south = self.units
        return west + _RIM, north + _RIM, east - _RIM, south - _RIM

    def holds(self, points: Points, rows: RowNumbers) -> Bools:
        """Which of some rows lie in it, by degrees."""
        lon, lat = points.lon[rows], points.lat[rows]
        held = (lon >= self.west) & (lon <= self.east) & (lat >= self.south) & (lat <= self.north)
        return np.asarray(held, dtype=np.bool_)


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
    """What each word's rows cover: `units` (4, words) left, top, right, bottom; they lie in one cell of any grid whose
    cells are at least `2**levels` units wide. Only words that hold any of the first `located` rows, which have a
    position.
    """

    units: NDArray[np.uint32]
    levels: NDArray[np.uint8]
    located: int

    @classmethod
    def build(cls, points: Points, located: int) -> Boxes:
        """One pass over each axis."""
        x, y = by_word(points.x[:located]), by_word(points.y[:located])
        left, top, right, bottom = units = np.array([x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)])
        differing = np.frexp(((left ^ right) | (top ^ bottom)).astype(np.float64))[1]
        return cls(units, differing.astype(np.uint8), located)

    def meeting(self, strip: Strip, among: Words | None = None) -> Words:
        """The words, some or all, that may hold rows in a strip."""
        west, north, east, south = strip.outer
        left, top, right, bottom = self.units if among is None else self.units.take(among, axis=1)
        words = np.flatnonzero((right >= west) & (left <= east) & (bottom >= north) & (top <= south))
        return words if among is None else among[words]

    def inside(self, strip: Strip, words: Words) -> Bools:
        """Which words surely lie in a strip with all their rows."""
        west, north, east, south = strip.inner
        left, top, right, bottom = self.units.take(words, axis=1)
        inside = (left >= west) & (right <= east) & (top >= north) & (bottom <= south)
        return np.asarray(inside, dtype=np.bool_)

    def within_box(self, points: Points, box: BBox, among: Bits) -> Bits:
        """Which of some rows, all with a position, lie in a box, sides included; 180° and -180° are one meridian."""
        kept = np.zeros_like(among)
        for strip in strips(box):
            words = self.meeting(strip)
            bits, crossed = among[words], np.flatnonzero(~self.inside(strip, words))
            opened = Opened.of(words[crossed], bits[crossed])
            bits[crossed] = opened.bits(strip.holds(points, opened.rows))
            kept[words] |= bits
        return kept
