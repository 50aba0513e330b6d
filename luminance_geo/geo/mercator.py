"""Web Mercator (EPSG:3857) as maps on screens use it: world pixels at a fractional zoom, y growing southward."""

from __future__ import annotations

from math import atanh, pi, radians, sin

import numpy as np

from luminance_geo.geo.distance import FloatArray, Floats

TILE_PIXELS = 256
"""Width of a tile, in pixels; the world is one tile at zoom 0."""

MAX_LATITUDE = 85.0511287798066
"""Latitude where the square world ends: degrees(atan(sinh(pi)))."""

_EQUATOR_M = 2 * np.pi * 6378137.0


def world_pixels(zoom: float) -> float:
    """Width and height of the world in pixels at `zoom`, which may be fractional.

    >>> world_pixels(0), round(world_pixels(1.5), 3)
    (256.0, 724.077)
    """
    return float(TILE_PIXELS * 2.0**zoom)


def to_pixels(lat: Floats, lon: Floats, zoom: float) -> tuple[FloatArray, FloatArray]:
    """World pixels `(x, y)` of WGS84 degrees: x grows eastward from 180° W, y southward from 85.05° N.

    Latitudes beyond the square world are drawn on its edge. Formula: x = (λ + π) / 2π, y = (1 − atanh(sin φ) / π) / 2.

    >>> [float(value) for value in to_pixels(0.0, 0.0, 1)]
    [256.0, 256.0]
    >>> [round(float(value), 2) for value in to_pixels(45.5019, -73.5674, 10)]
    [77501.85, 93780.62]
    """
    size = world_pixels(zoom)
    phi = np.radians(np.clip(np.asarray(lat, dtype=np.float64), -MAX_LATITUDE, MAX_LATITUDE))
    x = (np.asarray(lon, dtype=np.float64) / 360.0 + 0.5) * size
    y = (0.5 - np.arctanh(np.sin(phi)) / (2.0 * np.pi)) * size
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def to_pixel(lat: float, lon: float, zoom: float) -> tuple[float, float]:
    """As `to_pixels` of one position, in plain numbers: sooner by tens of microseconds.

    >>> x, y = to_pixel(45.5019, -73.5674, 10)
    >>> round(x, 2), round(y, 2)
    (77501.85, 93780.62)
    """
    size, sine = world_pixels(zoom), sin(radians(min(max(lat, -MAX_LATITUDE), MAX_LATITUDE)))
    return (lon / 360.0 + 0.5) * size, (0.5 - atanh(sine) / (2.0 * pi)) * size


def from_pixels(x: Floats, y: Floats, zoom: float) -> tuple[FloatArray, FloatArray]:
    """WGS84 degrees `(lat, lon)` of world pixels: the inverse of `to_pixels`.

    >>> [round(float(value), 9) for value in from_pixels(*to_pixels(45.5, -73.6, 12.5), 12.5)]
    [45.5, -73.6]
    """
    size = world_pixels(zoom)
    lon = (np.asarray(x, dtype=np.float64) / size - 0.5) * 360.0
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * np.asarray(y, dtype=np.float64) / size))))
    return np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)


def metres_per_pixel(lat: Floats, zoom: float) -> FloatArray:
    """Ground metres that one pixel covers at a latitude, in either direction (Mercator is conformal on the sphere).

    >>> round(float(metres_per_pixel(0.0, 0)))
    156543
    """
    scale = _EQUATOR_M / world_pixels(zoom)
    return np.asarray(np.cos(np.radians(np.asarray(lat, dtype=np.float64))) * scale, dtype=np.float64)
