"""Distances from one centre: spheres settle most words, straight lines most rows, and PROJ what lies at the rim.

    word    distance of its sphere's centre ± radius     inside, outside, or opened
    row     its own chord ± 2 m                          inside, outside, or at the rim
    rim     geodesic on the ellipsoid                    decides, and gives every distance shown

Complexity: O(words) for the spheres, O(rows of the words opened), O(rows in the metres about the rim) for PROJ.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.best import candidates
from luminance_geo.catalogue.blocks.opened import Opened
from luminance_geo.catalogue.blocks.spheres import Spheres
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.parts import RowNumbers
from luminance_geo.geo import FloatArray, distance_km
from luminance_geo.geo.chords import chord_range, earth_vectors, km_range


class Around:
    """Every row's distance from a centre in WGS84 degrees. Bitmaps given hold only rows that have a position."""

    def __init__(self, columns: Columns, spheres: Spheres, lat: float, lon: float) -> None:
        self._points, self._ids = columns.points, columns.ids
        self._spheres, self._lat, self._lon, self._centre = spheres, lat, lon, earth_vectors(lat, lon)
        apart = spheres.distances(self._centre)
        self._least, self._most = apart - spheres.radii, apart + spheres.radii

    def km(self, rows: RowNumbers) -> FloatArray:
        """Geodesic distances; nan where there is no position."""
        return distance_km(self._lat, self._lon, self._points.lat[rows], self._points.lon[rows])

    def within(self, km: float, among: Bits) -> Bits:
        """Which of some rows lie no further than `km`."""
        sure, possible = chord_range(km)
        words = np.flatnonzero(self._least <= possible)
        bits = among[words]
        crossed = np.flatnonzero((self._most[words] > sure) & (bits != 0))
        opened = Opened.of(words[crossed], bits[crossed])
        bits[crossed] = opened.bits(self._rings(opened.rows, [km]) == 0)
        near = np.zeros_like(among)
        near[words] = bits
        return near

    def counts(self, radii_km: Sequence[float], among: Bits) -> list[int]:
        """How many of some rows lie within each of some ascending radii."""
        edges = _edges(radii_km)
        words = np.flatnonzero((self._least <= edges[-1]) & (among[: len(self._least)] != 0))
        bits = among[words]
        first = np.searchsorted(edges, self._least[words]) // 2
        whole = first == (np.searchsorted(edges, self._most[words]) + 1) // 2
        rows = Opened.of(words[~whole], bits[~whole]).rows
        numbers = np.bincount(self._rings(rows, radii_km), minlength=len(radii_km) + 1)
        wholes = np.bincount(first[whole], np.bitwise_count(bits[whole]), minlength=len(numbers))
        return [int(number) for number in np.cumsum(numbers + wholes)[:-1]]

    def first(self, among: Bits, k: int) -> tuple[RowNumbers, FloatArray]:
        """The `k` nearest of some rows, with their distances; ties by id."""
        rows = candidates(among, self._least, k, self._chords, _reach)
        rows, km = self._by_spot(rows, k)
        order = np.lexsort((self._ids[rows], km))[:k]
        return rows[order], km[order]

    def _chords(self, rows: RowNumbers) -> FloatArray:
        return self._spheres.chords(rows, self._centre)

    def _rings(self, rows: RowNumbers, radii_km: Sequence[float]) -> NDArray[np.int64]:
        """The place of the first radius that each row lies within, `len(radii_km)` beyond the last."""
        places = np.searchsorted(_edges(radii_km), self._chords(rows))
        rings, rim = places // 2, np.flatnonzero(places % 2)
        if len(rim):
            rings[rim] = np.searchsorted(radii_km, self.km(rows[rim]))
        return rings

    def _by_spot(self, rows: RowNumbers, k: int) -> tuple[RowNumbers, FloatArray]:
        """Distances, PROJ asked once for a spot, of the first `k` rows of each: they have the least ids."""
        lat, lon = self._points.lat[rows], self._points.lon[rows]
        starts = np.flatnonzero(np.concatenate(([True], (lat[1:] != lat[:-1]) | (lon[1:] != lon[:-1])))[: len(rows)])
        lengths = np.diff(starts, append=len(rows))
        km = np.repeat(self.km(rows[starts]), lengths)
        early = np.arange(len(rows)) - np.repeat(starts, lengths) < k
        return rows[early], km[early]


def _edges(radii_km: Sequence[float]) -> FloatArray:
    """Chords at which what is sure of ascending radii changes: within the first, at its rim, within the second…"""
    edges = np.array([chord_range(km) for km in radii_km]).ravel()
    return np.maximum.accumulate(edges)


def _reach(chord_km: float) -> float:
    """The chords that may belong to distances no longer than that of a chord."""
    return chord_range(float(km_range(chord_km)[1]))[1]
