"""Filters as loops ask them: word by word, no further than the first that keeps nothing."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.compiled.jit import compiled, lowest
from luminance_geo.catalogue.blocks.masks import EVERYWHERE, Mask, Matching, every

_MOST = 4
"""Dimensions: each is some microseconds on the way into a loop, asked or not."""
_PLACES = 62
"""Bitmaps of a dimension that one number can tell the wanted of."""
Dimension = tuple[Bits, int]
_UNASKED: Dimension = (np.zeros((1, 1), dtype=np.uint64), 0)
_ONE = np.uint64(1)


class Sieve(NamedTuple):
    """What is alive, and bitmaps with those wanted as bits of a number; always as many, so that one loop serves all.

    Handed over one by one: a tuple takes longer than all that is in it.
    """

    alive: Bits
    a: Bits
    of_a: int
    b: Bits
    of_b: int
    c: Bits
    of_c: int
    d: Bits
    of_d: int

    @classmethod
    def of(cls, matching: Matching) -> Sieve:
        """Of masks; what is beyond so many is worked out beforehand."""
        asked: list[Mask] = []
        more: list[Mask] = []
        for mask in matching.masks:
            (asked if len(mask.bits) <= _PLACES and len(asked) < _MOST else more).append(mask)
        alive = every(matching.alive, more, EVERYWHERE) if more else matching.alive
        own: list[Any] = [each for mask in asked for each in (mask.bits, sum(1 << place for place in mask.places))]
        return cls(alive, *own, *_UNASKED * (_MOST - len(asked)))


@compiled
def kept(sieve: Sieve, begin: int, end: int) -> Bits:
    """What passes of some words that follow one another; inside loops only."""
    left = sieve.alive[begin:end].copy()
    for bits, wanted in ((sieve.a, sieve.of_a), (sieve.b, sieve.of_b), (sieve.c, sieve.of_c), (sieve.d, sieve.of_d)):
        if wanted:
            own, places = np.zeros_like(left), np.uint64(wanted)
            while places:
                own |= bits[np.int64(lowest(places)), begin:end]
                places &= places - _ONE
            left &= own
    return left
