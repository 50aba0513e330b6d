"""A ball about each word, and about each group of 64 words: most lie wholly inside or outside a radius.

    group   4,096 rows    far from the centre: none of its words is looked at
    word    64 rows       inside, outside, or opened

Building touches each row once; see `around` for what is asked of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD
from luminance_geo.catalogue.blocks.opened import Words, by_word
from luminance_geo.catalogue.points import Points
from luminance_geo.geo import FloatArray
from luminance_geo.geo.chords import earth_vectors

_CHUNK = 256 * WORD
"""Rows handled at once, so that what is in the making stays in the processor's cache."""
_OWN = np.arange(WORD)


@dataclass(frozen=True, slots=True)
class Balls:
    """Earth-centred kilometres (4, n): the three axes of the centres, then the radii."""

    lines: FloatArray

    def __len__(self) -> int:
        return int(self.lines.shape[1])

    @property
    def centres(self) -> FloatArray:
        """Shape (3, n)."""
        return self.lines[:3]

    @property
    def radii(self) -> FloatArray:
        """Shape (n,)."""
        radii: FloatArray = self.lines[3]
        return radii

    def about(self) -> Balls:
        """One about each 64 of these, which follow one another."""
        lines, radii = by_word(self.centres), by_word(self.radii)
        centres = (lines.min(axis=2) + lines.max(axis=2)) / 2
        return Balls(np.vstack((centres, (straight(lines, centres[:, :, None]) + radii).max(axis=1, initial=0.0))))

    def take(self, which: Words) -> Balls:
        """Some of them."""
        return Balls(np.take(self.lines, which, axis=1))


@dataclass(frozen=True, slots=True)
class Spheres:
    """Balls about words and about groups of words, and earth-centred `vectors` (3, rows) of their rows in km."""

    words: Balls
    groups: Balls
    vectors: NDArray[np.float32]

    @classmethod
    def build(cls, points: Points, located: int) -> Spheres:
        """Of the words that hold any of the first `located` rows, which have a position."""
        words = -(-located // WORD)
        balls = Balls(np.empty((4, words)))
        vectors = np.empty((3, located), dtype=np.float32)
        for start in range(0, located, _CHUNK):
            _fill(balls, vectors, points, start, min(start + _CHUNK, located))
        return cls(balls, balls.about(), vectors)

    def within(self, groups: Words) -> Words:
        """The words of some groups, ascending as these are."""
        words = (groups[:, None] * WORD + _OWN).ravel()
        return words[: np.searchsorted(words, len(self.words))]

    def chords(self, rows: NDArray[np.int64], centre: FloatArray) -> FloatArray:
        """Of some rows from a point, in a straight line, within the slack of `geo.chords`."""
        return straight(np.take(self.vectors, rows, axis=1), centre)


def _fill(balls: Balls, vectors: NDArray[np.float32], points: Points, start: int, end: int) -> None:
    own = earth_vectors(points.lat[start:end], points.lon[start:end]).T
    lines = by_word(own)
    centres = (lines.min(axis=2) + lines.max(axis=2)) / 2
    words = slice(start // WORD, start // WORD + lines.shape[1])
    vectors[:, start:end] = own
    balls.centres[:, words] = centres
    balls.radii[words] = straight(lines, centres[:, :, None]).max(axis=1)


def straight(vectors: NDArray[np.floating], centre: FloatArray) -> FloatArray:
    """Lengths of straight lines; both have the three axes first."""
    total = np.zeros(vectors.shape[1:])
    for axis in range(3):
        apart = vectors[axis] - centre[axis]
        apart *= apart
        total += apart
    return np.sqrt(total, out=total)
