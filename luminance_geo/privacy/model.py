"""Table of confidentiality incidents, with the fields that Québec's regulation asks of the register."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from luminance_geo.database import UtcDateTime


class Incident(SQLModel, table=True):
    """An incident as the register must describe it (Regulation respecting confidentiality incidents, A-2.1, r. 3.1)."""

    id: int | None = Field(default=None, primary_key=True)
    information: str
    circumstances: str
    happened_from: date | None = None
    happened_to: date | None = None
    found_on: date
    people: int
    people_in_quebec: int | None = None
    serious_harm: bool
    harm_reasons: str
    cai_told_on: date | None = None
    people_told_on: date | None = None
    public_notice: bool = False
    public_notice_reason: str | None = None
    measures: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
