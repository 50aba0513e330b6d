"""The columnar snapshot: one numpy array per field, one place per initiative, in the order of ids.

    ids      ┌ 1 ┬ 4 ┬ 9 ┬ …        rows 0, 1, 2, … everywhere below
    lat, lon ├ · ┼ · ┼nan┼ …        nan: online only, has no position
    causes   ├ ▓ ┼ ░ ┼ ▓ ┼ …        one boolean row per code: OR inside a filter, AND between filters
    needs    └→ row, skills, until  flattened, each pointing back at its row; so are meetings

It holds only what changes with the database. What also changes with the hour is in `present`; names are in `labels`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from luminance_geo import vocabulary
from luminance_geo.catalogue.coded import Bools, Coded, Regions, Rows
from luminance_geo.catalogue.points import Points
from luminance_geo.catalogue.rows import Entry, MeetingRow, NeedRow
from luminance_geo.catalogue.words import WordIndex, fold, indexed
from luminance_geo.geo import FloatArray, unit_vectors

logger = logging.getLogger(__name__)
Micros = NDArray[np.int64]
NEVER = np.iinfo(np.int64).max
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Needs:
    """Needs: their row, their skills, whether places are left, and when they lapse (µs since 1970, UTC)."""

    rows: Rows
    skills: Coded
    places_left: Bools
    lapses: Micros


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings: their row, start and end (µs since 1970, UTC), first and last local day, whether places are left."""

    rows: Rows
    starts: Micros
    ends: Micros
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    places_left: Bools

    def during(self, first: int, last: int, size: int) -> Bools:
        """Of `size` rows, those with a meeting on some local day from `first` to `last` (proleptic ordinals)."""
        met = np.zeros(size, dtype=np.bool_)
        met[self.rows[(self.first_day <= last) & (self.last_day >= first)]] = True
        return met


@dataclass(frozen=True, slots=True)
class Columns:
    """Every published initiative at one revision; see the drawing above.

    `points` and `vectors` (unit sphere, shape `(n, 3)`) are nan where nothing is `located`. `primary` is the place of
    the first cause in `causes.codes`. `newest` and `name` are ranks, each row's own.
    """

    revision: int
    ids: NDArray[np.int64]
    points: Points
    vectors: FloatArray
    located: Bools
    causes: Coded
    primary: NDArray[np.int8]
    languages: Coded
    governance: Coded
    sharing: Coded
    regions: Regions
    remote: Bools
    demonstration: Bools
    published: Micros
    newest: Rows
    name: Rows
    words: WordIndex
    needs: Needs
    meetings: Meetings

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, id_: int) -> int | None:
        """The row of an id, or None."""
        place = int(np.searchsorted(self.ids, id_))
        return place if place < len(self.ids) and self.ids[place] == id_ else None


def build(
    entries: Sequence[Entry], needs: Sequence[NeedRow] = (), meetings: Sequence[MeetingRow] = (), *, revision: int = 0
) -> Columns:
    """Columns of these rows; needs and meetings of entries that are not given are left out."""
    entries = sorted(entries)
    ids = np.array([entry.id for entry in entries], dtype=np.int64)
    points = Points.of([entry.lat for entry in entries], [entry.lon for entry in entries])
    located = ~np.isnan(points.lat)
    published = np.array([micros(entry.published_at) if entry.published_at else 0 for entry in entries], dtype=np.int64)
    known = {entry.id: row for row, entry in enumerate(entries)}
    causes = tuple(vocabulary.causes())
    return Columns(
        revision=revision,
        ids=ids,
        points=points,
        vectors=unit_vectors(points.lat, points.lon).reshape(-1, 3),
        located=located,
        causes=Coded.build(causes, [entry.causes for entry in entries]),
        primary=np.array([_primary(causes, entry) for entry in entries], dtype=np.int8),
        languages=Coded.build(vocabulary.activity_languages(), [entry.languages for entry in entries]),
        governance=Coded.build(vocabulary.governance(), [_one(entry.governance) for entry in entries]),
        sharing=Coded.build(vocabulary.sharing(), [_one(entry.sharing) for entry in entries]),
        regions=Regions.build([entry.regions for entry in entries]),
        remote=np.array([entry.remote for entry in entries], dtype=np.bool_) | ~located,
        demonstration=np.array([entry.demonstration for entry in entries], dtype=np.bool_),
        published=published,
        newest=ranks(-published, ids),
        name=_name_ranks(entries),
        words=WordIndex.build([_words(entry) for entry in entries]),
        needs=_needs([need for need in needs if need.initiative_id in known], known, entries),
        meetings=_meetings([meeting for meeting in meetings if meeting.initiative_id in known], known),
    )


def micros(moment: datetime) -> int:
    """Microseconds since 1970, UTC, of an aware time."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def ranks(*keys: NDArray[np.int64]) -> Rows:
    """The place of each row when sorted by the first key, then by the next."""
    order = np.lexsort(keys[::-1])
    places = np.empty(len(order), dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return places


def _one(code: str | None) -> tuple[str, ...]:
    return (code,) if code else ()


def _primary(causes: Sequence[str], entry: Entry) -> int:
    return next((causes.index(code) for code in entry.causes if code in causes), 0)


def _name_ranks(entries: Sequence[Entry]) -> Rows:
    """French first, as people sort names: accents and capitals aside."""
    keys = [(fold(entry.name_fr or entry.name_en or ""), entry.id) for entry in entries]
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
    return np.argsort(order).astype(np.int32)


def _words(entry: Entry) -> set[str]:
    own = indexed((entry.name_fr, entry.name_en, entry.summary_fr, entry.summary_en, entry.locality))
    return own.union(*(_cause_words(code) for code in entry.causes))


@cache
def _cause_words(code: str) -> frozenset[str]:
    cause = vocabulary.causes().get(code)
    return frozenset(indexed((cause.fr, cause.en))) if cause else frozenset()


def _needs(needs: Sequence[NeedRow], known: dict[int, int], entries: Sequence[Entry]) -> Needs:
    rows = [known[need.initiative_id] for need in needs]
    return Needs(
        rows=np.array(rows, dtype=np.int32),
        skills=Coded.build(vocabulary.skills(), [need.skills for need in needs]),
        places_left=np.array([need.taken < need.capacity for need in needs], dtype=np.bool_),
        lapses=np.array(
            [
                _end_of_day(need.until, entries[row].time_zone) if need.until else NEVER
                for need, row in zip(needs, rows, strict=True)
            ],
            dtype=np.int64,
        ),
    )


def _meetings(meetings: Sequence[MeetingRow], known: dict[int, int]) -> Meetings:
    return Meetings(
        rows=np.array([known[meeting.initiative_id] for meeting in meetings], dtype=np.int32),
        starts=np.array([micros(meeting.starts_at) for meeting in meetings], dtype=np.int64),
        ends=np.array([micros(meeting.ends_at) for meeting in meetings], dtype=np.int64),
        first_day=np.array([_local_day(m.starts_at, m.time_zone) for m in meetings], dtype=np.int32),
        last_day=np.array([_local_day(_last_moment(m), m.time_zone) for m in meetings], dtype=np.int32),
        places_left=np.array([m.capacity is None or m.taken < m.capacity for m in meetings], dtype=np.bool_),
    )


def _last_moment(meeting: MeetingRow) -> datetime:
    """A meeting that ends at midnight does not take place on the next day."""
    return max(meeting.starts_at, meeting.ends_at - timedelta(microseconds=1))


def _local_day(moment: datetime, zone: str) -> int:
    return moment.astimezone(_zone(zone)).toordinal()


@cache
def _end_of_day(day: date, zone: str) -> int:
    return micros(datetime.combine(day + timedelta(days=1), time(), _zone(zone)))


@cache
def _zone(name: str) -> ZoneInfo:
    """A zone that the system does not know is read as UTC, and said: one bad row must not empty the map."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        logger.warning("Unknown time zone %r: its days are counted in UTC.", name)
        return ZoneInfo("UTC")
