"""From OpenAPI 3.1, which FastAPI writes, to 3.0, which the standard OGC API – Features and its readers know.

    3.1                                     3.0
    anyOf: [{type: string}, {type: null}]   type: string, nullable: true
    const: Feature                          enum: [Feature]
    exclusiveMinimum: 0                     minimum: 0, exclusiveMinimum: true
    examples: [a, b]                        example: a

A reference cannot be nullable in 3.0, so that the schema it refers to is written out where it may be null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

VERSION = "3.0.3"
_NULL = {"type": "null"}
_REFERENCE = "#/components/schemas/"


def downgraded(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same document in the words of 3.0."""
    schemas: Mapping[str, Any] = document.get("components", {}).get("schemas", {})
    found: dict[str, Any] = _walk(document, schemas)
    return found


def _walk(node: Any, schemas: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_walk(each, schemas) for each in node]
    if not isinstance(node, Mapping):
        return node
    if _NULL in node.get("anyOf", ()):
        node = _nullable(node, schemas)
    made = {name: value if name == "example" else _walk(value, schemas) for name, value in node.items()}
    if "const" in made:
        made["enum"] = [made.pop("const")]
    for side, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(made.get(side), int | float) and not isinstance(made[side], bool):
            made[bound], made[side] = made[side], True
    if isinstance(made.get("examples"), list):
        made["example"] = made.pop("examples")[0]
    return made


def _nullable(node: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    left = [each for each in node["anyOf"] if each != _NULL]
    rest = {name: value for name, value in node.items() if name != "anyOf"}
    if len(left) > 1:
        return {**rest, "anyOf": [_written_out(each, schemas) | {"nullable": True} for each in left]}
    return {**_written_out(left[0], schemas), **rest, "nullable": True}


def _written_out(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    reference = str(schema.get("$ref", ""))
    return dict(schemas[reference.removeprefix(_REFERENCE)]) if reference else dict(schema)
