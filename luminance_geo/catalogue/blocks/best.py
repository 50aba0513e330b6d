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
from luminance_geo.catalogue.blocks.opened import Opened, Words
from luminance_geo.catalogue.parts import RowNumbers

Numbers = NDArray[np.floating] | NDArray[np.integer]
Key = Callable[[RowNumbers], Numbers]
Reach = Callable[[float], float]


def same(worst: float) -> float:
    """No wider."""
    return worst


def candidates(words: Words, bits: Bits, bounds: Numbers, k: int, key: Key) -> RowNumbers:
    """Rows of some words' `bits`, ascending, among which the first `k` by key are; all if there are no more.

    `bounds` has one number per word that no key of its rows is below.
    """
    if k <= 0:
        return np.empty(0, dtype=np.int64)
    held = np.flatnonzero(bits != 0)
    words, bits, bounds = words[held], bits[held], bounds[held]
    if len(words) > k:
        first = np.sort(np.argpartition(bounds, k - 1)[:k])
        near = bounds <= worst_of(Opened.of(words[first], bits[first]).rows, k, key)
        words, bits = words[near], bits[near]
    return best_of(Opened.of(words, bits).rows, k, key)


def best_of(rows: RowNumbers, k: int, key: Key, reach: Reach = same) -> RowNumbers:
    """Rows among which the first `k` by key are; `reach` widens the worst key, where keys are only nearly right."""
    if len(rows) <= k:
        return rows
    keys = key(rows)
    return rows[keys <= reach(np.partition(keys, k - 1)[k - 1])]


def worst_of(rows: RowNumbers, k: int, key: Key) -> float:
    """The `k`-th key of some rows, of which there are so many at least."""
    return float(np.partition(key(rows), k - 1)[k - 1])
