"""Straight lines through the Earth: quick to work out for many points, and close bounds of their distances.

A geodesic of WGS84 is nowhere more curved than a circle of `LEAST_RADIUS_KM`, and nowhere less than one of
`MOST_RADIUS_KM` (the extreme radii of curvature of the ellipsoid), so that its length lies between those of the arcs
of these circles over the same chord. Between them are 2 cm at 100 km, 21 m at 1,000 km and 170 m at 2,000 km: only
what lies there has to be asked of `distance_km`.
"""

from __future__ import annotations

from math import asin, cos, inf, pi, radians, sin, sqrt

import numpy as np

from luminance_geo.geo.distance import FloatArray, Floats

EQUATOR_KM = 6378.137
FLATTENING = 1 / 298.257223563
_SQUASH = (1 - FLATTENING) ** 2
LEAST_RADIUS_KM = EQUATOR_KM * _SQUASH
"""Along a meridian at the equator: 6,335.4 km."""
MOST_RADIUS_KM = EQUATOR_KM / (1 - FLATTENING)
"""At the poles: 6,399.6 km."""
SLACK_KM = 0.002
"""What coordinates kept as float32 (half a metre apart at the Earth's surface) may add to a chord, or take from it."""


def earth_vectors(lat: Floats, lon: Floats) -> FloatArray:
    """Earth-centred coordinates in km of WGS84 degrees at height 0: shape `(…, 3)`, float64.

    >>> earth_vectors([0.0, 90.0], [0.0, 0.0]).round(3).tolist()
    [[6378.137, 0.0, 0.0], [0.0, 0.0, 6356.752]]
    """
    phi = np.radians(np.asarray(lat, dtype=np.float64))
    lam = np.radians(np.asarray(lon, dtype=np.float64))
    normal = EQUATOR_KM / np.sqrt(1 - (1 - _SQUASH) * np.sin(phi) ** 2)
    ring = normal * np.cos(phi)
    x, y, z = np.broadcast_arrays(ring * np.cos(lam), ring * np.sin(lam), normal * _SQUASH * np.sin(phi))
    return np.stack((x, y, z), axis=-1)


def earth_vector(lat: float, lon: float) -> FloatArray:
    """The same of one point, shape `(3,)`, in a tenth of the time.

    >>> earth_vector(90.0, 0.0).round(3).tolist()
    [0.0, 0.0, 6356.752]
    """
    phi, lam = radians(lat), radians(lon)
    normal = EQUATOR_KM / sqrt(1 - (1 - _SQUASH) * sin(phi) ** 2)
    ring = normal * cos(phi)
    return np.array((ring * cos(lam), ring * sin(lam), normal * _SQUASH * sin(phi)))


def chord_range(km: float, slack_km: float = SLACK_KM) -> tuple[float, float]:
    """Chords in km up to which a point is surely within `km`, and beyond which it surely is not.

    The first is negative where no chord is short enough to be sure.

    >>> [round(chord, 3) for chord in chord_range(1000.0)]
    [998.96, 998.985]
    >>> chord_range(1e9)
    (inf, inf)
    """
    if km > pi * MOST_RADIUS_KM:
        return inf, inf
    sure = 2 * LEAST_RADIUS_KM * sin(min(km / (2 * LEAST_RADIUS_KM), pi / 2))
    possible = 2 * MOST_RADIUS_KM * sin(km / (2 * MOST_RADIUS_KM))
    return sure - slack_km, possible + slack_km


def chord_reach(chord_km: float, slack_km: float = SLACK_KM) -> float:
    """The chord in km that nothing exceeds that is no further along the ellipsoid than some point at `chord_km` may be.

    >>> round(chord_reach(998.97), 3)
    998.995
    >>> chord_reach(12_742.0)
    inf
    """
    half = (chord_km + slack_km) / (2 * LEAST_RADIUS_KM)
    if half >= 1.0:
        return inf
    return 2 * MOST_RADIUS_KM * sin(LEAST_RADIUS_KM * asin(half) / MOST_RADIUS_KM) + slack_km


def km_range(chord_km: Floats, slack_km: float = SLACK_KM) -> tuple[FloatArray, FloatArray]:
    """The least and the most km along the ellipsoid between points so far apart in a straight line.

    The most is infinite near the other side of the Earth, where chords hardly tell.

    >>> [round(float(km), 3) for km in km_range(998.97)]
    [999.985, 1000.01]
    """
    chord = np.asarray(chord_km, dtype=np.float64)
    least = 2 * MOST_RADIUS_KM * np.arcsin(np.clip((chord - slack_km) / (2 * MOST_RADIUS_KM), 0.0, 1.0))
    half = (chord + slack_km) / (2 * LEAST_RADIUS_KM)
    most = np.where(half < 1.0, 2 * LEAST_RADIUS_KM * np.arcsin(np.minimum(half, 1.0)), np.inf)
    return np.asarray(least, dtype=np.float64), np.asarray(most, dtype=np.float64)
