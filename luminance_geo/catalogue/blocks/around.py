"""Distances from one centre: balls settle most groups and words, straight lines most rows, and PROJ what is at the rim.

    group   distance of its ball's centre ± radius       none of its words is reached, or all are looked at
    word    the same                                     inside, outside, or opened
    row     its own chord ± 2 m                          inside, outside, or at the rim
    rim     geodesic on the ellipsoid                    decides, and gives every distance shown

Complexity: O(groups) + O(words of the groups reached), O(rows of the words opened), O(rows in the metres about the
rim) for PROJ.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits, count
from luminance_geo.catalogue.blocks.best import best_of, worst_of
from luminance_geo.catalogue.blocks.masks import Matching
from luminance_geo.catalogue.blocks.opened import Opened, Words
from luminance_geo.catalogue.blocks.spheres import Balls, Spheres, straight
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.parts import RowNumbers
from luminance_geo.geo import FloatArray, distance_km, distances_km
from luminance_geo.geo.chords import chord_range, chord_reach, earth_vector

_FIRST_GROUPS = 4
"""How many of the nearest groups are asked first for the nearest rows; four times as many each time they do not do."""
_FEW = 64
"""Up to so many distances are worked out one by one."""
_MANY = 4
"""How many rows there are to each one wanted before it is worth asking which of them share a spot."""


class Reach(NamedTuple):
    """Words, ascending, that may hold rows within some distance, with the least and most chord of their rows."""

    words: Words
    least: FloatArray
    most: FloatArray

    def up_to(self, chord_km: float) -> Reach:
        """Those that may hold rows within a chord."""
        near = self.least <= chord_km
        return Reach(self.words[near], self.least[near], self.most[near])


NOWHERE = Reach(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0))


class Around:
    """Every row's distance from a centre in WGS84 degrees. Bits given hold only rows that have a position."""

    def __init__(self, columns: Columns, spheres: Spheres, lat: float, lon: float) -> None:
        self._points, self._ids = columns.points, columns.ids
        self._spheres, self._lat, self._lon = spheres, lat, lon

    @cached_property
    def _centre(self) -> FloatArray:
        return earth_vector(self._lat, self._lon)

    @cached_property
    def _groups(self) -> FloatArray:
        """The least chord of each group."""
        return self._apart(self._spheres.groups)[0]

    def km(self, rows: RowNumbers) -> FloatArray:
        """Geodesic distances; nan where there is no position. A few are worked out one by one.

        What arrays cost before their first number is most of a short question.
        """
        lats, lons = self._points.lat[rows], self._points.lon[rows]
        if len(rows) > _FEW:
            return distance_km(self._lat, self._lon, lats, lons)
        return np.array(distances_km(self._lat, self._lon, lats.tolist(), lons.tolist()))

    def reach(self, km: float) -> Reach:
        """The words that may hold rows within `km`."""
        return self._reach(chord_range(km)[1])

    def within(self, km: float, reach: Reach, bits: Bits) -> Bits:
        """Of the words reached, the rows of `bits` that lie no further than `km`."""
        kept = np.where(reach.least <= chord_range(km)[1], bits, np.uint64(0))
        crossed = np.flatnonzero((reach.most > chord_range(km)[0]) & (kept != 0))
        opened = Opened.of(reach.words[crossed], kept[crossed])
        kept[crossed] = opened.bits(self._rings(opened.rows, (km,)) == 0)
        return kept

    def counts(self, radii_km: tuple[float, ...], reach: Reach, bits: Bits) -> list[int]:
        """How many of the rows of `bits` lie within each of some ascending radii, the last of which was reached for."""
        changes = edges(radii_km)
        first = np.searchsorted(changes, reach.least) // 2
        whole = first == (np.searchsorted(changes, reach.most) + 1) // 2
        crossed = np.flatnonzero(~whole & (bits != 0))
        rows = Opened.of(reach.words[crossed], bits[crossed]).rows
        numbers = np.bincount(self._rings(rows, radii_km), minlength=len(radii_km) + 1)
        wholes = np.bincount(first[whole], np.bitwise_count(bits[whole]), minlength=len(numbers))
        return [int(number) for number in np.cumsum(numbers + wholes)[: len(radii_km)]]

    def first(self, reach: Reach, bits: Bits, k: int) -> tuple[RowNumbers, FloatArray]:
        """The `k` nearest rows of `bits`, which has the words reached, with their distances; ties by id."""
        if count(bits) > k > 0:
            return self._ranked(self._best(reach, bits, k, chord_reach(self._worst(reach, bits, k))), k)
        return self._ranked(Opened.of(reach.words, bits).rows, k)

    def nearest(self, matching: Matching, k: int) -> tuple[RowNumbers, FloatArray]:
        """The `k` nearest of all rows that match, which have a position, with their distances; ties by id.

        The nearest groups tell how far the `k`-th is at most; then all that is no further is looked at.
        """
        groups, asked = np.argsort(self._groups), _FIRST_GROUPS
        while True:
            reach = self._reach_in(np.sort(groups[:asked]), inf)
            bits = matching(reach.words)
            found = count(bits)
            if found > k or asked >= len(groups):
                break
            asked *= 4
        if not found > k > 0:
            return self._ranked(Opened.of(reach.words, bits).rows, k)
        chord_km = chord_reach(self._worst(reach, bits, k))
        if asked < len(groups) and self._groups[groups[asked]] <= chord_km:
            reach = self._reach(chord_km)
            return self.first(reach, matching(reach.words), k)
        return self._ranked(self._best(reach, bits, k, chord_km), k)

    def _worst(self, reach: Reach, bits: Bits, k: int) -> float:
        """A chord that at least `k` rows of `bits` do not exceed: the `k`-th in the words that lie wholly nearest."""
        held = np.flatnonzero(bits != 0)
        if len(held) > k:
            held = held[np.argpartition(reach.most[held], k - 1)[:k]]
        held = held[np.argsort(reach.most[held])]
        first = np.sort(held[: 1 + np.searchsorted(np.cumsum(np.bitwise_count(bits[held]), dtype=np.int64), k)])
        return worst_of(Opened.of(reach.words[first], bits[first]).rows, k, self._chords)

    def _best(self, reach: Reach, bits: Bits, k: int, chord_km: float) -> RowNumbers:
        """Rows among which the `k` nearest are, where these lie no further than a chord."""
        near = reach.least <= chord_km
        return best_of(Opened.of(reach.words[near], bits[near]).rows, k, self._chords, chord_reach)

    def _reach(self, chord_km: float) -> Reach:
        return self._reach_in(np.flatnonzero(self._groups <= chord_km), chord_km)

    def _reach_in(self, groups: Words, chord_km: float) -> Reach:
        """Those words of some groups, ascending, that may hold rows within a chord."""
        words = self._spheres.within(groups)
        return Reach(words, *self._apart(self._spheres.words.take(words))).up_to(chord_km)

    def _apart(self, balls: Balls) -> tuple[FloatArray, FloatArray]:
        apart = straight(balls.centres, self._centre)
        return apart - balls.radii, apart + balls.radii

    def _ranked(self, rows: RowNumbers, k: int) -> tuple[RowNumbers, FloatArray]:
        """The `k` nearest of some rows, as PROJ decides."""
        rows = rows if k > 0 else rows[:0]
        rows, km = self._by_spot(np.sort(rows), k) if len(rows) > _MANY * k else (rows, self.km(rows))
        order = np.lexsort((self._ids[rows], km))[:k]
        return rows[order], km[order]

    def _chords(self, rows: RowNumbers) -> FloatArray:
        return self._spheres.chords(rows, self._centre)

    def _rings(self, rows: RowNumbers, radii_km: tuple[float, ...]) -> NDArray[np.int64]:
        """The place of the first radius that each row lies within, `len(radii_km)` beyond the last."""
        places = np.searchsorted(edges(radii_km), self._chords(rows))
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


@lru_cache(maxsize=16)
def edges(radii_km: tuple[float, ...]) -> FloatArray:
    """Chords at which what is sure of ascending radii changes: within the first, at its rim, within the second…"""
    changes = np.maximum.accumulate(np.array([chord_range(km) for km in radii_km]).ravel())
    changes.flags.writeable = False
    return changes
