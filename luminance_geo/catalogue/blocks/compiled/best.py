"""The first rows in an order, in three runs over words: those that promise most, what may still come before, the rows.

Complexity: O(words), O(rows of the words opened · log k) where most rows are passed over at the first comparison.
"""

from __future__ import annotations

import numpy as np

from luminance_geo.catalogue.bits import WORD, Bits, count, rows_of
from luminance_geo.catalogue.blocks.compiled.heaps import replace_worst
from luminance_geo.catalogue.blocks.compiled.jit import compiled, lowest
from luminance_geo.catalogue.coded import Rows
from luminance_geo.catalogue.parts import RowNumbers

_ONE, _LAST = np.uint64(1), np.int32(np.iinfo(np.int32).max)


def first(matching: Bits, bounds: Rows, ranks: Rows, k: int) -> RowNumbers:
    """As `blocks.best.first`."""
    rows = rows_of(matching) if count(matching) <= k else _first(matching, bounds, ranks, max(k, 1))
    return rows[np.argsort(ranks[rows])][:k]


@compiled
def _first(matching: Bits, bounds: Rows, ranks: Rows, k: int) -> RowNumbers:
    """The first `k` of more, ascending; no two have one rank."""
    promises, least = np.full(k, _LAST), np.full(k, _LAST)
    for word in range(len(matching)):
        if matching[word] and bounds[word] < promises[0]:
            replace_worst(promises, bounds[word])
    for early in (True, False):
        for word in range(len(matching)):
            if (bounds[word] <= promises[0]) == early and bounds[word] < least[0]:
                _take_in(least, word * WORD, matching[word], ranks)
    rows, size = np.empty(k, dtype=np.int64), 0
    for word in range(len(matching)):
        left = matching[word]
        while left and bounds[word] <= least[0]:
            row = word * WORD + np.int64(lowest(left))
            if ranks[row] <= least[0]:
                rows[size] = row
                size += 1
            left &= left - _ONE
    return rows[:size]


@compiled
def _take_in(least: Rows, begin: int, bits: np.uint64, ranks: Rows) -> None:
    """The ranks of a word's rows among the least."""
    while bits:
        rank = ranks[begin + np.int64(lowest(bits))]
        if rank < least[0]:
            replace_worst(least, rank)
        bits &= bits - _ONE
