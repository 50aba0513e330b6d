"""What a face shows of an initiative: a card in a list, and the whole of it in a panel or on its page.

The figures follow one rule: places are those of needs still asked for and of coming meetings with a limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from sqlmodel import Session

from luminance_geo.database import Reader
from luminance_geo.i18n import Bilingual
from luminance_geo.initiatives.model import Initiative, Need
from luminance_geo.initiatives.queries import listed_by_id, listed_needs_of, needs_of, published_by_slug
from luminance_geo.initiatives.rules import local_day, need_is_current, need_is_open, places_left
from luminance_geo.meetings.model import Meeting
from luminance_geo.meetings.queries import meetings_of
from luminance_geo.meetings.rules import is_coming


@dataclass(frozen=True, slots=True)
class NeedView:
    """A role to fill. `left` is what remains of `capacity`; `until` is its last local day."""

    id: int
    title: Bilingual
    skills: tuple[str, ...]
    capacity: int
    taken: int
    left: int
    remote: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A dated occasion; without a `capacity` there is no limit. WGS84 degrees, only where held elsewhere."""

    id: int
    title: Bilingual
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    capacity: int | None
    taken: int
    left: int | None
    remote: bool
    address: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Card:
    """An initiative in a list. `lat`, `lon` are WGS84 degrees; `places_*` are None where nothing is limited."""

    id: int
    slug: str
    name: Bilingual
    summary: Bilingual
    causes: tuple[str, ...]
    skills: tuple[str, ...]
    lat: float | None
    lon: float | None
    precision: str
    address: str | None
    locality: str | None
    remote: bool
    languages: tuple[str, ...]
    demonstration: bool
    confirmed: bool
    source: str | None
    source_date: str | None
    places_left: int | None
    places_total: int | None
    open_needs: int
    next_meeting: MeetingView | None
    published_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Detail:
    """The whole of an initiative. Meetings that are coming stand first, soonest first; then past ones, latest first."""

    card: Card
    description: Bilingual
    needs: tuple[NeedView, ...]
    meetings: tuple[MeetingView, ...]
    governance: str | None
    governance_text: Bilingual
    roots_text: Bilingual
    sharing: str | None
    sharing_text: Bilingual
    website: str | None
    postal_code: str | None
    regions: tuple[str, ...]
    source_kind: str | None
    time_zone: str
    created_at: datetime
    updated_at: datetime
    confirmed_at: datetime | None


def read_cards(reader: Reader, ids: Sequence[int], now: datetime) -> list[Card]:
    """Cards in the order of `ids`; those unknown or not published are left out."""
    rows = listed_by_id(reader, ids)
    needs, meetings = listed_needs_of(reader, rows), meetings_of(reader, rows)
    return [_card(rows[id_], needs.get(id_, ()), meetings.get(id_, ()), now) for id_ in ids if id_ in rows]


def read_detail(session: Session, slug: str, now: datetime) -> Detail | None:
    """The whole of a published initiative, or None."""
    row = published_by_slug(session, slug)
    if row is None or row.id is None:
        return None
    needs = needs_of(session, [row.id]).get(row.id, ())
    meetings = meetings_of(session, [row.id]).get(row.id, ())
    coming = [meeting for meeting in meetings if is_coming(meeting.ends_at, now)]
    past = [meeting for meeting in reversed(meetings) if not is_coming(meeting.ends_at, now)]
    return Detail(
        card=_card(row, needs, meetings, now),
        description=_bilingual(row, "description"),
        needs=tuple(map(need_view, needs)),
        meetings=tuple(map(_meeting, [*coming, *past])),
        governance=row.governance,
        governance_text=Bilingual(row.governance_fr, row.governance_en),
        roots_text=Bilingual(row.roots_fr, row.roots_en),
        sharing=row.sharing,
        sharing_text=Bilingual(row.sharing_fr, row.sharing_en),
        website=row.website,
        postal_code=row.postal_code,
        regions=tuple(row.regions),
        source_kind=row.source_kind,
        time_zone=row.time_zone,
        created_at=row.created_at,
        updated_at=row.updated_at,
        confirmed_at=row.confirmed_at,
    )


@cache
def _parts(field: str) -> attrgetter[tuple[Any, ...]]:
    return attrgetter(*(f"{field}_{part}" for part in ("fr", "en", "fr_at", "en_at")))


def _bilingual(row: Initiative | Need | Meeting, field: str) -> Bilingual:
    return Bilingual(*_parts(field)(row))


def need_view(row: Need) -> NeedView:
    """A role to fill, from its row."""
    assert row.id is not None  # noqa: S101 - it was read from the table
    return NeedView(
        id=row.id,
        title=_bilingual(row, "title"),
        skills=tuple(row.skills),
        capacity=row.capacity,
        taken=row.taken,
        left=places_left(row.capacity, row.taken),
        remote=row.remote,
        until=row.until,
    )


def _meeting(row: Meeting) -> MeetingView:
    assert row.id is not None  # noqa: S101 - it was read from the table
    return MeetingView(
        id=row.id,
        title=_bilingual(row, "title"),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time_zone=row.time_zone,
        capacity=row.capacity,
        taken=row.taken,
        left=None if row.capacity is None else places_left(row.capacity, row.taken),
        remote=row.remote,
        address=row.address,
        lat=row.lat,
        lon=row.lon,
    )


def _places(needs: Sequence[Need], meetings: Sequence[Meeting]) -> tuple[int, int] | tuple[None, None]:
    """Places left and in all, or None twice where nothing is limited."""
    limited = [(need.capacity, need.taken) for need in needs]
    limited += [(meeting.capacity, meeting.taken) for meeting in meetings if meeting.capacity is not None]
    if not limited:
        return None, None
    return sum(places_left(*each) for each in limited), sum(total for total, _ in limited)


def _card(row: Initiative, needs: Sequence[Need], meetings: Sequence[Meeting], now: datetime) -> Card:
    assert row.id is not None  # noqa: S101 - it was read from the table
    today = local_day(now, row.time_zone)
    current = [need for need in needs if need_is_current(need.until, today)]
    coming = [meeting for meeting in meetings if is_coming(meeting.ends_at, now)]
    left, total = _places(current, coming)
    return Card(
        id=row.id,
        slug=row.slug,
        name=_bilingual(row, "name"),
        summary=_bilingual(row, "summary"),
        causes=tuple(row.causes),
        skills=tuple(dict.fromkeys(skill for need in current for skill in need.skills)),
        lat=row.lat,
        lon=row.lon,
        precision=row.precision.value,
        address=row.address,
        locality=row.locality,
        remote=row.remote,
        languages=tuple(row.languages),
        demonstration=row.demonstration,
        confirmed=row.confirmed_at is not None,
        source=row.source,
        source_date=row.source_date,
        places_left=left,
        places_total=total,
        open_needs=sum(need_is_open(need.capacity, need.taken, need.until, today) for need in current),
        next_meeting=_meeting(coming[0]) if coming else None,
        published_at=row.published_at,
        updated_at=row.updated_at,
    )
