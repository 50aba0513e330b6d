"""Descriptions in the words of OpenAPI 3.0 say what they said in those of 3.1."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30Validator

from luminance_geo.api.openapi30 import downgraded

POINT = {"type": "object", "required": ["x"], "properties": {"x": {"type": "integer"}}}
NULL = {"type": "null"}
SCHEMAS: list[dict[str, Any]] = [
    {"anyOf": [{"type": "string"}, NULL], "title": "Name"},
    {"anyOf": [{"$ref": "#/components/schemas/Point"}, NULL]},
    {"anyOf": [{"$ref": "#/components/schemas/Point"}, {"type": "string"}, NULL]},
    {"anyOf": [{"type": "string"}, {"type": "integer"}]},
    {"type": "number", "exclusiveMinimum": 0, "maximum": 7},
    {"type": "integer", "exclusiveMaximum": 7},
    {"const": "Feature", "type": "string"},
    {"type": "array", "items": {"anyOf": [{"type": "integer", "minimum": 1}, NULL]}, "maxItems": 2},
]
VALUES: list[Any] = [None, "Feature", "", 0, 1, 7, 7.5, -1, {"x": 1}, {"x": None}, {}, [None, 1], [0], [1, 1, 1], [""]]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_same_values_are_valid(schema: dict[str, Any]) -> None:
    components = {"components": {"schemas": {"Point": POINT}}}
    before = Draft202012Validator({**schema, **components})
    after = OAS30Validator({**downgraded({**components, "schema": schema})["schema"], **components})
    kept = [after.is_valid(value) for value in VALUES]
    assert kept == [before.is_valid(value) for value in VALUES]
    assert len(set(kept)) == 2


def test_an_example_is_left_as_it_is_and_examples_become_one() -> None:
    found = downgraded({"a": {"examples": [3, 4]}, "b": {"example": {"const": 1, "anyOf": [NULL]}}})
    assert found == {"a": {"example": 3}, "b": {"example": {"const": 1, "anyOf": [NULL]}}}
