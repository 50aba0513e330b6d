"""Columns out of frames: rows put in map order, codes into bitmaps, days into moments, names into ranks."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from luminance_geo import vocabulary
from luminance_geo.catalogue import bits
from luminance_geo.catalogue.coded import Coded, Lists, Rows
from luminance_geo.catalogue.columns import NEVER, Columns, Meetings, Needs, ranks
from luminance_geo.catalogue.frame import (
    EPOCH,
    Frame,
    FrameMaker,
    MeetingsFrame,
    MeetingsMaker,
    Micros,
    NeedsFrame,
    NeedsMaker,
    micros,
)
from luminance_geo.catalogue.labels import Labels
from luminance_geo.catalogue.ragged import Ragged
from luminance_geo.catalogue.regions import Regions
from luminance_geo.catalogue.rows import Entry, MeetingRow, NeedRow
from luminance_geo.catalogue.words import WordIndex

logger = logging.getLogger(__name__)
Order = NDArray[np.intp]


def build(
    entries: Sequence[Entry], needs: Sequence[NeedRow] = (), meetings: Sequence[MeetingRow] = (), *, revision: int = 0
) -> Columns:
    """Columns of these rows; needs and meetings of entries that are not given are left out."""
    of_entries, of_needs, of_meetings = FrameMaker(), NeedsMaker(), MeetingsMaker()
    of_entries.add(entries)
    of_needs.add(needs)
    of_meetings.add(meetings)
    return of_frames(of_entries.frame(), of_needs.frame(), of_meetings.frame(), revision=revision)


def of_frames(frame: Frame, needs: NeedsFrame, meetings: MeetingsFrame, *, revision: int) -> Columns:
    """Columns of frames; needs and meetings of initiatives that are not in `frame` are left out."""
    order = frame.points.map_order(frame.ids)
    size = len(order)
    row_of = np.empty(size, dtype=np.int32)
    row_of[order] = np.arange(size, dtype=np.int32)
    ids, points = frame.ids[order], frame.points.take(order)
    by_id = np.argsort(ids)
    located = int(np.count_nonzero(~np.isnan(points.lat)))
    published = frame.published[order]
    causes, remote = tuple(vocabulary.causes()), frame.remote[order]
    remote[located:] = True
    return Columns(
        revision=revision,
        ids=ids,
        by_id=by_id,
        points=points,
        located=located,
        causes=Coded.build(causes, frame.causes.take(order)),
        primary=_primary(causes, frame.causes)[order],
        languages=Coded.build(vocabulary.activity_languages(), frame.languages.take(order)),
        governance=Coded.build(vocabulary.governance(), frame.governance.take(order)),
        sharing=Coded.build(vocabulary.sharing(), frame.sharing.take(order)),
        regions=Regions.build(frame.regions.take(order)),
        remote=bits.pack(remote),
        demonstration=bits.pack(frame.demonstration[order]),
        published=published,
        newest=ranks(-published, ids),
        name=ranks(_name_order(frame.vocabulary, frame.name)[order], ids),
        words=_words(frame, row_of),
        needs=_needs(needs, frame, ids, by_id, order),
        meetings=_meetings(meetings, ids, by_id),
        labels=Labels.joined([(frame.labels, row_of)], size),
    )


def _primary(causes: Sequence[str], lists: Lists) -> NDArray[np.int8]:
    """The place of each row's first known cause; the vocabulary's first where there is none."""
    places = {code: place for place, code in enumerate(causes)}
    first = [next((places[code] for code in own if code in places), 0) for own in lists.distinct]
    return np.array(first, dtype=np.int8)[lists.which]


def _words(frame: Frame, row_of: Rows) -> WordIndex:
    held = [(words.values, row_of[words.owners()]) for words in frame.words]
    return WordIndex.of_pairs(frame.vocabulary, held, len(row_of))


def _name_order(words: Sequence[str], names: Ragged) -> NDArray[np.int64]:
    """A number per row that sorts as the words of its name do, word by word: ties are looked into one word further."""
    rank = np.zeros(len(words), dtype=np.int64)
    rank[sorted(range(len(words)), key=words.__getitem__)] = np.arange(1, len(words) + 1)
    lengths = np.diff(names.starts)
    group = np.zeros(len(lengths), dtype=np.int64)  # how many rows come before all that are tied with a row
    tied, place = np.arange(len(lengths)), 0
    while len(tied):
        more = lengths[tied] > place
        following = np.zeros(len(tied), dtype=np.int64)
        following[more] = rank[names.values[names.starts[tied[more]] + place]]
        order = np.lexsort((following, group[tied]))
        tied, following, before = tied[order], following[order], group[tied[order]]
        begins = _firsts(before), _firsts(before * (len(words) + 1) + following)
        group[tied] += begins[1] - begins[0]
        tied = tied[(following > 0) & (np.bincount(begins[1], minlength=len(tied))[begins[1]] > 1)]
        place += 1
    return group


def _firsts(ordered: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each place, the first one that holds the same as it."""
    new = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    return np.maximum.accumulate(np.where(new, np.arange(len(ordered)), 0))


def _needs(needs: NeedsFrame, frame: Frame, ids: NDArray[np.int64], by_id: Order, order: Order) -> Needs:
    rows, kept = _rows(needs.initiative, ids, by_id)
    zones, until = frame.zone[order][rows], needs.until[kept]
    pairs, which = np.unique(until.astype(np.int64) << 32 | zones, return_inverse=True)
    lapses = [_lapse(needs.days[pair >> 32], frame.zones[pair & 0xFFFFFFFF]) for pair in pairs.tolist()]
    return Needs(
        ids=needs.ids[kept],
        rows=rows,
        skills=Coded.build(vocabulary.skills(), needs.skills.take(kept)),
        places_left=needs.places_left[kept],
        lapses=np.array(lapses, dtype=np.int64)[which],
    )


def _meetings(meetings: MeetingsFrame, ids: NDArray[np.int64], by_id: Order) -> Meetings:
    rows, kept = _rows(meetings.initiative, ids, by_id)
    starts, ends, zone = meetings.starts[kept], meetings.ends[kept], meetings.zone[kept]
    last = np.maximum(starts, ends - 1)  # what ends at midnight does not take place on the next day
    return Meetings(
        rows=rows,
        starts=starts,
        ends=ends,
        first_day=_local_days(starts, zone, meetings.zones),
        last_day=_local_days(last, zone, meetings.zones),
        places_left=meetings.places_left[kept],
    )


def _rows(initiative: NDArray[np.int64], ids: NDArray[np.int64], by_id: Order) -> tuple[Rows, NDArray[np.int64]]:
    """The rows of what belongs to known initiatives, ascending, and which these are."""
    if not len(ids):
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)
    rows = by_id[np.minimum(np.searchsorted(ids, initiative, sorter=by_id), len(ids) - 1)].astype(np.int32)
    known = np.flatnonzero(ids[rows] == initiative)
    kept = known[np.argsort(rows[known], kind="stable")]
    return rows[kept], kept


def _local_days(moments: Micros, zone: NDArray[np.int32], zones: Sequence[str]) -> NDArray[np.int32]:
    """The local day of each moment (proleptic ordinal); each distinct moment of a zone is asked once."""
    days = np.zeros(len(moments), dtype=np.int32)
    for place, name in enumerate(zones):
        own = np.flatnonzero(zone == place)
        distinct, which = np.unique(moments[own], return_inverse=True)
        known = [
            (EPOCH + timedelta(microseconds=moment)).astimezone(_zone(name)).toordinal() for moment in distinct.tolist()
        ]
        days[own] = np.array(known, dtype=np.int32)[which]
    return days


def _lapse(day: date | None, zone: str) -> int:
    return NEVER if day is None else micros(datetime.combine(day + timedelta(days=1), time(), _zone(zone)))


@cache
def _zone(name: str) -> ZoneInfo:
    """A zone that the system does not know is read as UTC, and said: one bad row must not empty the map."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        logger.warning("Unknown time zone %r: its days are counted in UTC.", name)
        return ZoneInfo("UTC")
