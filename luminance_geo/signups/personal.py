"""What sign-ups hold about a person, and how it is erased or forgotten."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import CursorResult, and_, exists, or_, select, update
from sqlmodel import Session, col

from luminance_geo.initiatives.model import Initiative, Need
from luminance_geo.initiatives.rules import local_day
from luminance_geo.meetings.model import Meeting
from luminance_geo.settings import Settings
from luminance_geo.signups import actions, queries, rules, things
from luminance_geo.signups.model import SignUp, SignUpState

_OVER = (SignUpState.WITHDRAWN, SignUpState.EXPIRED, SignUpState.ATTENDED, SignUpState.ABSENT)


def personal_data(session: Session, person_id: int) -> dict[str, list[dict[str, object]]]:
    """A person's sign-ups with what they wrote: rows for JSON and CSV. Accessibility needs are theirs to have."""
    return {"sign_ups": [_row(session, sign_up) for sign_up in queries.of_person(session, person_id)]}


def _row(session: Session, sign_up: SignUp) -> dict[str, object]:
    initiative = session.get(Initiative, sign_up.initiative_id)
    thing = things.read(session, things.ref_of(sign_up))
    meeting = thing.meeting if thing else None
    return {
        "initiative": initiative.slug if initiative else None,
        "for": things.ref_of(sign_up).kind,
        "title": (thing.row.title_fr or thing.row.title_en) if thing else None,
        "starts_at": _text(meeting.starts_at) if meeting else None,
        "state": sign_up.state.value,
        "position": queries.position(session, sign_up),
        "language": sign_up.language,
        "origin": sign_up.origin,
        "message": sign_up.message,
        "accessibility": sign_up.accessibility,
        "created_at": _text(sign_up.created_at),
        "held_until": _text(sign_up.hold_until),
        "confirmed_at": _text(sign_up.confirmed_at),
        "ended_at": _text(sign_up.ended_at),
        "code_of_ip_address": sign_up.ip_hash,
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def erase(session: Session, person_id: int, now: datetime, settings: Settings | None = None) -> None:
    """Give up every place that is still ahead, without a message, and take the person out of their sign-ups.

    Rows stay for the counts: state and dates, of nobody. The next in line are promoted, with the messages that go with
    it (`settings` as the service has them, else from the environment).
    """
    mine = queries.of_person(session, person_id)
    things.lock_all(session, [things.ref_of(sign_up) for sign_up in mine])
    for sign_up in mine:
        thing = things.read(session, things.ref_of(sign_up))
        if sign_up.id is not None and sign_up.state in rules.ACTIVE and thing and not thing.is_past(now):
            actions.withdraw(session, sign_up_id=sign_up.id, now=now, settings=settings or Settings(), quiet=True)
    for sign_up in mine:
        sign_up.person_id = sign_up.message = sign_up.accessibility = sign_up.origin = None
        sign_up.ip_hash = sign_up.idempotency_key = None
        sign_up.nonce = secrets.token_urlsafe(16)
    session.flush()


def forget_accessibility(session: Session, now: datetime) -> int:
    """Delete accessibility needs once the meeting, or a need's last day, is over, or the place given up; how many."""
    told = col(SignUp.accessibility).is_not(None)
    meeting = exists().where(col(Meeting.id) == col(SignUp.meeting_id), col(Meeting.ends_at) < now)
    done = session.execute(
        update(SignUp)
        .where(told, or_(meeting, col(SignUp.id).in_(_of_past_needs(session, now)), col(SignUp.state).in_(_OVER)))
        .values(accessibility=None)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(done, CursorResult)  # noqa: S101 - what an UPDATE gives, said to the type checker
    return int(done.rowcount)


def _of_past_needs(session: Session, now: datetime) -> list[int]:
    asked = (
        select(col(SignUp.id), col(Need.until), col(Initiative.time_zone))
        .join(Need, col(Need.id) == col(SignUp.need_id))
        .join(Initiative, col(Initiative.id) == col(Need.initiative_id))
        .where(and_(col(SignUp.accessibility).is_not(None), col(Need.until).is_not(None)))
    )
    rows = session.execute(asked)
    return [key for key, until, zone in rows if key is not None and until and until < local_day(now, zone)]
