"""What is past its purpose goes; counts stay. Times come from the settings, see `rules.cutoffs`."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete, exists, or_, update
from sqlmodel import Session, col, select

from luminance_geo.audit import actions as audit
from luminance_geo.audit.model import AuditEntry
from luminance_geo.initiatives import proposing
from luminance_geo.initiatives.model import Need
from luminance_geo.mail import actions as mail
from luminance_geo.mail.model import MailState, OutboxMessage
from luminance_geo.meetings.model import Meeting
from luminance_geo.people import messages
from luminance_geo.people.model import Attempt, Consent, HeldRole, Person, SignInLink, SignInSession
from luminance_geo.privacy.rules import Cutoffs
from luminance_geo.signups import personal as signups
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.service import SUBJECT

AT_ONCE = 500
"""People erased in one run; the next run goes on."""

_OVER = (SignUpState.WITHDRAWN, SignUpState.EXPIRED, SignUpState.ATTENDED, SignUpState.ABSENT)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows lost what was past its purpose."""

    sign_ups: int
    accessibility: int
    ips: int
    attempts: int
    links: int
    sessions: int
    messages: int
    drafts: int
    audit: int


def forget(session: Session, past: Cutoffs, now: datetime) -> Forgotten:
    """Everything but people themselves, see `people_past`."""
    return Forgotten(
        sign_ups=_anonymise(session, past),
        accessibility=signups.forget_accessibility(session, past.accessibility),
        ips=_change(session, update(SignUp).where(col(SignUp.ip_hash).is_not(None), col(SignUp.created_at) < past.ips)
                    .values(ip_hash=None)),
        attempts=_change(session, delete(Attempt).where(col(Attempt.at) < past.attempts)),
        links=_change(session, delete(SignInLink).where(col(SignInLink.expires_at) < past.tokens)),
        sessions=_change(session, delete(SignInSession).where(
            or_(col(SignInSession.expires_at) < past.tokens, col(SignInSession.ended_at) < past.tokens))),
        messages=_forget_messages(session, past, now),
        drafts=proposing.forget(session, drafts=past.drafts, accepted=past.audit),
        audit=audit.forget_before(session, past.audit),
    )  # fmt: skip


def _ended_before(moment: datetime) -> ColumnElement[bool]:
    """Sign-ups whose meeting or need ended before then, or that ended themselves."""
    meeting = exists().where(col(Meeting.id) == col(SignUp.meeting_id), col(Meeting.ends_at) < moment)
    need = exists().where(col(Need.id) == col(SignUp.need_id), col(Need.until) < moment.date())
    return or_(meeting, need, col(SignUp.state).in_(_OVER) & (col(SignUp.ended_at) < moment))


def _anonymise(session: Session, past: Cutoffs) -> int:
    """Take people out of sign-ups that ended; state and dates stay, for the counts. Links in messages become void."""
    ended = session.exec(
        select(SignUp.id).where(col(SignUp.person_id).is_not(None), _ended_before(past.sign_ups))
    ).all()
    blank: dict[str, Any] = dict.fromkeys(("person_id", "message", "accessibility", "origin", "ip_hash"))
    blank |= {"idempotency_key": None, "nonce": secrets.token_hex(8)}
    done = 0
    for start in range(0, len(ended), 1000):
        part = list(ended[start : start + 1000])
        _cut(session, part)
        done += _change(session, update(SignUp).where(col(SignUp.id).in_(part)).values(blank))
    return done


def _cut(session: Session, sign_up_ids: Sequence[int | None]) -> None:
    """Take away what would still say whose sign-ups these were."""
    said, done = Consent, AuditEntry
    _change(session, delete(said).where(col(said.subject_kind) == SUBJECT, col(said.subject_id).in_(sign_up_ids)))
    ours = (col(done.subject_kind) == SUBJECT, col(done.subject_id).in_(sign_up_ids))
    _change(session, update(done).where(*ours).values(actor_id=None))


def _forget_messages(session: Session, past: Cutoffs, now: datetime) -> int:
    """Empty old messages, and those with a sign-in link as soon as it is of no use; queued, it is never sent then."""
    live = exists().where(col(SignInLink.person_id) == col(OutboxMessage.person_id), col(SignInLink.expires_at) > now)
    useless = (col(OutboxMessage.kind) == messages.SIGN_IN, col(OutboxMessage.text) != "", ~live)
    queued = col(OutboxMessage.state) == MailState.QUEUED
    _change(session, update(OutboxMessage).where(*useless, queued).values(state=MailState.CANCELLED))
    emptied = _change(session, update(OutboxMessage).where(*useless).values(text="", html=""))
    emptied += mail.forget_sent(session, past.mail)
    nobody = (col(OutboxMessage.to_address) == "", col(OutboxMessage.person_id).is_not(None))
    _change(session, update(OutboxMessage).where(*nobody).values(person_id=None))
    return emptied


def people_past(session: Session, past: Cutoffs, now: datetime) -> Sequence[int]:
    """People not heard of for too long, or whose address nobody verified, without an activity ahead of them.

    Someone named to a role may take their time to sign in.
    """
    day = now.date()
    ahead = exists().where(
        col(SignUp.person_id) == col(Person.id),
        col(SignUp.state).not_in(_OVER),
        or_(
            exists().where(col(Meeting.id) == col(SignUp.meeting_id), col(Meeting.ends_at) > now),
            exists().where(col(Need.id) == col(SignUp.need_id), col(Need.until) >= day),
        ),
    )
    named = exists().where(col(HeldRole.person_id) == col(Person.id))
    unheard = or_(
        col(Person.seen_at) < past.people,
        col(Person.verified_at).is_(None) & (col(Person.seen_at) < past.unverified) & ~named,
    )
    asked = select(Person.id).where(unheard, col(Person.erased_at).is_(None), ~ahead)
    return [found for found in session.exec(asked.order_by(col(Person.id)).limit(AT_ONCE)) if found is not None]


def _change(session: Session, asked: Any) -> int:
    done = session.execute(asked.execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)  # noqa: S101 - what a change gives, said to the type checker
    return int(done.rowcount)
