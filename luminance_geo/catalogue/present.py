"""What the hour changes: a need lapses, a meeting ends. Worked out from the columns, without the database.

needs      stand until the end of their last local day (`until`); their skills are the initiative's skills
meetings   are coming until they end
open       a standing need or a coming meeting has places left (a meeting without a capacity always has)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue import bits
from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.coded import Bools, Coded, Rows
from luminance_geo.catalogue.columns import NEVER, Columns, Needs, ranks
from luminance_geo.catalogue.frame import Micros, micros


@dataclass(frozen=True, slots=True)
class Present:
    """The columns that hold from `since` until `until` (µs since 1970, UTC), the changes before and after now.

    `next_start` is when a row's next coming meeting begins (µs, NEVER without one); `soonest` ranks rows by it, then
    newest first; ties by id.
    """

    since: int
    until: int
    skills: Coded
    open: Bits
    open_needs: NDArray[np.int32]
    next_start: Micros
    soonest: Rows

    @classmethod
    def at(cls, columns: Columns, now: datetime) -> Present:
        """As of an aware time."""
        size, moment = len(columns), micros(now)
        needs, meetings = columns.needs, columns.meetings
        coming = meetings.ends > moment
        needed = np.bincount(needs.rows[standing(needs, moment) & needs.places_left], minlength=size)
        meets = bits.of_rows(meetings.rows[coming & meetings.places_left], size)
        changes = np.concatenate((needs.lapses, meetings.ends))
        next_start = _next_start(meetings.rows[coming], meetings.starts[coming], size)
        return cls(
            since=int(changes[changes <= moment].max(initial=0)),
            until=int(changes[changes > moment].min(initial=NEVER)),
            skills=_skills(needs, standing(needs, moment), size),
            open=bits.pack(needed > 0) | meets,
            open_needs=needed.astype(np.int32),
            next_start=next_start,
            soonest=ranks(next_start, columns.newest.astype(np.int64)),
        )


def standing(needs: Needs, moment: int) -> Bools:
    """Which needs have not lapsed at a moment (µs since 1970, UTC)."""
    return needs.lapses > moment


def _skills(needs: Needs, stands: Bools, size: int) -> Coded:
    to = np.where(stands, needs.rows, np.int32(-1))
    return Coded.joined([(needs.skills, to)], size)


def _next_start(rows: Rows, starts: Micros, size: int) -> Micros:
    soonest = np.full(size, NEVER, dtype=np.int64)
    np.minimum.at(soonest, rows, starts)
    return soonest
