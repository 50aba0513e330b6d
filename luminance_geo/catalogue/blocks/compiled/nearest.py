"""Rows among which the nearest that match are: groups, nearest first, then their words, then the rows of these.

What a word may hold is told by its ball; its rows are looked at where that is no further than the `k`-th chord found
so far, which shrinks as they are.

Complexity: O(groups) for each group reached + O(its words) + O(rows of the words opened · log k); all words are looked
at where fewer match than are wanted.
"""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD, Bits
from luminance_geo.catalogue.blocks.compiled.heaps import replace_worst
from luminance_geo.catalogue.blocks.compiled.jit import compiled, lowest
from luminance_geo.catalogue.blocks.compiled.sieve import Sieve, kept
from luminance_geo.catalogue.blocks.masks import Matching
from luminance_geo.catalogue.blocks.spheres import Spheres
from luminance_geo.catalogue.parts import RowNumbers
from luminance_geo.geo import FloatArray
from luminance_geo.geo.chords import chord_reach, earth_vector

Vectors = NDArray[np.float32]
_ONE = np.uint64(1)
_reach_of, _vector = compiled(chord_reach), compiled(earth_vector)


@compiled
def square(points: NDArray[np.floating], place: int | np.integer, centre: FloatArray) -> float:
    """The square of a chord, from a centre to one of some points (3, n); inside loops only."""
    x, y, z = points[0, place] - centre[0], points[1, place] - centre[1], points[2, place] - centre[2]
    return float(x * x + y * y + z * z)


@compiled
def chord(points: NDArray[np.floating], place: int | np.integer, centre: FloatArray) -> float:
    """From a centre to one of some points (3, n); inside loops only."""
    return sqrt(square(points, place, centre))


def among_nearest(spheres: Spheres, lat: float, lon: float, matching: Matching, k: int) -> RowNumbers:
    """Rows among which the `k` nearest that match are, on the ellipsoid too, in no order; all where fewer match."""
    groups, words, vectors = spheres.groups.lines, spheres.words.lines, spheres.vectors
    return _among_nearest(groups, words, vectors, lat, lon, k, *Sieve.of(matching))


@compiled
def _among_nearest(
    groups: FloatArray, words: FloatArray, vectors: Vectors, lat: float, lon: float, k: int,
    alive: Bits, a: Bits, of_a: int, b: Bits, of_b: int, c: Bits, of_c: int, d: Bits, of_d: int,
) -> RowNumbers:  # fmt: skip
    sieve = Sieve(alive, a, of_a, b, of_b, c, of_c, d, of_d)
    centre = _vector(lat, lon)
    rows, squares, size = np.empty(4 * WORD, dtype=np.int64), np.empty(4 * WORD), 0
    nearest, reach = np.full(k, inf), inf
    ahead = _least(groups, 0, groups.shape[1], centre)
    for _ in range(len(ahead)):
        group = np.argmin(ahead)
        if ahead[group] > reach:
            break
        ahead[group] = inf
        first = int(group) * WORD
        end = min(first + WORD, words.shape[1])
        least, matching = _least(words, first, end, centre), kept(sieve, first, end)
        for _ in range(len(least)):
            word = np.argmin(least)
            if least[word] > reach:
                break
            least[word], left = inf, matching[word]
            if size + WORD > len(rows):
                rows, squares = np.concatenate((rows, rows)), np.concatenate((squares, squares))
            while left:
                row = (first + word) * WORD + np.int64(lowest(left))
                own = square(vectors, row, centre)
                if own <= reach * reach:
                    rows[size], squares[size] = row, own
                    size += 1
                    if own < nearest[0]:
                        replace_worst(nearest, own)
                left &= left - _ONE
            reach = _reach_of(sqrt(nearest[0]))
    return rows[:size][squares[:size] <= reach * reach]


@compiled
def _least(balls: FloatArray, begin: int, end: int, centre: FloatArray) -> FloatArray:
    """The least chord of anything in some balls."""
    least = np.empty(end - begin)
    cx, cy, cz = centre
    for ball in range(begin, end):
        x, y, z = balls[0, ball] - cx, balls[1, ball] - cy, balls[2, ball] - cz
        least[ball - begin] = sqrt(x * x + y * y + z * z) - balls[3, ball]
    return least
