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

from luminance_geo.catalogue.bits import WORD, Bits
from luminance_geo.catalogue.blocks.best import candidates
from luminance_geo.catalogue.blocks.opened import Opened
from luminance_geo.catalogue.blocks.spheres import Spheres
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.parts import RowNumbers
from luminance_geo.geo import FloatArray, distance_km
from luminance_geo.geo.chords import chord_range, earth_vectors, km_range


class Around:
    """Every row's distance from a centre in WGS84 degrees; what has no position is near to nothing."""

    def __init__(self, columns: Columns, spheres: Spheres, lat: float, lon: float) -> None:
        self._points, self._ids, self._located = columns.points, columns.ids, columns.located
        self._spheres, self._lat, self._lon, self._centre = spheres, lat, lon, earth_vectors(lat, lon)
        apart = spheres.distances(self._centre)
        self._least, self._most = apart - spheres.radii, apart + spheres.radii

    def km(self, rows: RowNumbers) -> FloatArray:
        """Geodesic distances; nan where there is no position."""
        return distance_km(self._lat, self._lon, self._points.lat[rows], self._points.lon[rows])

    def within(self, km: float, among: Bits) -> Bits:
        """Which of some rows lie no further than `km`."""
        sure, possible = chord_range(km)
        bits = self._with_position(among)
        words = np.flatnonzero((bits != 0) & (self._least <= possible) & (self._most > sure))
        opened = Opened.of(words, bits[words])
        bits[self._most > sure] = 0
        bits[words] = opened.bits(self._rings(opened.rows, [km]) == 0)
        return np.concatenate((bits, np.zeros(len(among) - len(bits), dtype=np.uint64)))

    def counts(self, radii_km: Sequence[float], among: Bits) -> list[int]:
        """How many of some rows lie within each of some ascending radii."""
        bits = self._with_position(among)
        words = np.flatnonzero((bits != 0) & (self._least <= chord_range(radii_km[-1])[1]))
        first, last = _between(self._least[words], self._most[words], radii_km)
        whole = first == last
        rows = Opened.of(words[~whole], bits[words[~whole]]).rows
        numbers = np.bincount(self._rings(rows, radii_km), minlength=len(radii_km) + 1)
        wholes = np.bincount(first[whole], np.bitwise_count(bits[words[whole]]), minlength=len(numbers))
        return [int(number) for number in np.cumsum(numbers + wholes)[:-1]]

    def first(self, among: Bits, k: int) -> tuple[RowNumbers, FloatArray]:
        """The `k` nearest of those rows that have a position, with their distances; ties by id."""
        rows = candidates(self._with_position(among), self._least, k, self._chords, _reach)
        rows, km = self._by_spot(rows, k)
        order = np.lexsort((self._ids[rows], km))[:k]
        return rows[order], km[order]

    def _with_position(self, bits: Bits) -> Bits:
        """A copy that ends with the last word of rows that have a position, and holds no others."""
        placed = bits[: len(self._least)].copy()
        if self._located % WORD:
            placed[-1] &= np.uint64((1 << self._located % WORD) - 1)
        return placed

    def _chords(self, rows: RowNumbers) -> FloatArray:
        return self._spheres.chords(rows, self._centre)

    def _rings(self, rows: RowNumbers, radii_km: Sequence[float]) -> NDArray[np.int64]:
        """The place of the first radius that each row lies within, `len(radii_km)` beyond the last."""
        chords = self._chords(rows)
        first, last = _between(chords, chords, radii_km)
        rim = np.flatnonzero(first != last)
        first[rim] = np.searchsorted(radii_km, self.km(rows[rim]))
        return first

    def _by_spot(self, rows: RowNumbers, k: int) -> tuple[RowNumbers, FloatArray]:
        """Distances, PROJ asked once for a spot, of the first `k` rows of each: they have the least ids."""
        lat, lon = self._points.lat[rows], self._points.lon[rows]
        starts = np.flatnonzero(np.r_[True, (lat[1:] != lat[:-1]) | (lon[1:] != lon[:-1])][: len(rows)])
        lengths = np.diff(starts, append=len(rows))
        km = np.repeat(self.km(rows[starts]), lengths)
        early = np.arange(len(rows)) - np.repeat(starts, lengths) < k
        return rows[early], km[early]


def _between(least: FloatArray, most: FloatArray, radii_km: Sequence[float]) -> tuple[NDArray[np.int64], ...]:
    """The first radius that chords may lie within, and the first that they surely do."""
    sure, possible = zip(*map(chord_range, radii_km), strict=True)
    return np.searchsorted(possible, least), np.searchsorted(sure, most)


def _reach(chord_km: float) -> float:
    """The chords that may belong to distances no longer than that of a chord."""
    return chord_range(float(km_range(chord_km)[1]))[1]
