"""Positions as the map needs them: degrees, and whole units of the world's width so that sums are exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.filters import BBox
from luminance_geo.geo import FloatArray, to_pixels

Units = NDArray[np.uint32]
_SPREAD = (
    (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F), (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)  # fmt: skip
WORLD = 2.0**32
UNITS_ZOOM = 24.0
"""Zoom at which the world is 2³² = 256·2²⁴ pixels wide: our unit is the pixel of that zoom."""


@dataclass(frozen=True, slots=True)
class Points:
    """Positions in WGS84 degrees, and as whole Web Mercator units (2³² to the world, y southward); nan, 0: none."""

    lat: FloatArray
    lon: FloatArray
    x: Units
    y: Units

    @classmethod
    def of(cls, lat: Sequence[float | None] | FloatArray, lon: Sequence[float | None] | FloatArray) -> Points:
        """From degrees; None or nan is no position."""
        lats, lons = np.array(lat, dtype=np.float64), np.array(lon, dtype=np.float64)
        nowhere = np.isnan(lats) | np.isnan(lons)
        lats[nowhere] = lons[nowhere] = np.nan
        x, y = to_pixels(lats, lons, UNITS_ZOOM)
        return cls(lats, lons, _whole(x), _whole(y))

    @classmethod
    def joined(cls, pieces: Sequence[tuple[Points, NDArray[np.int32]]], size: int) -> Points:
        """Pieces as one of `size` rows, each with the new row of every row of its own, -1 for none."""
        return cls(
            *(
                scattered([(getattr(piece, name), to) for piece, to in pieces], size)
                for name in ("lat", "lon", "x", "y")
            )
        )

    @classmethod
    def concat(cls, one: Points, other: Points) -> Points:
        """One after the other."""
        fields = ("lat", "lon", "x", "y")
        return cls(*(np.concatenate((getattr(one, name), getattr(other, name))) for name in fields))

    def map_order(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Rows in the order of their Morton keys, then of ids; what has no position comes last."""
        return np.lexsort((ids, morton(self.x, self.y), np.isnan(self.lat)))

    def take(self, rows: NDArray[np.int64]) -> Points:
        """Some of them."""
        return Points(self.lat[rows], self.lon[rows], self.x[rows], self.y[rows])

    def in_box(self, box: BBox) -> NDArray[np.bool_]:
        """Which lie in a box, sides included; 180° and -180° are one meridian; nan lies nowhere."""
        east_of, west_of = self.lon >= box.west, self.lon <= box.east
        across = east_of & west_of if box.west <= box.east else east_of | west_of
        if box.east == 180.0:
            across |= self.lon == -180.0
        if box.west == -180.0:
            across |= self.lon == 180.0
        return across & (self.lat >= box.south) & (self.lat <= box.north)

    def turns(self, box: BBox) -> NDArray[np.int64]:
        """How often each point, which lies in a box, is turned round the world to lie eastward of the west side."""
        beyond = (self.lon > box.east) & (box.west <= box.east)
        return np.where(self.lon < box.west, 1, np.where(beyond, -1, 0))

    def turned(self, box: BBox) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Units of points that lie in a box, so turned: below 0 or beyond 2³² where it crosses the antimeridian."""
        return self.x + (self.turns(box) << 32), self.y.astype(np.int64)


def morton(x: Units, y: Units) -> NDArray[np.uint64]:
    """The bits of both units in turn, those of y first: any quadkey cell is one range of these keys.

    >>> morton(np.array([3, 0], dtype=np.uint32), np.array([0, 1], dtype=np.uint32)).tolist()
    [5, 2]
    """
    return _parted(x) | (_parted(y) << np.uint64(1))


def scattered(pieces: Sequence[tuple[NDArray[Any], NDArray[np.int32]]], size: int) -> NDArray[Any]:
    """Arrays as one of `size` rows, each with the new row of every row of its own, -1 for none."""
    whole = np.zeros(size, dtype=np.result_type(*(piece.dtype for piece, _ in pieces)))
    for piece, to in pieces:
        kept = to >= 0
        whole[to[kept]] = piece[kept]
    return whole


def _whole(units: FloatArray) -> Units:
    return np.clip(np.rint(np.nan_to_num(units)), 0, WORLD - 1).astype(np.uint32)


def _parted(units: Units) -> NDArray[np.uint64]:
    """A zero bit between any two bits."""
    bits = units.astype(np.uint64)
    for shift, mask in _SPREAD:
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits
