"""Verbs of the outbox: queue, cancel, queue again, forget. The caller owns the transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from luminance_geo.database import table_of
from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_
from luminance_geo.mail import nudge, rules
from luminance_geo.mail.message import Attachment, Message
from luminance_geo.mail.model import MailState, OutboxMessage

_EMPTY: dict[str, Any] = {"to_address": "", "subject": "", "text": "", "html": "", "headers": {}, "attachments": []}


def enqueue(session: Session, message: Message, *, now: datetime, domain: str) -> bool:
    """Write a message to the outbox, in the transaction of what caused it; False when its key is there already.

    Raises `InvalidInput` for an address that is not one, `ValueError` for a key or header that no message may have.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    asked = insert(table_of(OutboxMessage)).values(_row(message, now, domain)).on_conflict_do_nothing()
    written = session.connection().execute(asked.returning(col(OutboxMessage.id))).first() is not None
    if written and not message.withheld:
        nudge.after_commit(session)
    return written


def _row(message: Message, now: datetime, domain: str) -> dict[str, Any]:
    _check(message)
    return {
        "key": message.key,
        "kind": message.kind,
        "message_id": rules.message_id(message.key, domain, now),
        "person_id": message.person_id,
        "language": message.language,
        "to_address": message.to_address,
        "subject": rules.one_line(message.subject),
        "text": message.text,
        "html": message.html,
        "headers": dict(message.headers),
        "attachments": [_attached(one) for one in message.attachments],
        "state": MailState.CANCELLED if message.withheld else MailState.QUEUED,
        "attempts": 0,
        "created_at": now,
        "next_try_at": now,
    }


def _check(message: Message) -> None:
    if not rules.is_address(message.to_address):
        raise InvalidInput(N_("This is not an e-mail address."), parameter="email")
    if not rules.is_key(message.key):
        raise ValueError(f"not a key: {message.key!r}")
    for name, value in message.headers.items():
        if not rules.is_header(name, value):
            raise ValueError(f"not a header that a message may bring: {name!r}")


def _attached(one: Attachment) -> dict[str, str]:
    return {"name": rules.one_line(one.name), "type": rules.one_line(one.type), "text": one.text}


def cancel(session: Session, *, person_id: int | None = None, key_prefix: str | None = None, now: datetime) -> int:
    """Cancel what is still queued for a person, or under keys that begin alike, or both at once; how many."""
    if person_id is None and not key_prefix:
        raise ValueError("say whose messages, or which")
    asked = update(OutboxMessage).where(col(OutboxMessage.state) == MailState.QUEUED)
    if person_id is not None:
        asked = asked.where(col(OutboxMessage.person_id) == person_id)
    if key_prefix:
        asked = asked.where(col(OutboxMessage.key).startswith(key_prefix, autoescape=True))
    return _count(session.execute(asked.values(state=MailState.CANCELLED, next_try_at=now)))


def retry_failed(session: Session, *, now: datetime) -> int:
    """Queue again what has failed and still has its text, as if it were new; how many."""
    asked = update(OutboxMessage).where(col(OutboxMessage.state) == MailState.FAILED, col(OutboxMessage.text) != "")
    again = {"state": MailState.QUEUED, "attempts": 0, "next_try_at": now, "created_at": now, "last_error": None}
    return _count(session.execute(asked.values(again)))


def forget_sent(session: Session, before: datetime) -> int:
    """Empty texts and addresses of what is over (sent, failed or cancelled) since before then; how many.

    The row stays: its key is what keeps the message from being sent again.
    """
    asked = update(OutboxMessage).where(
        col(OutboxMessage.state) != MailState.QUEUED,
        col(OutboxMessage.created_at) < before,
        col(OutboxMessage.next_try_at) < before,
        col(OutboxMessage.to_address) != "",
    )
    return _count(session.execute(asked.values({**_EMPTY, "last_error": None})))


def forget_person(session: Session, person_id: int, *, now: datetime) -> int:
    """Cancel what is queued for a person, and empty every message to them; how many."""
    cancel(session, person_id=person_id, now=now)
    asked = update(OutboxMessage).where(col(OutboxMessage.person_id) == person_id)
    return _count(session.execute(asked.values({**_EMPTY, "last_error": None, "person_id": None})))


def _count(result: Any) -> int:
    assert isinstance(result, CursorResult)  # noqa: S101 - what an UPDATE gives, said to the type checker
    return int(result.rowcount)
