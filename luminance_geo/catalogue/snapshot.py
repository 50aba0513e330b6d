"""What one answer reads: sealed columns, which of their rows have died, and the overlay of what came since.

    edit, passing hour ──→ the sealed row dies, and the initiative as it is now goes into the overlay
    overlay grown long ──→ both become new sealed columns (`merged`), aside, while answers go on

All of it is immutable: each change makes another snapshot, which shares with the one before what stayed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import has
from luminance_geo.catalogue.blocks import BlocksPart
from luminance_geo.catalogue.build import build
from luminance_geo.catalogue.coded import Bools, Rows
from luminance_geo.catalogue.columns import NEVER, Columns
from luminance_geo.catalogue.engine import Engine
from luminance_geo.catalogue.frame import Micros, micros
from luminance_geo.catalogue.parts import Part
from luminance_geo.catalogue.parts_engine import PartsEngine
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.results import Label
from luminance_geo.catalogue.vectorised import VectorisedPart

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Timeline:
    """When time itself changes which rows: needs that lapse, meetings that end (µs since 1970, UTC, ascending)."""

    moments: Micros
    rows: Rows

    @classmethod
    def of(cls, columns: Columns) -> Timeline:
        """All that will ever happen to these columns, or has."""
        lapsing = np.flatnonzero(columns.needs.lapses != NEVER)
        moments = np.concatenate((columns.needs.lapses[lapsing], columns.meetings.ends))
        rows = np.concatenate((columns.needs.rows[lapsing], columns.meetings.rows))
        order = np.argsort(moments, kind="stable")
        return cls(moments[order], rows[order])

    def between(self, one: int, other: int) -> Rows:
        """The rows that differ between two moments, in whatever order and number."""
        first, last = np.searchsorted(self.moments, sorted((one, other)), side="right")
        return self.rows[first:last]

    def around(self, moment: int, alive: Bools) -> tuple[int, int]:
        """The last change up to a moment and the first after it, of rows that are alive; 0 and NEVER without one."""
        here = int(np.searchsorted(self.moments, moment, side="right"))
        before = _first_alive(alive, self.rows[:here][::-1])
        after = _first_alive(alive, self.rows[here:])
        since = 0 if before is None else int(self.moments[here - 1 - before])
        return since, NEVER if after is None else int(self.moments[here + after])


def _first_alive(alive: Bools, rows: Rows) -> int | None:
    """The place of the first row that is alive: nearly always among the first."""
    place, step = 0, 64
    while place < len(rows):
        found = np.flatnonzero(alive[rows[place : place + step]])
        if len(found):
            return place + int(found[0])
        place, step = place + step, step * 2
    return None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The catalogue at one revision and moment; answers hold from `since` until `until` (µs since 1970, UTC).

    Rows of `sealed` that are `alive` are the same at `sealed_at` and now.
    """

    revision: int
    since: int
    until: int
    sealed: Columns
    sealed_at: int
    timeline: Timeline
    alive: Bools
    part: BlocksPart
    overlay: Columns
    engine: Engine

    @classmethod
    def whole(cls, columns: Columns, now: datetime) -> Snapshot:
        """All of it sealed, as of an aware time."""
        timeline, alive = Timeline.of(columns), np.ones(len(columns), dtype=np.bool_)
        part = BlocksPart(columns, Present.at(columns, now))
        since, until = timeline.around(micros(now), alive)
        engine = PartsEngine([part], revision=columns.revision)
        return cls(
            columns.revision, since, until, columns, micros(now), timeline, alive, part, _NOTHING, engine
        )  # fmt: skip

    def __len__(self) -> int:
        return int(np.count_nonzero(self.alive)) + len(self.overlay)

    @property
    def living(self) -> tuple[tuple[Columns, Bools], ...]:
        """All columns, and which of their rows are alive."""
        return (self.sealed, self.alive), (self.overlay, np.ones(len(self.overlay), dtype=np.bool_))

    def holds_at(self, now: datetime) -> bool:
        """Whether time has changed nothing since, nor was set back before the last change."""
        return self.since <= micros(now) < self.until

    def moved_by(self, now: datetime) -> Ids:
        """The sealed initiatives that time has changed by then."""
        rows = np.unique(self.timeline.between(self.sealed_at, micros(now)))
        return self.sealed.ids[rows[self.alive[rows]]]

    def sealed_again(self, now: datetime) -> Snapshot:
        """The same at another moment, to be completed by `changed`: when time has changed very much at once."""
        part = self.part.at(Present.at(self.sealed, now))
        return replace(self, part=part, sealed_at=micros(now))

    def changed(self, fresh: Columns, ids: Collection[int], now: datetime) -> Snapshot:
        """With the initiatives `ids` as they are in `fresh`, which has those that are still published."""
        gone = np.fromiter(ids, dtype=np.int64, count=len(ids))
        rows = self.sealed.rows_of_ids(gone)
        dying = rows[rows >= 0]
        alive = self.alive.copy()
        alive[dying] = False
        overlay = Columns.merge(_without(self.overlay, gone), fresh, fresh.revision)
        return self._with(alive, self.part.without(dying), overlay, now)

    def merged(self, now: datetime) -> Snapshot:
        """All of it sealed anew: arrays only, a few seconds for a million."""
        columns = Columns.merge(self.sealed, self.overlay, self.revision, without=np.flatnonzero(~self.alive))
        return Snapshot.whole(columns, now)

    def resumed(self, merged: Snapshot, touched: Collection[int], now: datetime) -> Snapshot:
        """What was merged from an earlier snapshot, with what was `touched` since as it is in this one."""
        ids = np.fromiter(touched, dtype=np.int64, count=len(touched))
        rows = self.overlay.rows_of_ids(ids)
        moved = np.setdiff1d(merged.moved_by(now), ids)
        fresh = self.overlay.take(rows[rows >= 0])
        if len(moved):  # hardly ever: to take even none out of a million looks at all of them
            fresh = Columns.merge(fresh, merged.sealed.take(merged.sealed.rows_of_ids(moved)), self.revision)
        return merged.changed(fresh, [*touched, *moved.tolist()], now)

    def labels(self, ids: Ids) -> dict[int, Label]:
        """What marks need to name initiatives, by id; those that are not published are left out."""
        rows, own = self.sealed.rows_of_ids(ids), self.overlay.rows_of_ids(ids)
        rows = rows[rows >= 0]
        return _labels(self.sealed, rows[self.alive[rows]]) | _labels(self.overlay, own[own >= 0])

    def positions(self, ids: Ids) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """WGS84 degrees of published initiatives, latitudes before longitudes; nan without a position."""
        rows, own = self.sealed.rows_of_ids(ids), self.overlay.rows_of_ids(ids)
        lat, lon = (np.append(values, np.nan)[rows] for values in (self.sealed.points.lat, self.sealed.points.lon))
        over = own >= 0
        lat[over], lon[over] = self.overlay.points.lat[own[over]], self.overlay.points.lon[own[over]]
        return lat, lon

    def _with(self, alive: Bools, part: BlocksPart, overlay: Columns, now: datetime) -> Snapshot:
        present = Present.at(overlay, now)
        since, until = self.timeline.around(micros(now), alive)
        parts: list[Part] = [part]
        if len(overlay):
            parts.append(VectorisedPart(overlay, present))
        return replace(
            self, revision=overlay.revision, since=max(since, present.since), until=min(until, present.until),
            alive=alive, part=part, overlay=overlay, engine=PartsEngine(parts, revision=overlay.revision),
        )  # fmt: skip


_NOTHING = build([])


def _labels(columns: Columns, rows: NDArray[np.integer]) -> dict[int, Label]:
    ids, causes = columns.ids[rows].tolist(), columns.causes.codes
    more = zip(columns.primary[rows].tolist(), has(columns.demonstration, rows).tolist(), strict=True)
    return {
        id_: Label(id_, *names, causes[cause], demonstration)
        for id_, names, (cause, demonstration) in zip(ids, columns.labels.of(rows), more, strict=True)
    }


def _without(columns: Columns, ids: Ids) -> Columns:
    rows = columns.rows_of_ids(ids)
    if not (rows >= 0).any():
        return columns
    return columns.take(np.setdiff1d(np.arange(len(columns)), rows[rows >= 0]))
