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

from luminance_geo.catalogue.coded import Bools, Coded, Rows
from luminance_geo.catalogue.columns import NEVER, Columns, Micros, micros, ranks


@dataclass(frozen=True, slots=True)
class Present:
    """The columns that hold from `since` until `until` (µs since 1970, UTC), the changes before and after now.

    `soonest` ranks rows by their next coming meeting, then newest first; ties by id.
    """

    since: int
    until: int
    skills: Coded
    open: Bools
    open_needs: NDArray[np.int64]
    soonest: Rows

    @classmethod
    def at(cls, columns: Columns, now: datetime) -> Present:
        """As of an aware time."""
        size, moment = len(columns), micros(now)
        needs, meetings = columns.needs, columns.meetings
        standing, coming = needs.lapses > moment, meetings.ends > moment
        needed = np.bincount(needs.rows[standing & needs.places_left], minlength=size)
        meets = np.bincount(meetings.rows[coming & meetings.places_left], minlength=size)
        changes = np.concatenate((needs.lapses, meetings.ends))
        return cls(
            since=int(changes[changes <= moment].max(initial=0)),
            until=int(changes[changes > moment].min(initial=NEVER)),
            skills=_skills(needs.skills, needs.rows, standing, size),
            open=(needed + meets) > 0,
            open_needs=needed,
            soonest=ranks(
                _next_start(meetings.rows[coming], meetings.starts[coming], size), columns.newest.astype(np.int64)
            ),
        )


def _skills(of_needs: Coded, rows: Rows, standing: Bools, size: int) -> Coded:
    has = np.zeros((len(of_needs.codes), size), dtype=np.bool_)
    place, need = np.nonzero(of_needs.has & standing)
    has[place, rows[need]] = True
    return Coded(of_needs.codes, has)


def _next_start(rows: Rows, starts: Micros, size: int) -> Micros:
    soonest = np.full(size, NEVER, dtype=np.int64)
    np.minimum.at(soonest, rows, starts)
    return soonest
