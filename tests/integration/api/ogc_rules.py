"""What OGC API – Features 1.0 asks of answers, as JSON schemas written after the standard's requirements, and links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

LINK = {
    "type": "object",
    "required": ["href", "rel", "type"],
    "properties": {"href": {"type": "string", "pattern": "^https?://"}, "rel": {"type": "string", "minLength": 1}},
}
LINKS = {"type": "array", "minItems": 1, "items": LINK}
LANDING = {"type": "object", "required": ["links"], "properties": {"links": LINKS, "title": {"type": "string"}}}
CONFORMANCE = {
    "type": "object",
    "required": ["conformsTo"],
    "properties": {"conformsTo": {"type": "array", "items": {"type": "string", "pattern": "^http://www.opengis.net/"}}},
}
DATE_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
NUMBERS = {"type": "array", "items": {"type": "number"}}
EXTENT = {
    "type": "object",
    "properties": {
        "spatial": {
            "type": "object",
            "properties": {
                "bbox": {"type": "array", "minItems": 1, "items": {**NUMBERS, "minItems": 4, "maxItems": 6}},
                "crs": {"const": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
            },
        },
        "temporal": {
            "type": "object",
            "properties": {
                "interval": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "array", "minItems": 2, "maxItems": 2,
                        "items": {"anyOf": [{"type": "null"}, DATE_TIME]},
                    },
                },
                "trs": {"const": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
            },
        },
    },
}  # fmt: skip
COLLECTION = {
    "type": "object",
    "required": ["id", "links"],
    "properties": {
        "id": {"type": "string"}, "title": {"type": "string"}, "description": {"type": "string"}, "links": LINKS,
        "extent": EXTENT, "itemType": {"const": "feature"},
        "crs": {"type": "array", "contains": {"const": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
    },
}  # fmt: skip
COLLECTIONS = {
    "type": "object",
    "required": ["links", "collections"],
    "properties": {"links": LINKS, "collections": {"type": "array", "items": COLLECTION}},
}
POSITION = {**NUMBERS, "minItems": 2, "maxItems": 3}
RINGS = {"type": "array", "minItems": 1, "items": {"type": "array", "minItems": 4, "items": POSITION}}


def _geometry(kind: str, coordinates: Mapping[str, Any]) -> dict[str, Any]:
    properties = {"type": {"const": kind}, "coordinates": coordinates}
    return {"type": "object", "required": ["type", "coordinates"], "properties": properties}


FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": ["string", "integer"]},
        "geometry": {
            "oneOf": [
                {"type": "null"}, _geometry("Point", POSITION), _geometry("Polygon", RINGS),
                _geometry("MultiPolygon", {"type": "array", "items": RINGS}),
            ]
        },
        "properties": {"type": ["object", "null"]},
    },
    "not": {"required": ["crs"]},
}  # fmt: skip
ITEM = {**FEATURE, "required": [*FEATURE["required"], "links"]}
ITEMS = {
    "type": "object",
    "required": ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
    "properties": {
        "type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": FEATURE}, "links": LINKS,
        "timeStamp": DATE_TIME, "numberMatched": {"type": "integer", "minimum": 0},
        "numberReturned": {"type": "integer", "minimum": 0},
    },
    "not": {"required": ["crs"]},
}  # fmt: skip


def hold(schema: Mapping[str, Any], answer: Any) -> None:
    """Fail at the first rule that an answer breaks."""
    errors = list(Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(answer))
    assert not errors, errors[0]


def link(answer: Mapping[str, Any], rel: str, media_type: str | None = None) -> str:
    """The address of the one link of this relation (and type)."""
    found = [
        each["href"]
        for each in answer["links"]
        if each["rel"] == rel and (media_type is None or each["type"] == media_type)
    ]
    assert len(found) == 1, (rel, media_type, answer["links"])
    return str(found[0])
