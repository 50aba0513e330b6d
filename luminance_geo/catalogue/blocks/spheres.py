"""A ball about each word: as its rows are neighbours, most words lie wholly inside or outside a radius.

Building touches each row once; see `around` for what is asked of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD
from luminance_geo.catalogue.blocks.opened import by_word
from luminance_geo.catalogue.points import Points
from luminance_geo.geo import FloatArray
from luminance_geo.geo.chords import earth_vectors

_CHUNK = 256 * WORD
"""Rows handled at once, so that what is in the making stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Spheres:
    """Earth-centred kilometres: `centres` (3, words) and `radii` of the words, `vectors` (3, rows) of their rows.

    `squares` are the squared lengths of the centres.
    """

    centres: FloatArray
    squares: FloatArray
    radii: FloatArray
    vectors: NDArray[np.float32]

    @classmethod
    def build(cls, points: Points, located: int) -> Spheres:
        """Of the words that hold any of the first `located` rows, which have a position."""
        words = -(-located // WORD)
        spheres = cls(np.empty((3, words)), np.empty(words), np.empty(words), np.empty((3, located), dtype=np.float32))
        for start in range(0, located, _CHUNK):
            spheres._fill(points, start, min(start + _CHUNK, located))
        return spheres

    def _fill(self, points: Points, start: int, end: int) -> None:
        vectors = earth_vectors(points.lat[start:end], points.lon[start:end]).T
        lines = by_word(vectors)
        centres = (lines.min(axis=2) + lines.max(axis=2)) / 2
        apart = lines - centres[:, :, None]
        apart *= apart
        words = slice(start // WORD, start // WORD + lines.shape[1])
        self.vectors[:, start:end] = vectors
        self.centres[:, words] = centres
        self.squares[words] = (centres * centres).sum(axis=0)
        self.radii[words] = np.sqrt(apart.sum(axis=0).max(axis=1))

    def distances(self, centre: FloatArray) -> FloatArray:
        """Of the words' centres from a point, in a straight line, within the slack of `geo.chords`.

        |a - b|² = |a|² - 2 a·b + |b|² loses eight digits, which leaves a decimetre, in one pass instead of three.
        """
        squared = centre @ self.centres
        squared *= -2
        squared += self.squares
        squared += centre @ centre
        return np.sqrt(np.maximum(squared, 0.0, out=squared), out=squared)

    def chords(self, rows: NDArray[np.int64], centre: FloatArray) -> FloatArray:
        """Of some rows from a point, in a straight line, within the slack of `geo.chords`."""
        return _apart(np.take(self.vectors, rows, axis=1), centre)


def _apart(vectors: NDArray[np.floating], centre: FloatArray) -> FloatArray:
    total = np.zeros(vectors.shape[1])
    for axis in range(3):
        apart = vectors[axis] - centre[axis]
        apart *= apart
        total += apart
    return np.sqrt(total, out=total)
