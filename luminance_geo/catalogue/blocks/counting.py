"""Rows of a set that have each of some codes: popcounts of one bitmap after the other.

Complexity: O(words) per code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.masks import Where


class Asked(NamedTuple):
    """How many of the rows `among`, which has the bits of some words, has each of `codes` (codes, all words) there?"""

    codes: Bits
    among: Bits


Counts = Callable[[Sequence[Asked], Where], list[list[int]]]
"""What `counts` is, however it is worked out."""

_SUMMED = 512
"""Popcounts that are added up at once: of 64 rows each, their sum fits into 16 bits, which numpy adds up quickest."""


def counts(asked: Sequence[Asked], where: Where) -> list[list[int]]:
    """The number of each code, for each thing asked."""
    return [_counts(codes, among, where).tolist() for codes, among in asked]


def _counts(codes: Bits, among: Bits, where: Where) -> NDArray[np.int64]:
    own = codes[:, where] if isinstance(where, slice) else np.take(codes, where, axis=1)
    words = own.shape[1]
    numbers = np.zeros((len(own), -(-words // _SUMMED), _SUMMED), dtype=np.uint8)
    np.bitwise_count(own & among, out=numbers.reshape(len(own), -1)[:, :words])
    return np.asarray(numbers.sum(axis=2, dtype=np.uint16).sum(axis=1, dtype=np.int64))
