"""Counts of codes: words that hold nothing are passed over once for all codes.

Complexity: O(words) and O(words that hold anything) per code.
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
    held = np.flatnonzero(among != 0)
    words = np.arange(codes.shape[1])[where][held] if isinstance(where, slice) else where[held]
    return _counts(codes, among[held], words)


@compiled
def _counts(codes: Bits, among: Bits, words: Words) -> NDArray[np.int64]:
    numbers = np.zeros(len(codes), dtype=np.int64)
    for code in range(len(codes)):
        own, number = codes[code], np.uint64(0)
        for place in range(len(words)):
            number += popcount(own[words[place]] & among[place])
        numbers[code] = number
    return numbers
