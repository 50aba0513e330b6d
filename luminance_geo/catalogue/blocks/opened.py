"""Words opened: their rows one by one, with the way back to bits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD, Bits, pack, unpack
from luminance_geo.catalogue.coded import Bools

Words = NDArray[np.int64]
"""Numbers of words, ascending."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows of some words, ascending; `places` are theirs among the `size` words opened, 64 to each."""

    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    size: int

    @classmethod
    def of(cls, words: Words, bits: Bits) -> Opened:
        """Those rows of `words` that `bits` holds, one entry of `bits` to each word.

        >>> Opened.of(np.array([2, 5]), np.array([3, 1], dtype=np.uint64)).rows.tolist()
        [128, 129, 320]
        """
        places = np.flatnonzero(unpack(bits, len(bits) * WORD))
        ahead = (words - np.arange(len(words))) * WORD
        return cls(places + ahead[places >> 6], places, len(words))

    def bits(self, kept: Bools) -> Bits:
        """The bits of the words opened, of their rows `kept` only."""
        flags = np.zeros(self.size * WORD, dtype=np.bool_)
        flags[self.places[kept]] = True
        return pack(flags)


def occupied(bits: Bits) -> Words:
    """The words that hold any row."""
    return np.flatnonzero(bits != 0)  # twice as quick as asking whole numbers for their truth


def by_word(values: NDArray[Any]) -> NDArray[Any]:
    """Values of rows, 64 to a line along the last axis; the last line is filled up with the last value."""
    missing = -values.shape[-1] % WORD
    if missing:
        values = np.pad(values, [(0, 0)] * (values.ndim - 1) + [(0, missing)], mode="edge")
    return values.reshape(*values.shape[:-1], values.shape[-1] // WORD, WORD)
