"""Lists of whole numbers, one per row, as two arrays: what would be a million small Python lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ragged:
    """Row `r` holds `values[starts[r]:starts[r + 1]]`."""

    starts: NDArray[np.int64]
    values: NDArray[np.int32]

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Ragged:
        """From plain lists.

        >>> Ragged.of([[4, 5], [], [6]]).starts.tolist()
        [0, 2, 2, 3]
        """
        starts = starts_of(np.fromiter(map(len, lists), dtype=np.int64, count=len(lists)))
        return cls(starts, np.fromiter(chain.from_iterable(lists), dtype=np.int32, count=int(starts[-1])))

    @classmethod
    def concat(cls, pieces: Sequence[Ragged]) -> Ragged:
        """The rows of some, one after the other."""
        lengths = [np.diff(piece.starts) for piece in pieces]
        return cls(starts_of(_concat(lengths, np.int64)), _concat([piece.values for piece in pieces], np.int32))

    def take(self, rows: NDArray[np.integer]) -> Ragged:
        """Some rows, in the order given."""
        lengths = np.diff(self.starts)[rows]
        starts = starts_of(lengths)
        return Ragged(starts, self.values[spans(self.starts[:-1][rows], lengths)])

    def heads(self, lengths: NDArray[np.integer]) -> Ragged:
        """The first values of each row, so many."""
        return Ragged(starts_of(lengths), self.values[spans(self.starts[:-1], lengths)])

    def owners(self) -> NDArray[np.int32]:
        """The row of each value."""
        lengths = np.diff(self.starts)
        return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)


def starts_of(lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Where each of some lists begins when they follow each other, and where the last one ends."""
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def spans(begins: NDArray[np.integer], lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """The whole numbers from each beginning on, so many each.

    >>> spans(np.array([5, 9]), np.array([2, 3])).tolist()
    [5, 6, 9, 10, 11]
    """
    starts = starts_of(lengths)
    return np.repeat(begins - starts[:-1], lengths) + np.arange(starts[-1])


def _concat(arrays: Iterable[NDArray[Any]], kind: type[np.integer]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=kind), *arrays])
