"""Reminders: of a place to confirm, and of a meeting. The caller owns the transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from luminance_geo.settings import Settings
from luminance_geo.signups import queries, rules, steps, things
from luminance_geo.signups.messages import MessageKind
from luminance_geo.signups.model import SignUp
from luminance_geo.signups.things import Thing


def remind_due(session: Session, *, now: datetime, settings: Settings) -> int:
    """Remind those who hold a place without having confirmed, and those whose meeting is near; each once. How many."""
    ahead = timedelta(hours=settings.reminder_hours)
    return _remind(session, queries.holds_to_remind(session, now), MessageKind.REMINDER_CONFIRM, now, settings,
                   lambda sign_up, thing: _hold_reminder_is_due(sign_up, now, ahead)) + _remind(
        session, queries.meetings_to_remind(session, now, ahead), MessageKind.REMINDER_DAY, now, settings,
        lambda sign_up, thing: _day_reminder_is_due(sign_up, thing, now, ahead))  # fmt: skip


def _remind(
    session: Session, found: list[SignUp], kind: MessageKind, now: datetime, settings: Settings,
    is_due: Callable[[SignUp, Thing], bool],
) -> int:  # fmt: skip
    count = 0
    for sign_up in found:
        thing = things.read(session, things.ref_of(sign_up))
        if thing is None or thing.is_over(now) or not is_due(sign_up, thing):
            continue
        sign_up.reminded_at = now
        session.flush()
        steps.write_to(session, sign_up, thing, kind, now, settings)
        count += 1
    return count


def _hold_reminder_is_due(sign_up: SignUp, now: datetime, ahead: timedelta) -> bool:
    if sign_up.held_at is None or sign_up.hold_until is None:
        return False
    at = rules.remind_at(sign_up.held_at, sign_up.hold_until, ahead)
    return at is not None and at <= now


def _day_reminder_is_due(sign_up: SignUp, thing: Thing, now: datetime, ahead: timedelta) -> bool:
    if thing.meeting is None or sign_up.confirmed_at is None:
        return False
    return rules.day_reminder_is_due(now, thing.meeting.starts_at, sign_up.confirmed_at, ahead)
