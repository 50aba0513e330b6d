"""Regions as bitmaps that keep only the words where they have rows: neighbours on the map are neighbours in a word.

    codes   division-1001          division-1002
    words   │ 12 │ 13 │ 40 │       │ 13 │ 14 │ …      ascending under each code
    bits    │ …  │ …  │ …  │       │ …  │ …  │ …      of those words

Complexity: a region is found in O(its words), all regions of a kind are counted in O(their words).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import WORD, Bits, none
from luminance_geo.catalogue.ragged import spans
from luminance_geo.catalogue.regions import Regions

_FULL = np.uint64(np.iinfo(np.uint64).max)


@dataclass(frozen=True, slots=True)
class Territories:
    """Codes in order; `codes[i]` holds `bits` of `words`, from `starts[i]` up to `starts[i + 1]`; of `size` rows."""

    codes: tuple[str, ...]
    starts: NDArray[np.int64]
    words: NDArray[np.int32]
    bits: Bits
    size: int

    @classmethod
    def build(cls, regions: Regions) -> Territories:
        """From runs of rows: each is cut at the borders of words, and what a code has in one word is joined."""
        first, last = regions.begins // WORD, (regions.ends - 1) // WORD
        lengths = last - first + 1
        words, bits = spans(first, lengths), np.full(int(lengths.sum()), _FULL)
        heads = np.cumsum(lengths) - lengths
        bits[heads] <<= (regions.begins % WORD).astype(np.uint64)
        bits[heads + lengths - 1] &= _FULL >> (-regions.ends % WORD).astype(np.uint64)
        code = np.repeat(np.repeat(np.arange(len(regions.codes)), np.diff(regions.starts)), lengths)
        apart = (words[1:] != words[:-1]) | (code[1:] != code[:-1])
        pieces = np.flatnonzero(np.concatenate(([True], apart))[: len(words)])
        starts = np.searchsorted(code[pieces], np.arange(len(regions.codes) + 1))
        return cls(
            regions.codes, starts, words[pieces].astype(np.int32), np.bitwise_or.reduceat(bits, pieces), regions.size
        )

    def union(self, codes: Iterable[str]) -> Bits:
        """Rows that lie in at least one of `codes`."""
        inside = none(self.size)
        for code in codes:
            place = bisect_left(self.codes, code)
            if place < len(self.codes) and self.codes[place] == code:
                own = slice(self.starts[place], self.starts[place + 1])
                inside[self.words[own]] |= self.bits[own]
        return inside

    def counts(self, kind: str, among: Bits) -> dict[str, int]:
        """How many of the rows `among` lie in each region of a kind, where there is any."""
        first, last = bisect_left(self.codes, f"{kind}-"), bisect_left(self.codes, f"{kind}.")  # "." follows "-"
        starts = self.starts[first:last]
        if not len(starts):
            return {}
        own = slice(starts[0], self.starts[last])
        found = np.bitwise_count(np.take(among, self.words[own]) & self.bits[own])
        numbers = np.add.reduceat(found, starts - starts[0], dtype=np.int64).tolist()
        return {code: number for code, number in zip(self.codes[first:last], numbers, strict=True) if number}
