"""The first rows in an order, best words first: what no word promises is never looked at.

Each word knows a bound that none of its rows comes before: the least rank it holds, or the distance of its ball.
The `k` words that promise most hold at least `k` rows, so their `k`-th row tells how far to look.

Complexity: O(words) for the bounds, then O(64·k) rows where ranks are scattered, fewer where they follow the map.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.opened import Opened, occupied
from luminance_geo.catalogue.coded import Rows
from luminance_geo.catalogue.parts import RowNumbers

Numbers = NDArray[np.floating] | NDArray[np.integer]
Key = Callable[[RowNumbers], Numbers]
Reach = Callable[[float], float]
First = Callable[[Bits, Rows, Rows, int], RowNumbers]
"""What `first` is, however it is worked out."""


def same(worst: float) -> float:
    """No wider."""
    return worst


def first(matching: Bits, bounds: Rows, ranks: Rows, k: int) -> RowNumbers:
    """The `k` rows of a set that have the least ranks, in their order; no rank of a word's rows is below its bound."""

    def key(rows: RowNumbers) -> Rows:
        return ranks[rows]

    words = occupied(matching) if k else np.empty(0, dtype=np.int64)
    if len(words) > k:
        early = np.sort(words[np.argpartition(bounds[words], k - 1)[:k]])
        words = words[bounds[words] <= worst_of(Opened.of(early, matching[early]).rows, k, key)]
    rows = best_of(Opened.of(words, matching[words]).rows, k, key)
    return rows[np.argsort(ranks[rows])][:k]


def best_of(rows: RowNumbers, k: int, key: Key, reach: Reach = same) -> RowNumbers:
    """Rows among which the first `k` by key are; `reach` widens the worst key, where keys are only nearly right."""
    if len(rows) <= k:
        return rows
    keys = key(rows)
    return rows[keys <= reach(np.partition(keys, k - 1)[k - 1])]


def worst_of(rows: RowNumbers, k: int, key: Key) -> float:
    """The `k`-th key of some rows, of which there are so many at least."""
    return float(np.partition(key(rows), k - 1)[k - 1])
