"""The steps that the verbs of sign-ups are made of: into a state, onto a place or into the line, and who is told.

All of them work on a need or meeting that the caller has locked.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from luminance_geo.audit import actions as audit
from luminance_geo.errors import Conflict
from luminance_geo.i18n import N_
from luminance_geo.mail import actions as mail
from luminance_geo.settings import Settings
from luminance_geo.signups import messages, rules, things
from luminance_geo.signups.messages import MessageKind
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.things import Thing


def require_open(thing: Thing, now: datetime) -> None:
    """Raise `Conflict` where nobody can take a place any more."""
    if thing.cancelled:
        raise Conflict(N_("This meeting is cancelled."))
    if thing.is_over(now):
        raise Conflict(N_("This is over: nobody can sign up any more."))


def seat(
    session: Session, sign_up: SignUp, thing: Thing, *, trusted: bool, now: datetime, settings: Settings,
    old: SignUpState | None,
) -> None:  # fmt: skip
    """A place if nobody waits and one is left, else the end of the line."""
    nobody_waits = things.next_in_line(session, thing.ref) is None
    if nobody_waits and not trusted and _first_to_confirm(thing, now, settings) and not thing.is_full:
        enter(sign_up, SignUpState.HELD, now, old=old, until=thing.deadline(now))
    elif nobody_waits and things.occupy(session, thing):
        if trusted:
            enter(sign_up, SignUpState.CONFIRMED, now, old=old, counts=True)
        else:
            hold(sign_up, thing, now, settings, old)
    else:
        enter(sign_up, SignUpState.WAITING, now, old=old, place=things.end_of_line(session, thing.ref))
    told(session, sign_up, thing, MessageKind(sign_up.state.value), now, settings)


def _first_to_confirm(thing: Thing, now: datetime, settings: Settings) -> bool:
    meeting = thing.meeting
    if meeting is None or meeting.capacity is None:
        return False
    return rules.in_last_hours(now, meeting.starts_at, timedelta(hours=settings.last_hours))


def hold(sign_up: SignUp, thing: Thing, now: datetime, settings: Settings, old: SignUpState | None) -> None:
    """A place that is kept for a time."""
    until = rules.hold_until(now, thing.deadline(now), timedelta(hours=settings.hold_hours))
    enter(sign_up, SignUpState.HELD, now, old=old, counts=True, until=until)


def enter(
    sign_up: SignUp, state: SignUpState, now: datetime, *, old: SignUpState | None, counts: bool = False,
    until: datetime | None = None, place: int | None = None,
) -> None:  # fmt: skip
    """The one way into a state: everything that goes with it is set, the rest is emptied."""
    if not rules.may_become(old, state):
        raise Conflict(N_("This sign-up has changed meanwhile. Reload the page."))
    sign_up.state, sign_up.counts, sign_up.place_in_line = state, counts, place
    sign_up.held_at, sign_up.hold_until = (now, until) if state is SignUpState.HELD else (None, None)
    sign_up.reminded_at = None
    sign_up.confirmed_at = now if state is SignUpState.CONFIRMED else None
    sign_up.ended_at = now if state in (SignUpState.WITHDRAWN, SignUpState.EXPIRED) else None
    sign_up.sequence += 0 if old is None else 1
    if sign_up.ended_at:
        sign_up.accessibility = None


def told(
    session: Session, sign_up: SignUp, thing: Thing, kind: MessageKind | None, now: datetime, settings: Settings,
    actor_id: int | None = None,
) -> None:  # fmt: skip
    """Keep the trail, and write to the person; what was still to be sent about the state before is not sent."""
    session.add(sign_up)
    session.flush()
    assert sign_up.id is not None  # noqa: S101 - given by the flush
    audit.record(
        session, at=now, actor_id=actor_id, action=f"sign-up.{sign_up.state.value}", subject_kind="sign_up",
        subject_id=sign_up.id, **{thing.ref.kind: thing.ref.id},
    )  # fmt: skip
    if sign_up.person_id is not None and sign_up.sequence:
        mail.cancel(session, person_id=sign_up.person_id, key_prefix=f"sign-up-{sign_up.id}-", now=now)
    if kind is not None:
        write_to(session, sign_up, thing, kind, now, settings)


def write_to(
    session: Session, sign_up: SignUp, thing: Thing, kind: MessageKind, now: datetime, settings: Settings
) -> None:
    """Queue a message; none leaves about an example, unless the settings say so."""
    if settings.mail_demonstration or not thing.initiative.demonstration:
        messages.queue(session, kind, sign_up, now=now, settings=settings)


def release(
    session: Session, sign_up: SignUp, thing: Thing, state: SignUpState, kind: MessageKind | None, now: datetime,
    settings: Settings, actor_id: int | None = None,
) -> None:  # fmt: skip
    """Leave for `state`, and let the next in line have the place."""
    counted = sign_up.counts
    enter(sign_up, state, now, old=sign_up.state)
    told(session, sign_up, thing, kind, now, settings, actor_id)
    if counted:
        things.vacate(session, thing)
        fill(session, thing, now, settings)


def fill(session: Session, thing: Thing, now: datetime, settings: Settings) -> int:
    """One vacancy, one person, in the order of the line; how many were promoted. They have the usual time to accept."""
    promoted = 0
    while not thing.is_over(now):
        following = things.next_in_line(session, thing.ref)
        if following is None or not things.occupy(session, thing):
            break
        hold(following, thing, now, settings, following.state)
        told(session, following, thing, MessageKind.PROMOTED, now, settings)
        promoted += 1
    return promoted
