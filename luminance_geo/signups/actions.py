"""Verbs of sign-ups. The caller owns the transaction, which has to be a writing one.

`taken` of the need or meeting is the number of sign-ups that count: each verb locks that row, counts by guarded
updates, and gives each vacancy to the next in line before it ends. So no place is idle while someone waits.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session, col, select

from luminance_geo.audit import actions as audit
from luminance_geo.errors import Conflict
from luminance_geo.i18n import N_
from luminance_geo.meetings.model import Meeting
from luminance_geo.people import actions as people
from luminance_geo.people.model import Person
from luminance_geo.settings import Settings
from luminance_geo.signups import limits, rules, steps, things
from luminance_geo.signups.messages import MessageKind
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.shapes import Ref
from luminance_geo.signups.things import Thing

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wrote and where they came from, already clean."""

    language: str = "fr"
    message: str | None = None
    accessibility: str | None = None
    origin: str | None = None
    idempotency_key: str | None = None
    ip_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A sign-up; `fresh` says that this call made it (or took it anew), `repeated` that its own key was sent again."""

    sign_up: SignUp
    fresh: bool
    repeated: bool = False


def take(
    session: Session, *, ref: Ref, person: Person, asked: Asked, trusted: bool, now: datetime, settings: Settings
) -> Taken:
    """Take a place for `person`, whose row the caller has locked, or a place in line.

    `trusted` is someone signed in: confirmed at once. Asking again gives the same sign-up; after a withdrawal, the row
    is used again, at the end of the line. Raises `Conflict`, `Limited`, `NotFound`.
    """
    known = _known(session, ref, person, asked)
    if known is not None and asked.idempotency_key and known.idempotency_key == asked.idempotency_key:
        return Taken(known, fresh=False, repeated=True)
    if known is not None and known.state not in (SignUpState.WITHDRAWN, SignUpState.EXPIRED):
        return Taken(known, fresh=False)
    with things.locked(session, ref) as thing:
        if known is not None:
            session.refresh(known)  # an old link may have brought it back while we waited
            if known.state not in (SignUpState.WITHDRAWN, SignUpState.EXPIRED):
                return Taken(known, fresh=False)
        steps.require_open(thing, now)
        if not trusted:
            limits.require_moderation(session, thing, person, asked.ip_hash, now, settings)
        sign_up = known or SignUp(
            person_id=person.id, initiative_id=thing.row.initiative_id, need_id=ref.id if ref.kind == "need" else None,
            meeting_id=ref.id if ref.kind == "meeting" else None, state=SignUpState.WAITING, nonce="", created_at=now,
            uid=f"{uuid4()}@{settings.mail_domain}",
        )  # fmt: skip
        _write(sign_up, asked, now)
        steps.seat(
            session, sign_up, thing, trusted=trusted, now=now, settings=settings, old=known.state if known else None
        )
    return Taken(sign_up, fresh=True)


def _known(session: Session, ref: Ref, person: Person, asked: Asked) -> SignUp | None:
    found = session.exec(select(SignUp).where(things.is_for(ref), col(SignUp.person_id) == person.id)).first()
    if asked.idempotency_key and (found is None or found.idempotency_key != asked.idempotency_key):
        other = select(SignUp.id).where(col(SignUp.idempotency_key) == asked.idempotency_key)
        if session.exec(other).first() is not None:
            raise Conflict(N_("This form was already sent with other answers. Reload the page."))
    return found


def _write(sign_up: SignUp, asked: Asked, now: datetime) -> None:
    """What was asked this time; a new nonce makes the links of another time void."""
    sign_up.nonce = secrets.token_urlsafe(16)
    sign_up.created_at = now
    for name in ("language", "message", "accessibility", "origin", "idempotency_key", "ip_hash"):
        setattr(sign_up, name, getattr(asked, name))


def write_again(session: Session, *, sign_up: SignUp, now: datetime, settings: Settings) -> None:
    """Mail the link of an active sign-up again, to someone who typed its address anew; a few times in a day."""
    thing = things.read(session, things.ref_of(sign_up))
    kinds = {SignUpState.HELD, SignUpState.WAITING, SignUpState.CONFIRMED}
    if thing is None or sign_up.state not in kinds:
        return
    who = f"again-{sign_up.id}"
    if people.allow(session, kind="sign-up", who=who, limit=settings.holds_per_address, within=_DAY, now=now):
        sign_up.sequence += 1
        session.flush()
        steps.write_to(session, sign_up, thing, MessageKind(sign_up.state.value), now, settings)


def confirm(session: Session, *, sign_up_id: int, proved: bool, now: datetime, settings: Settings) -> SignUp:
    """Confirm a held place: `proved` says that the address is (a mailed link, or someone signed in).

    A hold that has passed is confirmed if a place is left and nobody waits, else it goes to the end of the line; so
    does a hold of a meeting's last hours that came second. What is not held stays as it is. Raises `Conflict`.
    """
    sign_up = _get(session, sign_up_id)
    person = session.get(Person, sign_up.person_id) if sign_up.person_id else None
    if proved and person is not None and person.verified_at is None:
        people.verify(session, person, now)
    with things.locked(session, things.ref_of(sign_up)) as thing:
        session.refresh(sign_up)
        if sign_up.state not in (SignUpState.HELD, SignUpState.EXPIRED):
            return sign_up
        if sign_up.state is SignUpState.HELD and sign_up.hold_until is not None and sign_up.hold_until <= now:
            steps.release(session, sign_up, thing, SignUpState.EXPIRED, None, now, settings)
        steps.require_open(thing, now)
        if sign_up.counts:
            steps.enter(sign_up, SignUpState.CONFIRMED, now, old=SignUpState.HELD, counts=True)
            steps.told(session, sign_up, thing, MessageKind.CONFIRMED, now, settings, sign_up.person_id)
        else:
            steps.seat(session, sign_up, thing, trusted=True, now=now, settings=settings, old=sign_up.state)
    return sign_up


def withdraw(session: Session, *, sign_up_id: int, now: datetime, settings: Settings, quiet: bool = False) -> SignUp:
    """Give a place, or a place in line, back; the next in line gets it. What has ended stays as it is."""
    sign_up = _get(session, sign_up_id)
    with things.locked(session, things.ref_of(sign_up)) as thing:
        session.refresh(sign_up)
        if sign_up.state in rules.ACTIVE:
            kind = None if quiet else MessageKind.WITHDRAWN
            steps.release(session, sign_up, thing, SignUpState.WITHDRAWN, kind, now, settings, sign_up.person_id)
    return sign_up


def _get(session: Session, sign_up_id: int) -> SignUp:
    sign_up = session.get(SignUp, sign_up_id)
    if sign_up is None:
        raise Conflict(N_("This sign-up is no longer there."))
    return sign_up


def promote(session: Session, *, ref: Ref, now: datetime, settings: Settings) -> int:
    """Give whatever places are free to those who wait; how many were promoted."""
    with things.locked(session, ref) as thing:
        return steps.fill(session, thing, now, settings)


def expire_due(session: Session, *, ref: Ref, now: datetime, settings: Settings) -> int:
    """Let go of the holds of one need or meeting that have passed, oldest first; how many."""
    with things.locked(session, ref) as thing:
        due = select(SignUp).where(
            things.is_for(ref), col(SignUp.state) == SignUpState.HELD, col(SignUp.hold_until) <= now
        )
        held = session.exec(due.order_by(col(SignUp.hold_until), col(SignUp.id))).all()
        for sign_up in held:
            kind = MessageKind.EXPIRED if sign_up.counts and not thing.is_over(now) else None
            steps.release(session, sign_up, thing, SignUpState.EXPIRED, kind, now, settings)
    return len(held)


def change_capacity(session: Session, *, ref: Ref, capacity: int | None, now: datetime, settings: Settings) -> None:
    """Change how many places there are (None, for a meeting: no limit).

    Raised: those who wait are promoted in order. Lowered: a confirmed person is never dropped, so below the number of
    confirmed people it is a `Conflict`; unconfirmed holds beyond it go back, newest first, to the head of the line.
    """
    with things.locked(session, ref) as thing:
        if capacity is None and thing.meeting is None:
            raise Conflict(N_("A need has a number of places."))
        held = select(SignUp).where(
            things.is_for(ref), col(SignUp.state) == SignUpState.HELD, col(SignUp.counts).is_(True)
        )
        newest_first = session.exec(held.order_by(col(SignUp.held_at).desc(), col(SignUp.id).desc())).all()
        back = rules.to_put_back(newest_first, thing.row.taken, capacity)
        if back is None:
            confirmed = thing.row.taken - len(newest_first)
            raise Conflict(N_("Confirmed people: {count}. There cannot be fewer places than that."), count=confirmed)
        for sign_up in back:
            things.vacate(session, thing)
            steps.enter(sign_up, SignUpState.WAITING, now, old=sign_up.state, place=things.head_of_line(session, ref))
            steps.told(session, sign_up, thing, MessageKind.WAITING, now, settings)
        _set_capacity(session, thing, capacity)
        steps.fill(session, thing, now, settings)


def _set_capacity(session: Session, thing: Thing, capacity: int | None) -> None:
    if isinstance(thing.row, Meeting) or capacity is not None:
        thing.row.capacity = capacity
    session.flush()


def mark_attendance(
    session: Session, *, sign_up_id: int, came: bool, actor_id: int | None, now: datetime, settings: Settings
) -> SignUp:
    """Note who came to a meeting that has begun; it can be corrected. `Conflict` before, or when not confirmed."""
    sign_up = _get(session, sign_up_id)
    state = SignUpState.ATTENDED if came else SignUpState.ABSENT
    with things.locked(session, things.ref_of(sign_up)) as thing:
        session.refresh(sign_up)
        if thing.meeting is not None and thing.meeting.starts_at > now:
            raise Conflict(N_("The meeting has not begun."))
        if sign_up.state is not state:
            confirmed_at = sign_up.confirmed_at
            steps.enter(sign_up, state, now, old=sign_up.state, counts=sign_up.counts)
            sign_up.confirmed_at = confirmed_at
            steps.told(session, sign_up, thing, None, now, settings, actor_id)
    return sign_up


def answer(session: Session, *, sign_up: SignUp, message: str | None, now: datetime) -> None:
    """Change what someone wrote to the organisers."""
    sign_up.message = message
    session.flush()
    assert sign_up.id is not None  # noqa: S101 - it was read from the table
    audit.record(
        session, at=now, actor_id=sign_up.person_id, action="sign-up.changed", subject_kind="sign_up",
        subject_id=sign_up.id,
    )  # fmt: skip
