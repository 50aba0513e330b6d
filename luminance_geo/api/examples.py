"""One example of each answer, for the API description; a test holds them against the shapes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_POINT = {"type": "Point", "coordinates": [-73.62, 45.545]}
_INITIATIVE = {
    "id": 1204, "slug": "la-tablee-du-mardi", "name": "La tablée du mardi", "name_language": "fr",
    "name_fr": "La tablée du mardi", "name_en": "Tuesday table",
    "summary": "On épluche, on mijote, on mange ensemble.", "cause": "food", "causes": ["food", "commons"],
    "skills": ["COOK"], "distance_km": 0.776, "matched": {"causes": ["food"], "skills": [], "open_needs": 1},
    "open_needs": 1, "places_left": 3, "places_total": 8, "next_meeting": "2026-11-24T17:30:00-05:00",
    "remote": False, "languages": ["fr"], "address": None, "locality": "Montréal", "precision": "exact",
    "demonstration": True, "confirmed": False, "source": None, "source_date": None, "credit": None,
    "url": "https://example.org/initiatives/la-tablee-du-mardi?lang=fr",
}  # fmt: skip
_PAGE = "https://example.org/api/v1/search?near=H2R&within=2&limit=20&offset=0"

EXAMPLES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "/cells": {
            "type": "FeatureCollection", "numberMatched": 8, "numberOutside": 0, "revision": 42,
            "features": [
                {
                    "type": "Feature",
                    "geometry": _POINT,
                    "properties": {"count": 7, "inside": True, "extent": [-73.63, 45.54, -73.61, 45.55]},
                },
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [-73.6101, 45.5402]},
                    "properties": {
                        "count": 1, "inside": True, "id": 1204, "slug": "la-tablee-du-mardi",
                        "name": "La tablée du mardi", "cause": "food", "demonstration": True,
                    },
                },
            ],
        },
        "/search": {
            "type": "FeatureCollection", "numberMatched": 1, "numberReturned": 1, "revision": 42,
            "links": [{"rel": "self", "href": _PAGE, "type": "application/geo+json"}],
            "features": [{"type": "Feature", "id": 1204, "geometry": _POINT, "properties": _INITIATIVE}],
        },
        "/facets": {
            "total": 54, "causes": {"food": 6, "nature": 6}, "skills": {"COOK": 4}, "open": 12, "remote": 3,
            "languages": {"fr": 50, "en": 9}, "governance": {"consensus": 5}, "sharing": {"community": 4},
            "demonstration": {"true": 20, "false": 34}, "within": {"1": 11, "2": 54, "5": 240}, "revision": 42,
        },
        "/places": {
            "places": [
                {
                    "id": "fsa-H2R", "name": "H2R", "name_fr": "H2R", "name_en": "H2R", "label": "H2R (Montréal, QC)",
                    "kind": "postal", "province": "QC", "locality": "Montréal", "lat": 45.545, "lon": -73.62,
                    "population": None, "approximate": True, "suggested_km": 2.0,
                }
            ]
        },
    }
)  # fmt: skip
