"""Codes of rows: one boolean row per code of a short vocabulary, sorted pairs for the many boundary codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Coded:
    """Which codes each row has: `has[i, row]` for the code at place `i`."""

    codes: tuple[str, ...]
    has: Bools

    @classmethod
    def build(cls, codes: Iterable[str], held: Sequence[Sequence[str]]) -> Coded:
        """From the codes of row 0, 1, …; codes outside the vocabulary are left out."""
        places = {code: place for place, code in enumerate(codes)}
        pairs = [(places[code], row) for row, own in enumerate(held) for code in own if code in places]
        has = np.zeros((len(places), len(held)), dtype=np.bool_)
        has[tuple(np.array(pairs, dtype=np.intp).reshape(-1, 2).T)] = True
        return cls(tuple(places), has)

    def any_of(self, codes: Iterable[str]) -> Bools:
        """Rows that have at least one of `codes`."""
        found = np.zeros(self.has.shape[1], dtype=np.bool_)
        for code in codes:
            found |= self.has[self.codes.index(code)]
        return found

    def held(self, rows: NDArray[np.int64], among: Iterable[str]) -> list[tuple[str, ...]]:
        """For each of `rows`, its codes `among` some, in the vocabulary's order."""
        places = np.array(sorted(map(self.codes.index, among)), dtype=np.int64)
        codes = [self.codes[place] for place in places]
        return [tuple(compress(codes, has)) for has in self.has[np.ix_(places, rows)].T.tolist()]

    def counts(self, among: Bools) -> dict[str, int]:
        """How many of the rows `among` have each code."""
        return {code: int(np.count_nonzero(self.has[place] & among)) for place, code in enumerate(self.codes)}


@dataclass(frozen=True, slots=True)
class Regions:
    """Boundary codes as pairs sorted by code: `rows[starts[i]:starts[i + 1]]` lie in `codes[i]`."""

    codes: tuple[str, ...]
    starts: NDArray[np.int64]
    rows: Rows
    size: int

    @classmethod
    def build(cls, held: Sequence[Sequence[str]]) -> Regions:
        """From the codes of row 0, 1, …"""
        pairs = sorted({(code, row) for row, own in enumerate(held) for code in own})
        codes, starts = np.unique([code for code, _ in pairs] or np.array([], dtype=str), return_index=True)
        rows = np.array([row for _, row in pairs], dtype=np.int32)
        return cls(tuple(str(code) for code in codes), np.append(starts, len(pairs)).astype(np.int64), rows, len(held))

    def any_of(self, codes: Iterable[str]) -> Bools:
        """Rows that lie in at least one of `codes`."""
        inside = np.zeros(self.size, dtype=np.bool_)
        for code in codes:
            place = int(np.searchsorted(self.codes, code)) if self.codes else 0
            if place < len(self.codes) and self.codes[place] == code:
                inside[self.rows[self.starts[place] : self.starts[place + 1]]] = True
        return inside

    def counts(self, kind: str, among: Bools) -> dict[str, int]:
        """How many of the rows `among` lie in each region of a kind, where there is any."""
        running = np.concatenate(([0], np.cumsum(among[self.rows])))
        numbers = running[self.starts[1:]] - running[self.starts[:-1]]
        return {
            code: int(number)
            for code, number in zip(self.codes, numbers, strict=True)
            if number and code.partition("-")[0] == kind
        }
