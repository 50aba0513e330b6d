"""Distances from one centre: the sphere finds quickly, the ellipsoid decides.

Geodesic distances on WGS84 lie between 0.9944 and 1.0045 times those on the mean sphere (its radii of curvature over
the mean radius), so that beyond a margin of 0.6 % the sphere is sure, and only the rim is asked of PROJ.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.columns import Columns
from luminance_geo.geo import FloatArray, chord_for_km, distance_km, km_for_chord, unit_vectors

MARGIN = 0.006
SLACK_KM = 0.001
"""Squared chords lose digits near zero: a metre covers it."""


class Around:
    """The distances of every row of some columns to a centre in WGS84 degrees."""

    def __init__(self, columns: Columns, lat: float, lon: float) -> None:
        self._columns, self._lat, self._lon = columns, lat, lon
        vectors = unit_vectors(columns.points.lat, columns.points.lon).reshape(-1, 3)
        self._chord2 = np.maximum(2.0 - 2.0 * (vectors @ unit_vectors(lat, lon)), 0.0)  # nan: no position

    def km(self, rows: NDArray[np.int64]) -> FloatArray:
        """Geodesic distances of some rows; nan where there is no position."""
        points = self._columns.points
        return distance_km(self._lat, self._lon, points.lat[rows], points.lon[rows])

    def within(self, km: float, among: Bools) -> Bools:
        """Which of the rows `among` lie no further than `km`."""
        rows = np.flatnonzero(among)
        chord2 = self._chord2[rows]
        possible = chord2 <= _chord2(_more(km))
        rows, chord2 = rows[possible], chord2[possible]
        near = chord2 <= _chord2(km / (1 + MARGIN) - SLACK_KM)
        rim = np.flatnonzero(~near)
        near[rim] = self.km(rows[rim]) <= km
        inside = np.zeros(len(among), dtype=np.bool_)
        inside[rows[near]] = True
        return inside

    def counts(self, radii_km: Sequence[float], among: Bools) -> list[int]:
        """How many of the rows `among` lie within each radius."""
        rows = np.flatnonzero(among)
        chord2 = self._chord2[rows]
        possible = chord2 <= _chord2(_more(max(radii_km)))
        rows, km = rows[possible], km_for_chord(np.sqrt(chord2[possible]))
        rim = np.flatnonzero(np.any([abs(km - radius) <= _more(radius) - radius for radius in radii_km], axis=0))
        km[rim] = self.km(rows[rim])
        return [int(np.count_nonzero(km <= radius)) for radius in radii_km]

    def first(self, rows: NDArray[np.int64], k: int) -> tuple[NDArray[np.int64], FloatArray]:
        """The `k` nearest of some rows that all have a position, with their distances; ties by id."""
        near = self._chord2[rows]
        if 0 < k < len(rows):
            kth = float(km_for_chord(np.sqrt(np.partition(near, k - 1)[k - 1])))
            rows = rows[near <= _chord2(_more(_more(kth) * (1 + MARGIN)))]
        km = self.km(rows)
        order = np.lexsort((self._columns.ids[rows], km))[:k]
        return rows[order], km[order]


def _more(km: float) -> float:
    return km * (1 + MARGIN) + SLACK_KM


def _chord2(km: float) -> float:
    return float(chord_for_km(max(km, 0.0))) ** 2 if km >= 0 else -1.0
