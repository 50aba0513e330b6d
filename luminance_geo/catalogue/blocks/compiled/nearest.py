"""The nearest rows that match, best first: groups, words, then filters, which only words within reach are asked.

Complexity: O(groups log groups) + O(words of the groups reached) + O(rows of the words opened · log k); all words are
looked at where fewer match than are wanted.
"""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD
from luminance_geo.catalogue.blocks.compiled.heaps import replace_worst
from luminance_geo.catalogue.blocks.compiled.jit import compiled, lowest
from luminance_geo.catalogue.blocks.compiled.sieve import Sieve, kept
from luminance_geo.catalogue.parts import RowNumbers
from luminance_geo.geo import FloatArray

Vectors = NDArray[np.float32]
_ONE = np.uint64(1)


@compiled
def chord(points: NDArray[np.floating], place: int | np.integer, centre: FloatArray) -> float:
    """From a centre to one of some points (3, n); inside loops only."""
    x, y, z = points[0, place] - centre[0], points[1, place] - centre[1], points[2, place] - centre[2]
    return sqrt(x * x + y * y + z * z)


@compiled
def kth(
    groups: FloatArray, centres: FloatArray, radii: FloatArray, vectors: Vectors, centre: FloatArray, sieve: Sieve,
    k: int,
) -> float:  # fmt: skip
    """The `k`-th chord; infinite where fewer match. `groups` are the least chords of each 64 words."""
    chords, ahead, least = np.full(k, inf), groups.copy(), np.empty(WORD)
    for _ in range(len(groups)):
        group = np.argmin(ahead)
        if ahead[group] > chords[0]:
            break
        ahead[group] = inf
        first = int(group) * WORD
        words = min(WORD, len(radii) - first)
        for word in range(words):
            least[word] = chord(centres, first + word, centre) - radii[first + word]
        if chords[0] < inf:
            for word in range(words):
                if least[word] <= chords[0]:
                    _take_in(chords, first + word, vectors, centre, sieve)
        else:
            for word in np.argsort(least[:words]):
                if least[word] <= chords[0]:
                    _take_in(chords, first + word, vectors, centre, sieve)
    return float(chords[0])


@compiled
def _take_in(chords: FloatArray, word: int | np.integer, vectors: Vectors, centre: FloatArray, sieve: Sieve) -> None:
    """The chords of a word's rows that match among the least."""
    left = kept(sieve, word)
    while left:
        own = chord(vectors, word * WORD + np.int64(lowest(left)), centre)
        if own < chords[0]:
            replace_worst(chords, own)
        left &= left - _ONE


@compiled
def up_to(
    groups: FloatArray, centres: FloatArray, radii: FloatArray, vectors: Vectors, centre: FloatArray, sieve: Sieve,
    chord_km: float,
) -> RowNumbers:  # fmt: skip
    """The rows that match and lie no further than a chord, ascending."""
    rows, size = np.empty(WORD, dtype=np.int64), 0
    for group in range(len(groups)):
        if groups[group] > chord_km:
            continue
        for word in range(group * WORD, min((group + 1) * WORD, len(radii))):
            if chord(centres, word, centre) - radii[word] > chord_km:
                continue
            if size + WORD > len(rows):
                rows = np.concatenate((rows, np.empty_like(rows)))
            left = kept(sieve, word)
            while left:
                row = word * WORD + np.int64(lowest(left))
                if chord(vectors, row, centre) <= chord_km:
                    rows[size] = row
                    size += 1
                left &= left - _ONE
    return rows[:size]
