"""Table of the leases."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from luminance_geo.database import UtcDateTime


class JobLease(SQLModel, table=True):
    """Who runs a piece of work, until when, and how its last run went. A lease that has passed is anyone's."""

    __tablename__ = "job_lease"

    name: str = Field(primary_key=True, max_length=64)
    holder: str | None = Field(default=None, max_length=64)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    ran_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_error: str | None = Field(default=None, max_length=300)
