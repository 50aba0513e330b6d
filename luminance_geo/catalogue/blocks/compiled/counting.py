"""Counts of codes: with a radius, words that hold nothing are passed over once for all codes.

Complexity: O(words) per code; of words given one by one, those that hold anything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.compiled.jit import compiled, popcount
from luminance_geo.catalogue.blocks.masks import Where
from luminance_geo.catalogue.blocks.opened import Words


def counts(codes: Bits, among: Bits, where: Where) -> NDArray[np.int64]:
    """As `blocks.counting.counts`."""
    if isinstance(where, slice):
        return _of_all(np.ascontiguousarray(codes[:, where]), among)
    return _of_some(codes, among, where)


@compiled
def _of_all(codes: Bits, among: Bits) -> NDArray[np.int64]:
    numbers = np.zeros(len(codes), dtype=np.int64)
    for code in range(len(codes)):
        own, number = codes[code], np.uint64(0)
        for word in range(len(among)):
            number += popcount(own[word] & among[word])
        numbers[code] = number
    return numbers


@compiled
def _of_some(codes: Bits, among: Bits, words: Words) -> NDArray[np.int64]:
    held = np.flatnonzero(among)
    numbers = np.zeros(len(codes), dtype=np.int64)
    for code in range(len(codes)):
        own, number = codes[code], np.uint64(0)
        for place in held:
            number += popcount(own[words[place]] & among[place])
        numbers[code] = number
    return numbers
