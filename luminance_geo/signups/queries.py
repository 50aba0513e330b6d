"""Plain reads of sign-ups: one's own, who is on a roster, how many places, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from luminance_geo.database import table_of
from luminance_geo.initiatives.model import Initiative, Need, State
from luminance_geo.initiatives.queries import needs_of, published_by_slug
from luminance_geo.meetings.model import Meeting
from luminance_geo.meetings.queries import meetings_of
from luminance_geo.people.model import Person
from luminance_geo.signups import things
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.shapes import Kind, PlaceCount, Places, Ref
from luminance_geo.signups.things import Thing

_BATCH = 500


@dataclass(frozen=True, slots=True)
class RosterRow:
    """Someone who signed up, as organisers see them; `accessibility` is never mailed or exported."""

    sign_up_id: int
    state: SignUpState
    place_in_line: int | None
    name: str | None
    email: str | None
    phone: str | None
    verified: bool
    message: str | None
    accessibility: str | None
    created_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counters:
    """What counts of sign-ups from one origin (None: not told, or anonymised).

    `confirmed` includes those who came or did not; `days_to_meeting` is the mean from sign-up to meeting.
    """

    origin: str | None
    confirmed: int
    came: int
    days_to_meeting: float | None


def of_person(session: Session, person_id: int) -> Sequence[SignUp]:
    """Every sign-up of a person, newest first."""
    asked = select(SignUp).where(col(SignUp.person_id) == person_id)
    return session.exec(asked.order_by(col(SignUp.created_at).desc(), col(SignUp.id).desc())).all()


def position(session: Session, sign_up: SignUp) -> int | None:
    """Where someone stands in line, 1 for the next; None when not waiting."""
    if sign_up.state is not SignUpState.WAITING or sign_up.place_in_line is None:
        return None
    place = col(SignUp.place_in_line)
    before = or_(place < sign_up.place_in_line, and_(place == sign_up.place_in_line, col(SignUp.id) <= sign_up.id))
    asked = select(func.count()).select_from(SignUp).where(
        things.is_for(things.ref_of(sign_up)), col(SignUp.state) == SignUpState.WAITING, before
    )  # fmt: skip
    return int(session.exec(asked).one())


def roster(session: Session, ref: Ref) -> list[RosterRow]:
    """Who signed up for a need or meeting, for its organisers only: in order of sign-up, those who wait last."""
    asked = (
        select(SignUp, Person)
        .join(Person, col(Person.id) == col(SignUp.person_id), isouter=True)
        .where(things.is_for(ref))
        .order_by(func.coalesce(col(SignUp.place_in_line), -(10**9)), col(SignUp.created_at), col(SignUp.id))
    )
    return [_roster_row(sign_up, person) for sign_up, person in session.exec(asked)]


def _roster_row(sign_up: SignUp, person: Person | None) -> RosterRow:
    return RosterRow(
        sign_up_id=sign_up.id or 0,
        state=sign_up.state,
        place_in_line=sign_up.place_in_line,
        name=person.name if person else None,
        email=person.email if person else None,
        phone=person.phone if person else None,
        verified=bool(person and person.verified_at),
        message=sign_up.message,
        accessibility=sign_up.accessibility,
        created_at=sign_up.created_at,
        confirmed_at=sign_up.confirmed_at,
    )


def places(session: Session, slug: str, now: datetime) -> Places | None:
    """Counts of a published initiative's current needs and coming meetings; None for an unknown slug."""
    initiative = published_by_slug(session, slug)
    if initiative is None or initiative.id is None:
        return None
    needs = [
        Thing(Ref("need", row.id or 0), row, initiative) for row in needs_of(session, [initiative.id])[initiative.id]
    ]
    meetings = [
        Thing(Ref("meeting", row.id or 0), row, initiative)
        for row in meetings_of(session, [initiative.id])[initiative.id]
    ]
    waiting = _waiting(session, initiative.id)
    return Places(
        slug,
        tuple(_count(thing, waiting) for thing in needs if not thing.is_over(now)),
        tuple(_count(thing, waiting) for thing in meetings if not thing.is_over(now)),
    )


def _waiting(session: Session, initiative_id: int) -> dict[Ref, int]:
    asked = (
        select(SignUp.need_id, SignUp.meeting_id, func.count())
        .where(col(SignUp.initiative_id) == initiative_id, col(SignUp.state) == SignUpState.WAITING)
        .group_by(col(SignUp.need_id), col(SignUp.meeting_id))
    )
    return {
        Ref("need", need_id) if need_id is not None else Ref("meeting", meeting_id or 0): count
        for need_id, meeting_id, count in session.exec(asked)
    }


def _count(thing: Thing, waiting: dict[Ref, int]) -> PlaceCount:
    capacity, taken = thing.row.capacity, thing.row.taken
    left = None if capacity is None else max(capacity - taken, 0)
    line = waiting.get(thing.ref, 0)
    return PlaceCount(thing.ref.kind, thing.ref.id, capacity, taken, left, line, open=left != 0 and not line)


def unconfirmed(session: Session, *, person_id: int | None = None, ip_hash: str | None = None) -> int:
    """How many sign-ups of a person, or from one place, nobody has answered for: held, or in line unverified."""
    owned = col(SignUp.person_id) == person_id if person_id is not None else col(SignUp.ip_hash) == ip_hash
    in_line = and_(col(SignUp.state) == SignUpState.WAITING, col(Person.verified_at).is_(None))
    asked = (
        select(func.count())
        .select_from(SignUp)
        .join(Person, col(Person.id) == col(SignUp.person_id))
        .where(owned, or_(col(SignUp.state) == SignUpState.HELD, in_line))
    )
    return int(session.exec(asked).one())


def with_passed_holds(session: Session, now: datetime) -> list[Ref]:
    """Needs and meetings that have a hold to let go of."""
    asked = select(SignUp.need_id, SignUp.meeting_id).where(
        col(SignUp.state) == SignUpState.HELD, col(SignUp.hold_until) <= now
    )
    return _refs(session.exec(asked.distinct()).all())


def with_idle_places(session: Session, now: datetime) -> list[Ref]:
    """Needs and meetings where someone waits though a place is left: something changed outside of our verbs."""
    found: list[Ref] = []
    models: tuple[tuple[Kind, type[Need] | type[Meeting]], ...] = (("need", Need), ("meeting", Meeting))
    for kind, model in models:
        mine = col(SignUp.need_id) if kind == "need" else col(SignUp.meeting_id)
        left = or_(col(model.capacity).is_(None), col(model.taken) < col(model.capacity))
        asked = (
            select(model.id)
            .join(SignUp, mine == col(model.id))
            .join(Initiative, col(Initiative.id) == col(model.initiative_id))
            .where(col(SignUp.state) == SignUpState.WAITING, left, col(Initiative.state) == State.PUBLISHED)
            .distinct()
        )
        found += [Ref(kind, key) for key in session.exec(asked) if key is not None]
    return [ref for ref in found if (thing := things.read(session, ref)) is not None and not thing.is_over(now)]


def _refs(rows: Sequence[tuple[int | None, int | None]]) -> list[Ref]:
    return sorted(Ref("need", need) if need is not None else Ref("meeting", meeting or 0) for need, meeting in rows)


def holds_to_remind(session: Session, now: datetime) -> list[SignUp]:
    """Holds that run and were not reminded of, the next to pass first."""
    asked = select(SignUp).where(
        col(SignUp.state) == SignUpState.HELD, col(SignUp.counts).is_(True), col(SignUp.hold_until) > now,
        col(SignUp.reminded_at).is_(None),
    )  # fmt: skip
    return list(session.exec(asked.order_by(col(SignUp.hold_until)).limit(_BATCH).with_for_update(skip_locked=True)))


def meetings_to_remind(session: Session, now: datetime, ahead: timedelta) -> list[SignUp]:
    """Confirmed sign-ups for meetings that begin within `ahead`, of people not reminded yet, soonest first."""
    asked = (
        select(SignUp)
        .join(Meeting, col(Meeting.id) == col(SignUp.meeting_id))
        .where(
            col(SignUp.state) == SignUpState.CONFIRMED, col(SignUp.reminded_at).is_(None),
            col(Meeting.starts_at) > now, col(Meeting.starts_at) <= now + ahead, col(Meeting.cancelled_at).is_(None),
        )
        .order_by(col(Meeting.starts_at), col(SignUp.id))
        .limit(_BATCH)
    )  # fmt: skip
    return list(session.exec(asked.with_for_update(of=SignUp, skip_locked=True)))


def counters(session: Session, initiative_id: int | None = None, *, demonstration: bool = False) -> list[Counters]:
    """Sign-ups confirmed, people who came, days from sign-up to meeting, by origin."""
    asked = (
        select(SignUp, Meeting.starts_at)
        .join(Initiative, col(Initiative.id) == col(SignUp.initiative_id))
        .join(Meeting, col(Meeting.id) == col(SignUp.meeting_id), isouter=True)
        .where(col(SignUp.state).in_([SignUpState.CONFIRMED, SignUpState.ATTENDED, SignUpState.ABSENT]))
    )
    if initiative_id is not None:
        asked = asked.where(col(SignUp.initiative_id) == initiative_id)
    if not demonstration:
        asked = asked.where(col(Initiative.demonstration).is_(False))
    by_origin: dict[str | None, list[tuple[SignUp, datetime | None]]] = {}
    for sign_up, starts_at in session.exec(asked):
        by_origin.setdefault(sign_up.origin, []).append((sign_up, starts_at))
    return [_counters(origin, rows) for origin, rows in sorted(by_origin.items(), key=lambda item: item[0] or "")]


def _counters(origin: str | None, rows: list[tuple[SignUp, datetime | None]]) -> Counters:
    days = [(starts_at - row.created_at).total_seconds() / 86_400 for row, starts_at in rows if starts_at is not None]
    came = sum(row.state is SignUpState.ATTENDED for row, _ in rows)
    return Counters(origin, len(rows), came, sum(days) / len(days) if days else None)


def miscounted(session: Session) -> list[tuple[Ref, int, int]]:
    """Needs and meetings whose `taken` is not the number of sign-ups that count: what, taken, counted.

    The demonstration set is seeded with places taken by nobody: there, `taken` may be larger.
    """
    found: list[tuple[Ref, int, int]] = []
    models: tuple[tuple[Kind, type[Need] | type[Meeting]], ...] = (("need", Need), ("meeting", Meeting))
    for kind, model in models:
        mine = col(SignUp.need_id) if kind == "need" else col(SignUp.meeting_id)
        table = table_of(model)
        counted = func.count(col(SignUp.id))
        asked = (
            select(table.c.id, table.c.taken, counted)
            .select_from(table)
            .join(Initiative, col(Initiative.id) == table.c.initiative_id)
            .join(SignUp, and_(mine == table.c.id, col(SignUp.counts).is_(True)), isouter=True)
            .group_by(table.c.id, table.c.taken, col(Initiative.demonstration))
            .having(
                or_(table.c.taken < counted, and_(col(Initiative.demonstration).is_(False), table.c.taken != counted))
            )
        )
        found += [(Ref(kind, key), taken, number) for key, taken, number in session.exec(asked)]
    return found
