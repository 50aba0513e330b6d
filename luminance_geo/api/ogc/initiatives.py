"""The collection `initiatives`: everything that is published, at its position, by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from luminance_geo.api.features import card_properties, point
from luminance_geo.api.ogc import index
from luminance_geo.api.ogc.accepted import BY_ID, ID, Asked, items_parameters, number_after
from luminance_geo.api.ogc.collection import Collection, Feature, Page
from luminance_geo.api.ogc.conformance import CRS84, GREGORIAN
from luminance_geo.api.ogc.shapes import InitiativeItem, InitiativeItems
from luminance_geo.catalogue.cards import Card
from luminance_geo.i18n import N_, Language
from luminance_geo.web.urls import initiative_path

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House


def page(house: House, asked: Asked) -> Page:
    """One page of initiatives."""
    filters, after, limit = replace(asked.filters, bbox=asked.bbox), number_after(asked.paging), asked.paging.limit
    matched, ids = index.initiative_ids(house, filters, asked.period, after=after, limit=limit + 1)
    shown = ids[:limit]
    features = [_feature(card, asked.language, asked.base) for card in house.cards(shown)]
    return Page(matched, features, shown[-1] if len(ids) > limit else None)


def one(house: House, key: str, language: Language, base: str) -> Feature | None:
    """The initiative of an id, None when there is none that is published."""
    found = house.cards([int(key)]) if is_id(key) else []
    return _feature(found[0], language, base) if found else None


def is_id(key: str) -> bool:
    """Whether a text is written as an id is."""
    return key.isascii() and key.isdecimal() and len(key) < 10


def extent(house: House) -> Mapping[str, Any]:
    """Where and since when there are initiatives."""
    found = index.extent(house)
    times = {"temporal": {"interval": [[rfc3339(found.since), None]], "trs": GREGORIAN}} if found.since else {}
    return {"spatial": {"bbox": [list(found.box)], "crs": CRS84}, **times} if found.box else times


def rfc3339(moment: datetime) -> str:
    """In UTC, to the second.

    >>> rfc3339(datetime(2026, 11, 23, 17, tzinfo=UTC))
    '2026-11-23T17:00:00Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _feature(card: Card, language: Language, base: str) -> Feature:
    properties = card_properties(card, language, base + initiative_path(card.slug, language))
    properties["published"] = rfc3339(card.published_at) if card.published_at else None
    return {"type": "Feature", "id": card.id, "geometry": point(card.lon, card.lat), "properties": properties}


INITIATIVES = Collection(
    id="initiatives",
    title=N_("Citizen initiatives"),
    description=N_("Initiatives across Canada, with their causes, the skills they ask for and the places left."),
    parameters=items_parameters(BY_ID, "It holds the time of publication."),
    identifier=ID,
    shape=InitiativeItems,
    item=InitiativeItem,
    example={
        "type": "Feature", "id": 1204, "geometry": {"type": "Point", "coordinates": [-73.62, 45.545]},
        "properties": {
            "id": 1204, "slug": "la-tablee-du-mardi", "name": "La tablée du mardi", "name_language": "fr",
            "name_fr": "La tablée du mardi", "name_en": "Tuesday table",
            "summary": "On épluche, on mijote, on mange ensemble.", "cause": "food", "causes": ["food", "commons"],
            "skills": ["COOK"], "open_needs": 1, "places_left": 3, "places_total": 8,
            "next_meeting": "2026-11-24T17:30:00-05:00", "remote": False, "languages": ["fr"], "address": None,
            "locality": "Montréal", "precision": "exact", "demonstration": True, "confirmed": False, "source": None,
            "source_date": None, "credit": None,
            "url": "https://example.org/initiatives/la-tablee-du-mardi?lang=fr", "published": "2026-10-01T15:00:00Z",
        },
    },
    page=page,
    one=one,
    extent=extent,
)  # fmt: skip
