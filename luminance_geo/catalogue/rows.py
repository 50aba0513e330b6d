"""The plain rows that the catalogue is built from, in the order in which `load` selects them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple


class Entry(NamedTuple):
    """A published initiative. `lat`, `lon` are WGS84 degrees, or None for what is online only."""

    id: int
    slug: str
    name_fr: str | None
    name_en: str | None
    summary_fr: str | None = None
    summary_en: str | None = None
    locality: str | None = None
    causes: Sequence[str] = ()
    languages: Sequence[str] = ()
    governance: str | None = None
    sharing: str | None = None
    regions: Sequence[str] = ()
    remote: bool = False
    demonstration: bool = False
    lat: float | None = None
    lon: float | None = None
    time_zone: str = "America/Toronto"
    published_at: datetime | None = None


class NeedRow(NamedTuple):
    """A need: `until` is its last local day, in the initiative's zone."""

    initiative_id: int
    skills: Sequence[str]
    capacity: int
    taken: int
    until: date | None
    id: int = 0


class MeetingRow(NamedTuple):
    """A meeting that was not cancelled; times are aware, no `capacity` means no limit."""

    initiative_id: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    capacity: int | None
    taken: int
