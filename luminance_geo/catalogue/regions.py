"""Boundary codes of rows: in map order a region is a few runs of neighbours, so runs are what is kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue import bits
from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.coded import Codes, Lists, Rows
from luminance_geo.catalogue.ragged import Ragged, spans


@dataclass(frozen=True, slots=True)
class Regions:
    """Codes in order; `codes[i]` holds the runs `starts[i]` to `starts[i + 1]`, each from `begins` up to `ends`.

    Runs are half-open, ascending and disjoint within a code; `size` is the number of rows.
    """

    codes: Codes
    starts: NDArray[np.int64]
    begins: Rows
    ends: Rows
    size: int

    @classmethod
    def build(cls, held: Lists | Iterable[Sequence[str]]) -> Regions:
        """From the codes of row 0, 1, …"""
        lists = held if isinstance(held, Lists) else Lists.of(held)
        codes = tuple(sorted({code for own in lists.distinct for code in own}))
        numbers = {code: number for number, code in enumerate(codes)}
        own = Ragged.of([sorted({numbers[code] for code in own}) for own in lists.distinct]).take(lists.which)
        return cls._of_pairs(codes, own.values, own.owners(), len(lists))

    @classmethod
    def joined(cls, pieces: Sequence[tuple[Regions, Rows]], size: int) -> Regions:
        """Pieces as one of `size` rows, each with the new row of every row of its own, -1 for none."""
        codes = tuple(sorted({code for piece, _ in pieces for code in piece.codes}))
        numbers = {code: number for number, code in enumerate(codes)}
        places, rows = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
        for piece, to in pieces:
            number = np.array([numbers[code] for code in piece.codes], dtype=np.int32)
            lengths = piece.ends - piece.begins
            moved = to[spans(piece.begins, lengths)]
            own = np.repeat(np.repeat(number, np.diff(piece.starts)), lengths)
            places.append(own[moved >= 0])
            rows.append(moved[moved >= 0])
        return cls._of_pairs(codes, np.concatenate(places), np.concatenate(rows), size)

    @classmethod
    def _of_pairs(cls, codes: Codes, places: Rows, rows: Rows, size: int) -> Regions:
        """From pairs of a code's place and a row, each at most once, in whatever order."""
        pairs = np.sort(places.astype(np.int64) << 32 | rows)
        apart = np.diff(pairs) != 1  # the next code's rows are further on than any row
        first = np.flatnonzero(np.concatenate(([True], apart)))[: len(pairs)]
        last = np.flatnonzero(np.concatenate((apart, [True])))[: len(pairs)]
        of, rows = pairs[first] >> 32, (pairs & 0xFFFFFFFF).astype(np.int32)
        used, starts = np.unique(of, return_index=True)
        return cls(
            tuple(codes[place] for place in used.tolist()),
            np.append(starts, len(first)).astype(np.int64),
            rows[first],
            rows[last] + np.int32(1),
            size,
        )

    def union(self, codes: Iterable[str]) -> Bits:
        """Rows that lie in at least one of `codes`."""
        inside = np.zeros(self.size, dtype=np.bool_)
        for code in codes:
            place = bisect_left(self.codes, code)
            if place < len(self.codes) and self.codes[place] == code:
                runs = slice(self.starts[place], self.starts[place + 1])
                inside[spans(self.begins[runs], self.ends[runs] - self.begins[runs])] = True
        return bits.pack(inside)

    def counts(self, kind: str, among: Bits) -> dict[str, int]:
        """How many of the rows `among` lie in each region of a kind, where there is any."""
        first, last = bisect_left(self.codes, f"{kind}-"), bisect_left(self.codes, f"{kind}.")  # "." follows "-"
        starts = self.starts[first : last + 1]
        if len(starts) < 2:
            return {}
        runs = slice(starts[0], starts[-1])
        numbers = np.add.reduceat(
            bits.below(among, self.ends[runs]) - bits.below(among, self.begins[runs]), starts[:-1] - starts[0]
        )
        return {code: number for code, number in zip(self.codes[first:last], numbers.tolist(), strict=True) if number}
