"""Table of the trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import JSON, Column, Field, SQLModel

from luminance_geo.database import UtcDateTime


class AuditEntry(SQLModel, table=True):
    """Something that someone did. `actor_id` is a person, or empty for the service itself; ids and codes only."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("audit_entry_subject", "subject_kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor_id: int | None = Field(default=None, index=True)
    action: str = Field(max_length=48)
    subject_kind: str = Field(max_length=32)
    subject_id: int
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
