"""Filters as loops ask them: word by word, no further than the first that keeps nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.compiled.jit import compiled
from luminance_geo.catalogue.blocks.masks import EVERYWHERE, Matching, every

_MOST = 6
Dimension = tuple[Bits, NDArray[np.int64]]
_UNASKED: Dimension = (np.zeros((1, 1), dtype=np.uint64), np.zeros(0, dtype=np.int64))


class Sieve(NamedTuple):
    """What is alive, and bitmaps with the places of those wanted; always as many, so that one loop serves all."""

    alive: Bits
    dimensions: tuple[Dimension, ...]

    @classmethod
    def of(cls, matching: Matching) -> Sieve:
        """Of masks; what is beyond so many is worked out beforehand."""
        asked, more = matching.masks[:_MOST], matching.masks[_MOST:]
        alive = every(matching.alive, more, EVERYWHERE) if more else matching.alive
        own = [(mask.bits, np.array(mask.places, dtype=np.int64)) for mask in asked]
        return cls(alive, tuple(own + [_UNASKED] * (_MOST - len(own))))


@compiled
def kept(sieve: Sieve, word: int | np.integer) -> np.uint64:
    """The rows of a word that pass; inside loops only."""
    left = sieve.alive[word]
    for bits, places in sieve.dimensions:
        if left and len(places):
            own = np.uint64(0)
            for place in places:
                own |= bits[place, word]
            left &= own
    return np.uint64(left)
