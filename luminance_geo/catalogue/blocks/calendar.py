"""Meetings by day: those of one day are sorted by it, so that a period is one slice; the few longer ones are all asked.

Complexity: O(meetings of the period + meetings longer than a day).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits, of_rows
from luminance_geo.catalogue.coded import Rows
from luminance_geo.catalogue.columns import Meetings
from luminance_geo.catalogue.filters import When

_LAST_DAY = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Calendar:
    """Rows by the local day of a meeting (proleptic ordinals, ascending); rows of longer meetings, with both ends."""

    days: NDArray[np.int32]
    rows: Rows
    long_first: NDArray[np.int32]
    long_last: NDArray[np.int32]
    long_rows: Rows
    size: int

    @classmethod
    def build(cls, meetings: Meetings, size: int) -> Calendar:
        """Of the meetings of `size` rows."""
        long = meetings.last_day != meetings.first_day
        days, rows = meetings.first_day[~long], meetings.rows[~long]
        order = np.argsort(days, kind="stable")
        return cls(
            days[order], rows[order], meetings.first_day[long], meetings.last_day[long], meetings.rows[long], size
        )

    def during(self, when: When) -> Bits:
        """The rows with a meeting on some local day of a period."""
        first = np.int32(when.start.toordinal() if when.start else 0)  # of their type, or days would be copied
        last = np.int32(when.end.toordinal() if when.end else _LAST_DAY)
        start, end = np.searchsorted(self.days, first), np.searchsorted(self.days, last, side="right")
        long = self.long_rows[(self.long_first <= last) & (self.long_last >= first)]
        return of_rows(np.concatenate((self.rows[start:end], long)), self.size)
