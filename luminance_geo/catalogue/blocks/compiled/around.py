"""Distances as `blocks.around` finds them, in loops over groups, words and rows that stop as soon as they know.

The `k` nearest come best first: words in the order in which they might hold something near, until none can any more.

Complexity: O(groups) + O(words of the groups reached), O(rows of the words opened · log k) where most rows are passed
over at the first comparison.
"""

from __future__ import annotations

from functools import cached_property
from math import inf, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD, Bits
from luminance_geo.catalogue.blocks.around import Around, Reach, edges
from luminance_geo.catalogue.blocks.compiled.heaps import replace_worst
from luminance_geo.catalogue.blocks.compiled.jit import compiled, lowest, popcount
from luminance_geo.catalogue.blocks.compiled.nearest import among_nearest, chord
from luminance_geo.catalogue.blocks.masks import Matching
from luminance_geo.catalogue.blocks.opened import Opened, Words
from luminance_geo.catalogue.blocks.spheres import Balls
from luminance_geo.catalogue.parts import RowNumbers
from luminance_geo.geo import FloatArray, chord_range, earth_vector

Vectors = NDArray[np.float32]
Range = tuple[float, float]
"""See `geo.chord_range`."""
_ONE = np.uint64(1)
_FINE_KM = 1e-6
"""A millimetre: what degrees kept as float64 may add to a chord, or take from it, is a thousandth of it."""
_vector = compiled(earth_vector)


class _Ground(NamedTuple):
    """Rows: rough vectors, exact degrees."""

    vectors: Vectors
    lat: FloatArray
    lon: FloatArray


class CompiledAround(Around):
    """As `blocks.around.Around`, to the last bit: PROJ decides here too.

    A row at the rim is first placed anew from its degrees, which leaves PROJ those within a few millimetres of it.
    """

    @cached_property
    def _ground(self) -> _Ground:
        return _Ground(self._spheres.vectors, self._points.lat, self._points.lon)

    def within(self, km: float, reach: Reach, bits: Bits) -> Bits:
        """Of the words reached, the rows of `bits` that lie no further than `km`."""
        ranges = chord_range(km), chord_range(km, _FINE_KM)
        kept, crossed, rim = _within(*reach, bits, self._ground, self._centre, *ranges)
        if len(crossed):
            opened = Opened.of(reach.words[crossed], rim)
            kept[crossed] |= opened.bits(self.km(opened.rows) <= km)
        return kept

    def counts(self, radii_km: tuple[float, ...], reach: Reach, bits: Bits) -> list[int]:
        """How many of the rows of `bits` lie within each of some ascending radii, the last of which was reached for."""
        numbers, rim = _rings(*reach, bits, self._ground.vectors, self._centre, edges(radii_km))
        if len(rim):
            numbers += np.bincount(np.searchsorted(radii_km, self.km(rim)), minlength=len(numbers))
        return [int(number) for number in np.cumsum(numbers)[: len(radii_km)]]

    def nearest(self, matching: Matching, k: int) -> tuple[RowNumbers, FloatArray]:
        """The `k` nearest of all rows that match, which have a position, with their distances; ties by id."""
        return self._ranked(among_nearest(self._spheres, self._lat, self._lon, matching, max(k, 1)), k)

    def _apart(self, balls: Balls) -> tuple[FloatArray, FloatArray]:
        return _apart(balls.centres, balls.radii, self._centre)

    def _reach_in(self, groups: Words, chord_km: float) -> Reach:
        balls = self._spheres.words
        return Reach(*_reach_in(groups, balls.centres, balls.radii, self._centre, chord_km))

    def _worst(self, reach: Reach, bits: Bits, k: int) -> float:
        return _worst(*reach, bits, self._ground.vectors, self._centre, k)

    def _best(self, reach: Reach, bits: Bits, k: int, chord_km: float) -> RowNumbers:
        return _up_to(reach.words, reach.least, bits, self._ground.vectors, self._centre, chord_km)


@compiled
def _first(word: np.int64, bits: np.uint64) -> np.int64:
    """The first row of a word that some bits hold."""
    return word * WORD + np.int64(lowest(bits))


@compiled
def _apart(centres: FloatArray, radii: FloatArray, centre: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Least and most chord of each ball."""
    least, most = np.empty(len(radii)), np.empty(len(radii))
    for ball in range(len(radii)):
        length = chord(centres, ball, centre)
        least[ball], most[ball] = length - radii[ball], length + radii[ball]
    return least, most


@compiled
def _reach_in(
    groups: Words, centres: FloatArray, radii: FloatArray, centre: FloatArray, chord_km: float
) -> tuple[Words, FloatArray, FloatArray]:
    """Those words of some groups that may hold rows within a chord, with their least and most."""
    words = np.empty(len(groups) * WORD, dtype=np.int64)
    least, most, size = np.empty(len(words)), np.empty(len(words)), 0
    for group in groups:
        for word in range(group * WORD, min(group * WORD + WORD, len(radii))):
            length = chord(centres, word, centre)
            if length - radii[word] <= chord_km:
                words[size], least[size], most[size] = word, length - radii[word], length + radii[word]
                size += 1
    return words[:size], least[:size], most[:size]


@compiled
def _within(
    words: Words, least: FloatArray, most: FloatArray, bits: Bits, ground: _Ground, centre: FloatArray,
    rough: Range, fine: Range,
) -> tuple[Bits, Words, Bits]:  # fmt: skip
    """What surely lies within, and the places of words that have rows at the rim, with these rows."""
    vectors, (sure, possible) = ground.vectors, rough
    kept, crossed, rim, size = bits.copy(), np.empty(len(words), dtype=np.int64), np.empty_like(bits), 0
    for place in range(len(words)):
        left = bits[place]
        if left == 0 or most[place] <= sure:
            continue
        inside = reached = np.uint64(0)
        while left and least[place] <= possible:
            length, bit = chord(vectors, _first(words[place], left), centre), lowest(left)
            inside |= np.uint64(length <= sure) << bit
            reached |= np.uint64(length <= possible) << bit
            left &= left - _ONE
        if reached != inside:
            more, rim[size] = _anew(words[place], reached ^ inside, ground, centre, fine)
            inside |= more
            crossed[size] = place
            size += int(rim[size] > 0)
        kept[place] = inside
    return kept, crossed[:size], rim[:size]


@compiled
def _rings(
    words: Words, least: FloatArray, most: FloatArray, bits: Bits, vectors: Vectors, centre: FloatArray,
    edges: FloatArray,
) -> tuple[NDArray[np.int64], RowNumbers]:  # fmt: skip
    """How many rows are surely within each radius but not the one before, the last beyond all; those at a rim."""
    numbers, rim, size = np.zeros(len(edges) // 2 + 1, dtype=np.int64), np.empty(WORD, dtype=np.int64), 0
    cx, cy, cz = centre
    for place in range(len(words)):
        left, nearest, furthest = bits[place], np.searchsorted(edges, least[place]), np.searchsorted(edges, most[place])
        if nearest == furthest and nearest % 2 == 0:
            numbers[nearest // 2] += np.int64(popcount(left))
            continue
        if size + WORD > len(rim):
            rim = np.concatenate((rim, np.empty_like(rim)))
        while left:
            row, edge = _first(words[place], left), nearest
            x, y, z = vectors[0, row] - cx, vectors[1, row] - cy, vectors[2, row] - cz
            length = sqrt(x * x + y * y + z * z)
            while edge < furthest and edges[edge] < length:
                edge += 1
            if edge % 2:
                rim[size] = row
                size += 1
            else:
                numbers[edge // 2] += 1
            left &= left - _ONE
    return numbers, rim[:size]


@compiled
def _anew(word: np.int64, bits: np.uint64, ground: _Ground, centre: FloatArray, fine: Range) -> tuple[Any, Any]:
    """Of rows at the rim, those that surely lie within by their degrees, and those that PROJ has to decide."""
    inside, reached = np.uint64(0), np.uint64(0)
    while bits:
        row, bit = _first(word, bits), lowest(bits)
        length = chord(_vector(ground.lat[row], ground.lon[row]).reshape(3, 1), 0, centre)
        inside |= np.uint64(length <= fine[0]) << bit
        reached |= np.uint64(length <= fine[1]) << bit
        bits &= bits - _ONE
    return inside, reached ^ inside


@compiled
def _worst(
    words: Words, least: FloatArray, most: FloatArray, bits: Bits, vectors: Vectors, centre: FloatArray, k: int
) -> float:
    """The `k`-th chord, or the most of `k` words that hold any; there are so many rows at least."""
    bounds = np.full(k, inf)
    for place in range(len(words)):
        if bits[place] and most[place] < bounds[0]:
            replace_worst(bounds, most[place])
    near = np.flatnonzero((bits != 0) & (least <= bounds[0]))
    chords = np.full(k, bounds[0])
    for place in near[np.argsort(least[near])]:
        if least[place] > chords[0]:
            break
        left = bits[place]
        while left:
            length = chord(vectors, _first(words[place], left), centre)
            if length < chords[0]:
                replace_worst(chords, length)
            left &= left - _ONE
    return float(chords[0])


@compiled
def _up_to(
    words: Words, least: FloatArray, bits: Bits, vectors: Vectors, centre: FloatArray, chord_km: float
) -> RowNumbers:
    """The rows that lie no further than a chord."""
    rows, size = np.empty(np.count_nonzero(least <= chord_km) * WORD, dtype=np.int64), 0
    for place in range(len(words)):
        left = bits[place]
        while left and least[place] <= chord_km:
            row = _first(words[place], left)
            if chord(vectors, row, centre) <= chord_km:
                rows[size] = row
                size += 1
            left &= left - _ONE
    return rows[:size]
