"""Table of meetings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from luminance_geo.database import UtcDateTime


class Meeting(SQLModel, table=True):
    """A dated occasion. `time_zone` (IANA) says which local day it is; no `capacity` means no limit.

    `lat`, `lon` (WGS84 degrees) and `address` are given only where it is held elsewhere than the initiative.
    `sequence` counts its changes of time or place, for calendars.
    """

    __table_args__ = (
        CheckConstraint("ends_at >= starts_at", name="meeting_ends_after_start"),
        CheckConstraint("capacity IS NULL OR capacity >= 1", name="meeting_capacity"),
        CheckConstraint("taken >= 0 AND (capacity IS NULL OR taken <= capacity)", name="meeting_taken"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="meeting_whole_position"),
    )

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(foreign_key="initiative.id", ondelete="CASCADE", index=True)
    title_fr: str | None = None
    title_fr_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    title_en: str | None = None
    title_en_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    time_zone: str
    capacity: int | None = None
    taken: int = 0
    remote: bool = False
    address: str | None = None
    lat: float | None = None
    lon: float | None = None
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sequence: int = 0
