"""What arrays weigh, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import numpy as np


def bytes_of(thing: object) -> int:
    """Of all the arrays that a dataclass holds, however deep.

    >>> bytes_of({"a": np.zeros(3), "b": (np.zeros(2, dtype=np.int32), "not an array")})
    32
    """
    return sum(array.nbytes for array in _arrays(thing))


def bytes_by_field(thing: object) -> dict[str, int]:
    """Of each field of a dataclass that holds any array."""
    weights = {field.name: bytes_of(getattr(thing, field.name)) for field in fields(thing)}  # type: ignore[arg-type]
    return {name: weight for name, weight in weights.items() if weight}


def _arrays(thing: object) -> Iterator[np.ndarray]:
    if isinstance(thing, np.ndarray):
        yield thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _arrays(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from _arrays(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from _arrays(value)
