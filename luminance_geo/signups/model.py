"""Table of sign-ups."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Column, Field, SQLModel

from luminance_geo.database import UtcDateTime, code_of


class SignUpState(StrEnum):
    """`held → confirmed → attended | absent`; `waiting` is in line; `withdrawn` and `expired` gave their place back.

    Someone promoted from the waiting list is `held` anew, with time to accept.
    """

    HELD = "held"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ATTENDED = "attended"
    ABSENT = "absent"


class SignUp(SQLModel, table=True):
    """One person's sign-up for one need or one meeting.

    `counts` says whether it takes one of the places (`taken` of the need or meeting counts exactly these): in a
    meeting's last hours a held sign-up takes its place only when confirmed. `place_in_line` orders those waiting.
    `nonce` is part of the signed link in its messages: a new one makes old links void. `sequence` numbers the
    calendar event's versions. A hold runs from `held_at` to `hold_until`; `reminded_at` is of the present state.
    `person_id`, `message`, `accessibility` and `origin` are emptied when anonymised.
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        CheckConstraint("(need_id IS NULL) <> (meeting_id IS NULL)", name="sign_up_one_thing"),
        CheckConstraint("(state = 'waiting') = (place_in_line IS NOT NULL)", name="sign_up_place_in_line"),
        UniqueConstraint("person_id", "need_id"),
        UniqueConstraint("person_id", "meeting_id"),
        Index("sign_up_need", "need_id", "state", "place_in_line"),
        Index("sign_up_meeting", "meeting_id", "state", "place_in_line"),
        Index("sign_up_hold", "state", "hold_until"),
        {"sqlite_autoincrement": True},  # consents and the trail keep ids: none may become another's
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    initiative_id: int = Field(foreign_key="initiative.id", ondelete="CASCADE", index=True)
    need_id: int | None = Field(default=None, foreign_key="need.id", ondelete="CASCADE")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", ondelete="CASCADE")
    state: SignUpState = Field(sa_column=Column(code_of(SignUpState, "sign_up_state"), nullable=False))
    counts: bool = False
    place_in_line: int | None = None
    idempotency_key: str | None = Field(default=None, unique=True, max_length=64)
    nonce: str = Field(max_length=32)
    uid: str = Field(unique=True, max_length=120)
    sequence: int = 0
    language: str = Field(default="fr", max_length=2)
    origin: str | None = Field(default=None, max_length=16)
    ip_hash: str | None = Field(default=None, max_length=64, index=True)
    message: str | None = Field(default=None, max_length=1000)
    accessibility: str | None = Field(default=None, max_length=500)
    created_at: datetime = Field(sa_type=UtcDateTime)
    held_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    hold_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
