"""Counts of codes, all in one run; with a radius, words that hold nothing are passed over once for all codes.

Complexity: O(words) per code; of words given one by one, those that hold anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.compiled.jit import compiled, popcount
from luminance_geo.catalogue.blocks.counting import Asked
from luminance_geo.catalogue.blocks.masks import Where
from luminance_geo.catalogue.blocks.opened import Words


def counts(asked: Sequence[Asked], where: Where) -> list[list[int]]:
    """As `blocks.counting.counts`."""
    codes, among = (tuple(each) for each in zip(*asked, strict=True))
    if isinstance(where, slice):
        numbers = _of_all(tuple(np.ascontiguousarray(own[:, where]) for own in codes), among)
    else:
        numbers = _of_some(codes, among, where)
    left = iter(numbers.tolist())
    return [list(islice(left, len(own))) for own in codes]


@compiled
def _of_all(codes: tuple[Bits, ...], among: tuple[Bits, ...]) -> NDArray[np.int64]:
    numbers, size = np.empty(sum([len(each) for each in codes]), dtype=np.int64), 0
    for which in range(len(codes)):
        rows = among[which]
        for own in codes[which]:
            number = np.uint64(0)
            for word in range(len(rows)):
                number += popcount(own[word] & rows[word])
            numbers[size] = number
            size += 1
    return numbers


@compiled
def _of_some(codes: tuple[Bits, ...], among: tuple[Bits, ...], words: Words) -> NDArray[np.int64]:
    numbers, size = np.empty(sum([len(each) for each in codes]), dtype=np.int64), 0
    for which in range(len(codes)):
        rows = among[which]
        held = np.flatnonzero(rows)
        for own in codes[which]:
            number = np.uint64(0)
            for place in held:
                number += popcount(own[words[place]] & rows[place])
            numbers[size] = number
            size += 1
    return numbers
