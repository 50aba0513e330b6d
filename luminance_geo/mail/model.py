"""Table of the outbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import JSON, Column, Field, SQLModel

from luminance_geo.database import UtcDateTime, code_of


class MailState(StrEnum):
    """Where a message is: `failed` was refused for good, or tried too often."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class OutboxMessage(SQLModel, table=True):
    """A message to send once. `key` says what it is about, so that asking twice queues it once.

    `message_id` is stable: a repeat after a crash is recognised by whoever receives it. `headers` are further header
    lines; `attachments` are `{"name", "type", "text"}`. Texts and address are emptied when the person is erased.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index("outbox_message_due", "state", "next_try_at"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=120)
    kind: str = Field(max_length=32)
    message_id: str = Field(unique=True, max_length=200)
    person_id: int | None = Field(default=None, index=True)
    language: str = Field(max_length=2)
    to_address: str = Field(max_length=254)
    subject: str
    text: str
    html: str
    headers: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    attachments: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    state: MailState = Field(
        default=MailState.QUEUED, sa_column=Column(code_of(MailState, "outbox_message_state"), nullable=False)
    )
    attempts: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    next_try_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_error: str | None = Field(default=None, max_length=300)
