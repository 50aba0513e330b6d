"""The first rows in an order, best words first: what no word promises is never looked at.

Each word knows a bound that none of its rows comes before: the least rank it holds, or the distance of its sphere.
The `k` words that promise most hold at least `k` rows, so their `k`-th row tells how far to look.

Complexity: O(words) for the bounds, then O(64·k) rows where ranks are scattered, fewer where they follow the map.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.opened import Opened, occupied
from luminance_geo.catalogue.parts import RowNumbers

Numbers = NDArray[np.floating] | NDArray[np.integer]


def candidates(
    bits: Bits,
    bounds: Numbers,
    k: int,
    key: Callable[[RowNumbers], Numbers],
    reach: Callable[[float], float] = lambda worst: worst,
) -> RowNumbers:
    """Rows of `bits`, ascending, among which its first `k` by key surely are; all of them if there are no more.

    `bounds` has one number per word that no key of its rows is below. `reach` widens the worst key that may still
    count, where keys are only nearly right.
    """
    words = occupied(bits)
    if k <= 0:
        return np.empty(0, dtype=np.int64)
    if len(words) > k:
        promised = bounds[words]
        first = np.sort(words[np.argpartition(promised, k - 1)[:k]])
        worst = reach(np.partition(key(Opened.of(first, bits[first]).rows), k - 1)[k - 1])
        words = words[promised <= worst]
        rows = Opened.of(words, bits[words]).rows
        keys = key(rows)
        return rows[keys <= reach(np.partition(keys, k - 1)[k - 1])]
    return Opened.of(words, bits[words]).rows
