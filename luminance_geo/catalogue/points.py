"""Positions as the map needs them: degrees, and whole units of the world's width so that sums are exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.filters import BBox
from luminance_geo.geo import FloatArray, to_pixels

WORLD = 2.0**32
UNITS_ZOOM = 24.0
"""Zoom at which the world is 2³² = 256·2²⁴ pixels wide: our unit is the pixel of that zoom."""


@dataclass(frozen=True, slots=True)
class Points:
    """Positions in WGS84 degrees, and as whole Web Mercator units (2³² to the world, y southward); nan: none."""

    lat: FloatArray
    lon: FloatArray
    x: FloatArray
    y: FloatArray

    @classmethod
    def of(cls, lat: Sequence[float | None] | FloatArray, lon: Sequence[float | None] | FloatArray) -> Points:
        """From degrees; None or nan is no position."""
        lats, lons = np.array(lat, dtype=np.float64), np.array(lon, dtype=np.float64)
        x, y = to_pixels(lats, lons, UNITS_ZOOM)
        return cls(lats, lons, np.rint(x), np.rint(y))

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

    def turned(self, box: BBox) -> Points:
        """Points that lie in a box, turned round the world so that they lie eastward of its west side."""
        beyond = (self.lon > box.east) & (box.west <= box.east)
        turns = np.where(self.lon < box.west, 1.0, np.where(beyond, -1.0, 0.0))
        return Points(self.lat, self.lon + 360.0 * turns, self.x + WORLD * turns, self.y)
