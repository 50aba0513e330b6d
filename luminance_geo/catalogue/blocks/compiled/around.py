"""Distances as `blocks.around` finds them, in loops over groups, words and rows that stop as soon as they know.

The `k` nearest come best first: words in the order in which they might hold something near, until none can any more.

Complexity: O(groups) + O(words of the groups reached), O(rows of the words opened · log k) where most rows are passed
over at the first comparison.
"""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD, Bits
from luminance_geo.catalogue.blocks.around import Around, Reach, edges_of
from luminance_geo.catalogue.blocks.compiled.jit import compiled, lowest, popcount
from luminance_geo.catalogue.blocks.opened import Opened, Words
from luminance_geo.catalogue.blocks.spheres import Balls
from luminance_geo.catalogue.parts import RowNumbers
from luminance_geo.geo import FloatArray, chord_range

Vectors = NDArray[np.float32]
_ONE = np.uint64(1)


class CompiledAround(Around):
    """As `blocks.around.Around`, to the last bit: PROJ decides here too."""

    def within(self, km: float, reach: Reach, bits: Bits) -> Bits:
        """Of the words reached, the rows of `bits` that lie no further than `km`."""
        sure, possible = chord_range(km)
        kept, crossed, rim = _within(*reach, bits, self._spheres.vectors, self._centre, sure, possible)
        if len(crossed):
            opened = Opened.of(reach.words[crossed], rim)
            kept[crossed] |= opened.bits(self.km(opened.rows) <= km)
        return kept

    def counts(self, radii_km: tuple[float, ...], reach: Reach, bits: Bits) -> list[int]:
        """How many of the rows of `bits` lie within each of some ascending radii, the last of which was reached for."""
        numbers, crossed, rim = _counts(*reach, bits, self._spheres.vectors, self._centre, edges_of(radii_km))
        if len(crossed):
            places = np.searchsorted(radii_km, self.km(Opened.of(crossed, rim).rows))
            numbers += np.bincount(places, minlength=len(numbers))
        return [int(number) for number in np.cumsum(numbers)[: len(radii_km)]]

    def _apart(self, balls: Balls) -> tuple[FloatArray, FloatArray]:
        return _apart(balls.centres, balls.radii, self._centre)

    def _reach_in(self, groups: Words, chord_km: float) -> Reach:
        balls = self._spheres.words
        return Reach(*_reach_in(groups, balls.centres, balls.radii, self._centre, chord_km))

    def _worst(self, reach: Reach, bits: Bits, k: int) -> float:
        return _worst(*reach, bits, self._spheres.vectors, self._centre, k)

    def _best(self, reach: Reach, bits: Bits, k: int, chord_km: float) -> RowNumbers:
        return _up_to(reach.words, reach.least, bits, self._spheres.vectors, self._centre, chord_km)


@compiled
def _first(word: np.int64, bits: np.uint64) -> np.int64:
    """The first row of a word that some bits hold."""
    return word * WORD + np.int64(lowest(bits))


@compiled
def _chord(points: NDArray[np.floating], place: int | np.int64, centre: FloatArray) -> float:
    x, y, z = points[0, place] - centre[0], points[1, place] - centre[1], points[2, place] - centre[2]
    return sqrt(x * x + y * y + z * z)


@compiled
def _apart(centres: FloatArray, radii: FloatArray, centre: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Least and most chord of each ball."""
    least, most = np.empty(len(radii)), np.empty(len(radii))
    for ball in range(len(radii)):
        chord = _chord(centres, ball, centre)
        least[ball], most[ball] = chord - radii[ball], chord + radii[ball]
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
            chord = _chord(centres, word, centre)
            if chord - radii[word] <= chord_km:
                words[size], least[size], most[size] = word, chord - radii[word], chord + radii[word]
                size += 1
    return words[:size], least[:size], most[:size]


@compiled
def _within(
    words: Words, least: FloatArray, most: FloatArray, bits: Bits, vectors: Vectors, centre: FloatArray,
    sure: float, possible: float,
) -> tuple[Bits, Words, Bits]:  # fmt: skip
    """What surely lies within, and the places of words that have rows at the rim, with these rows."""
    kept, crossed, rim, size = bits.copy(), np.empty(len(words), dtype=np.int64), np.empty_like(bits), 0
    for place in range(len(words)):
        left = bits[place]
        if left == 0 or most[place] <= sure:
            continue
        inside, doubtful = np.uint64(0), np.uint64(0)
        while left and least[place] <= possible:
            bit = lowest(left)
            chord = _chord(vectors, _first(words[place], left), centre)
            inside |= np.uint64(chord <= sure) << bit
            doubtful |= np.uint64(chord <= possible) << bit
            left &= left - _ONE
        kept[place] = inside
        if doubtful != inside:
            crossed[size], rim[size] = place, doubtful ^ inside
            size += 1
    return kept, crossed[:size], rim[:size]


@compiled
def _counts(
    words: Words, least: FloatArray, most: FloatArray, bits: Bits, vectors: Vectors, centre: FloatArray,
    edges: FloatArray,
) -> tuple[NDArray[np.int64], Words, Bits]:  # fmt: skip
    """How many lie surely in each ring, the last beyond all, and the words that have rows at rims, with these rows."""
    numbers = np.zeros(len(edges) // 2 + 1, dtype=np.int64)
    crossed, rim, size = np.empty(len(words), dtype=np.int64), np.empty_like(bits), 0
    for place in range(len(words)):
        left, doubtful = bits[place], np.uint64(0)
        first, last = _edge(edges, least[place]), _edge(edges, most[place])
        if left and first // 2 == (last + 1) // 2:
            numbers[first // 2] += np.int64(popcount(left))
            continue
        while left:
            bit = lowest(left)
            edge = _edge(edges, _chord(vectors, _first(words[place], left), centre))
            if edge % 2:
                doubtful |= _ONE << bit
            else:
                numbers[edge // 2] += 1
            left &= left - _ONE
        if doubtful:
            crossed[size], rim[size] = words[place], doubtful
            size += 1
    return numbers, crossed[:size], rim[:size]


@compiled
def _edge(edges: FloatArray, chord: float) -> int:
    """How many edges a chord lies beyond."""
    place = 0
    while place < len(edges) and edges[place] < chord:
        place += 1
    return place


@compiled
def _worst(
    words: Words, least: FloatArray, most: FloatArray, bits: Bits, vectors: Vectors, centre: FloatArray, k: int
) -> float:
    """The `k`-th chord, or the most of `k` words that hold any; there are so many rows at least."""
    bounds = np.full(k, inf)
    for place in range(len(words)):
        if bits[place] and most[place] < bounds[0]:
            _replace_worst(bounds, most[place])
    near = np.flatnonzero((bits != 0) & (least <= bounds[0]))
    chords = np.full(k, bounds[0])
    for place in near[np.argsort(least[near])]:
        if least[place] > chords[0]:
            break
        left = bits[place]
        while left:
            chord = _chord(vectors, _first(words[place], left), centre)
            if chord < chords[0]:
                _replace_worst(chords, chord)
            left &= left - _ONE
    return float(chords[0])


@compiled
def _replace_worst(heap: FloatArray, value: float) -> None:
    """Put a value in the place of the greatest, which is at the top of a heap."""
    place, below = 0, 1
    while below < len(heap):
        if below + 1 < len(heap) and heap[below + 1] > heap[below]:
            below += 1
        if heap[below] <= value:
            break
        heap[place] = heap[below]
        place, below = below, 2 * below + 1
    heap[place] = value


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
            if _chord(vectors, row, centre) <= chord_km:
                rows[size] = row
                size += 1
            left &= left - _ONE
    return rows[:size]
