"""Distances and directions on the WGS84 ellipsoid, and points of the unit sphere.

The ellipsoid is solved by PROJ's geodesic routines: C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87 (2013).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

FloatArray: TypeAlias = NDArray[np.float64]
Floats: TypeAlias = ArrayLike
"""A number or anything numpy reads as numbers."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of WGS84, in km (IUGG)."""

_WGS84 = Geod(ellps="WGS84")


def distance_km(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> FloatArray:
    """Geodesic distance in km between points in WGS84 degrees, latitude before longitude.

    Arguments broadcast against each other; the answer has their common shape (a 0-d array for four numbers). Not
    finite in, not finite out.

    >>> round(float(distance_km(45.5019, -73.5674, 46.8131, -71.2075)), 3)  # Montréal to Québec
    233.37
    >>> distance_km([45.0, 46.0], -73.0, 45.0, -73.0).round(3).tolist()
    [0.0, 111.142]
    """
    _, metres = _inverse(lat1, lon1, lat2, lon2)
    return metres / 1000.0


def distances_km(lat: float, lon: float, lats: Sequence[float], lons: Sequence[float]) -> list[float]:
    """The same from one point to each of a few others; for a dozen, in a third of the time.

    >>> [round(km, 3) for km in distances_km(45.0, -73.0, [45.0, 46.0], [-73.0, -73.0])]
    [0.0, 111.142]
    """
    solve = _WGS84.inv
    return [solve(lon, lat, *other)[2] / 1000.0 for other in zip(lons, lats, strict=True)]


def bearing_degrees(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> FloatArray:
    """Direction in which to leave point 1 for point 2, in degrees clockwise from north, in [0, 360).

    >>> float(bearing_degrees(45.0, -73.0, 46.0, -73.0))
    0.0
    >>> round(float(bearing_degrees(45.0, -73.0, 45.0, -74.0)), 1)
    270.4
    """
    forward, _ = _inverse(lat1, lon1, lat2, lon2)
    return np.asarray(np.mod(forward, 360.0), dtype=np.float64)


def _inverse(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> tuple[FloatArray, FloatArray]:
    """Azimuth at point 1 in degrees and distance in metres, in the common shape of the arguments."""
    given = [np.asarray(value, dtype=np.float64) for value in (lon1, lat1, lon2, lat2)]
    points = np.empty((4, *np.broadcast(*given).shape))
    for place, value in enumerate(given):
        points[place, ...] = value
    x1, y1, x2, y2 = points.reshape(4, -1)
    forward, _, metres = _WGS84.inv(x1, y1, x2, y2, inplace=True)
    return np.reshape(forward, points.shape[1:]), np.reshape(metres, points.shape[1:])


def destination(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """The point `(lat, lon)` that lies `km` away along the geodesic leaving at `bearing` degrees from north.

    >>> tuple(round(value, 4) for value in destination(45.0, -73.0, 0.0, 111.142))
    (46.0, -73.0)
    """
    to_lon, to_lat, _ = _WGS84.fwd(lon, lat, bearing, km * 1000.0)
    return float(to_lat), float(to_lon)


def unit_vectors(lat: Floats, lon: Floats) -> FloatArray:
    """Points of the unit sphere for WGS84 degrees: shape `(…, 3)`, float64 (float32 moves a radius by metres).

    >>> unit_vectors([0.0, 90.0], [0.0, 0.0]).round(6).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    phi = np.radians(np.asarray(lat, dtype=np.float64))
    lam = np.radians(np.asarray(lon, dtype=np.float64))
    ring = np.cos(phi)
    x, y, z = np.broadcast_arrays(ring * np.cos(lam), ring * np.sin(lam), np.sin(phi))
    return np.stack((x, y, z), axis=-1)
