"""Messages about sign-ups, written to the outbox in the transaction of what caused them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from luminance_geo.settings import Settings
from luminance_geo.signups.model import SignUp


class MessageKind(StrEnum):
    """What a message about a sign-up says."""

    HELD = "held"
    WAITING = "waiting"
    PROMOTED = "promoted"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REMINDER_CONFIRM = "reminder_confirm"
    REMINDER_DAY = "reminder_day"


def message_key(kind: MessageKind, sign_up: SignUp) -> str:
    """The key of a message: each version (`sequence`) of a sign-up is told about once.

    >>> message_key(MessageKind.HELD, SignUp(id=12, sequence=3))
    'sign-up-12-held-3'
    """
    return f"sign-up-{sign_up.id}-{kind.value}-{sign_up.sequence}"


def queue(session: Session, kind: str, sign_up: SignUp, *, now: datetime, settings: Settings) -> None:
    """Queue the message of `kind` for the person of a stored sign-up; twice is once. Nothing for an erased person.

    The caller has flushed, and moves `sign_up.sequence` with each change of state.
    """
    message_key(MessageKind(kind), sign_up)
