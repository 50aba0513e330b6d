"""Pages in the order of ids, each walked from where the last one ended.

Complexity: O(log n) to begin, then the rows passed over until the page is full: few where many match.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.columns import Columns

_STEP = 1024


def first_beyond(
    columns: Columns, after: int, limit: int, holds: Callable[[NDArray[np.integer]], Bools]
) -> NDArray[np.int64]:
    """The first `limit` ids beyond `after`, ascending, of the rows that `holds` says yes to."""
    begin = bisect_right(columns.by_id, after, key=columns.ids.__getitem__)
    pages, left, step = [columns.ids[:0]], limit, max(limit, _STEP)
    while left > 0 and begin < len(columns):
        rows = columns.by_id[begin : begin + step]
        pages.append(columns.ids[rows[holds(rows)]][:left])
        left, begin, step = left - len(pages[-1]), begin + step, 4 * step
    return np.concatenate(pages)
