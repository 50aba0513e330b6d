"""Needs as entries of their own, each with what its initiative says of place and cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from luminance_geo.catalogue.cards import NeedView, need_view
from luminance_geo.i18n import Bilingual
from luminance_geo.initiatives.model import Initiative
from luminance_geo.initiatives.queries import needs_by_id, published_by_id
from luminance_geo.initiatives.rules import local_day, need_is_current


@dataclass(frozen=True, slots=True)
class Role:
    """A need that is still asked for. `lat`, `lon` are its initiative's, in WGS84 degrees, or None."""

    need: NeedView
    initiative: int
    slug: str
    name: Bilingual
    causes: tuple[str, ...]
    lat: float | None
    lon: float | None
    locality: str | None
    demonstration: bool
    source: str | None


def read_roles(session: Session, ids: Sequence[int], now: datetime) -> list[Role]:
    """Needs in the order of `ids`; those unknown, lapsed, or of what is not published are left out."""
    needs = needs_by_id(session, ids)
    published = published_by_id(session, {need.initiative_id for need in needs.values()})
    found = ((needs[i], published.get(needs[i].initiative_id)) for i in ids if i in needs)
    return [
        _role(need_view(need), of)
        for need, of in found
        if of is not None and need_is_current(need.until, local_day(now, of.time_zone))
    ]


def _role(need: NeedView, of: Initiative) -> Role:
    assert of.id is not None  # noqa: S101 - it was read from the table
    return Role(
        need=need,
        initiative=of.id,
        slug=of.slug,
        name=Bilingual(of.name_fr, of.name_en, of.name_fr_at, of.name_en_at),
        causes=tuple(of.causes),
        lat=of.lat,
        lon=of.lon,
        locality=of.locality,
        demonstration=of.demonstration,
        source=of.source,
    )
