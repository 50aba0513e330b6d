"""Table of cases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import JSON, Column, Field, SQLModel

from luminance_geo.database import UtcDateTime, code_of
from luminance_geo.moderation.rules import Decision, Reason


class Case(SQLModel, table=True):
    """Something that waits for a word, or was decided: then `decision`, by whom, when and why.

    `kind` is a code of the room that handles it, `subject_id` what it is about there. `regions` are boundary codes;
    without any, only who moderates everywhere sees it. `words` are the moderator's own, for the person concerned.
    """

    __tablename__ = "moderation_case"
    __table_args__ = (
        Index("moderation_case_open", "decided_at", "opened_at"),
        Index("moderation_case_subject", "kind", "subject_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=32)
    subject_id: int
    regions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    opened_at: datetime = Field(sa_type=UtcDateTime)
    opened_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    decision: Decision | None = Field(
        default=None, sa_column=Column(code_of(Decision, "moderation_case_decision"), nullable=True)
    )
    reason: Reason | None = Field(
        default=None, sa_column=Column(code_of(Reason, "moderation_case_reason"), nullable=True)
    )
    words: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
