"""Codes of rows out of a short vocabulary: one bitmap per code, so that a filter is an OR and a count a popcount."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue import bits
from luminance_geo.catalogue.bits import Bits

Bools = NDArray[np.bool_]
Rows = NDArray[np.int32]
Codes = tuple[str, ...]
_AT_ONCE = 2**20
"""Flags that are moved at one time: those of all codes where rows are few, else of some codes after others."""


class Numbers(dict[Hashable, int]):
    """Numbers things from 0 in the order in which they are first asked for."""

    def __missing__(self, thing: Hashable) -> int:
        self[thing] = number = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of codes, each distinct one kept once: row `r` has `distinct[which[r]]`."""

    distinct: tuple[Codes, ...]
    which: Rows

    @classmethod
    def of(cls, held: Iterable[Sequence[str]]) -> Lists:
        """From the codes of row 0, 1, …"""
        numbers = Numbers()
        which = np.array([numbers[tuple(own)] for own in held], dtype=np.int32)
        return cls(tuple(numbers), which)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self.which)

    def take(self, rows: NDArray[np.integer]) -> Lists:
        """Some rows, in the order given."""
        return Lists(self.distinct, self.which[rows])


@dataclass(frozen=True, slots=True)
class Coded:
    """Which of `size` rows have each code: `bits[i]` is the bitmap of `codes[i]`, shape `(codes, words)`."""

    codes: Codes
    bits: Bits
    size: int

    @classmethod
    def build(cls, codes: Iterable[str], held: Lists | Iterable[Sequence[str]]) -> Coded:
        """From the codes of row 0, 1, …; codes outside the vocabulary are left out."""
        vocabulary, lists = tuple(codes), held if isinstance(held, Lists) else Lists.of(held)
        masks = np.zeros((len(vocabulary), bits.words_for(len(lists))), dtype=np.uint64)
        for place, code in enumerate(vocabulary):
            having = np.array([code in own for own in lists.distinct], dtype=np.bool_)
            if having.any():
                masks[place] = bits.pack(having[lists.which])
        return cls(vocabulary, masks, len(lists))

    @classmethod
    def joined(cls, pieces: Sequence[tuple[Coded, Rows]], size: int) -> Coded:
        """Pieces of one vocabulary as one of `size` rows, each with the new row of each of its own, -1 for none."""
        codes = pieces[0][0].codes
        masks = np.zeros((len(codes), bits.words_for(size)), dtype=np.uint64)
        held = np.flatnonzero(np.any([piece.bits.any(axis=1) for piece, _ in pieces], axis=0))
        step = max(1, _AT_ONCE // max(size, *(piece.size for piece, _ in pieces), 1))
        for begin in range(0, len(held), step):
            some = held[begin : begin + step]
            flags = np.zeros((len(some), size), dtype=np.bool_)
            for piece, to in pieces:
                of, rows = piece._moved(some, to)
                flags[of, rows] = True
            masks[some] = bits.pack(flags)
        return cls(codes, masks, size)

    def union(self, codes: Iterable[str]) -> Bits:
        """Rows that have at least one of `codes`."""
        places = [self.codes.index(code) for code in codes]
        return np.asarray(np.bitwise_or.reduce(self.bits[places], axis=0), dtype=np.uint64)

    def held(self, rows: NDArray[np.integer], among: Iterable[str]) -> list[Codes]:
        """For each of `rows`, its codes `among` some, in the vocabulary's order."""
        places = sorted(map(self.codes.index, among))
        if not places:
            return [()] * len(rows)
        codes = [self.codes[place] for place in places]
        words = self.bits[np.array(places)[:, None], rows // bits.WORD]
        flags = list(zip(*(words >> (rows % bits.WORD).astype(np.uint64) & np.uint64(1)).tolist(), strict=True))
        held = {own: tuple(compress(codes, own)) for own in set(flags)}
        return [held[own] for own in flags]

    def counts(self, among: Bits) -> dict[str, int]:
        """How many of the rows `among` have each code."""
        numbers = np.bitwise_count(self.bits & among).sum(axis=1, dtype=np.int64)
        return dict(zip(self.codes, numbers.tolist(), strict=True))

    def _moved(self, codes: NDArray[np.intp], to: Rows) -> tuple[NDArray[np.intp], Rows]:
        """Which of some codes are held, by which rows, once rows have moved."""
        of, rows = np.divmod(np.flatnonzero(bits.unpack(self.bits[codes], self.size)), max(self.size, 1))
        moved = to[rows]
        stays = moved >= 0
        return of[stays], moved[stays]
