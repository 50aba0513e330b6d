"""Table of actors."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import JSON, Column, Field, SQLModel

from luminance_geo.database import UtcDateTime


class Actor(SQLModel, table=True):
    """An actor of the ecosystem; in this first form, a place that hosts (library, museum, market…).

    `lat`, `lon` are WGS84 degrees. `kind` is a code of `vocabulary.actor_kinds`.
    """

    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint("name_fr IS NOT NULL OR name_en IS NOT NULL", name="actor_has_a_name"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="actor_whole_position"),
    )

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=120)
    kind: str = Field(max_length=32)
    name_fr: str | None = None
    name_en: str | None = None
    lat: float | None = None
    lon: float | None = None
    address: str | None = None
    locality: str | None = None
    postal_code: str | None = Field(default=None, max_length=7)
    regions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    source: str | None = Field(default=None, max_length=64)
    source_id: str | None = Field(default=None, max_length=200)
    source_date: str | None = Field(default=None, max_length=10)
    created_at: datetime = Field(sa_type=UtcDateTime)
