"""Distances from one centre: straight lines through the Earth find quickly, the ellipsoid decides.

What lies within some metres of a radius (see `geo.chords`) is asked of PROJ, which also gives every distance shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.parts import RowNumbers
from luminance_geo.geo import FloatArray, chord_range, distance_km, earth_vectors, km_range


class Around:
    """The distances of every row of some columns to a centre in WGS84 degrees.

    `vectors` are the columns' positions as `earth_vectors` gives them, one row each.
    """

    def __init__(self, columns: Columns, vectors: FloatArray, lat: float, lon: float) -> None:
        self._columns, self._lat, self._lon = columns, lat, lon
        self._chord = np.linalg.norm(vectors - earth_vectors(lat, lon), axis=-1)  # nan: no position

    def km(self, rows: RowNumbers) -> FloatArray:
        """Geodesic distances of some rows; nan where there is no position."""
        points = self._columns.points
        return distance_km(self._lat, self._lon, points.lat[rows], points.lon[rows])

    def within(self, km: float, among: Bools) -> Bools:
        """Which of the rows `among` lie no further than `km`."""
        sure, possible = chord_range(km)
        inside: Bools = among & (self._chord <= sure)
        rim = np.flatnonzero(among & (self._chord <= possible) & ~inside)
        inside[rim] = self.km(rim) <= km
        return inside

    def counts(self, radii_km: Sequence[float], among: Bools) -> list[int]:
        """How many of the rows `among` lie within each radius."""
        return [int(np.count_nonzero(self.within(km, among))) for km in radii_km]

    def first(self, rows: RowNumbers, k: int) -> tuple[RowNumbers, FloatArray]:
        """The `k` nearest of some rows that all have a position, with their distances; ties by id."""
        chord = self._chord[rows]
        if 0 < k < len(rows):
            _, furthest = km_range(np.partition(chord, k - 1)[k - 1])
            rows = rows[chord <= chord_range(float(furthest))[1]]
        km = self.km(rows)
        order = np.lexsort((self._columns.ids[rows], km))[:k]
        return rows[order], km[order]
