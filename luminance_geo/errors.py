"""Every error that Luminance raises on purpose.

    LuminanceError
    ├── InvalidInput            what a person or a program sent cannot be used; names the parameter
    │   ├── InvalidFilter       a filter's value is malformed or not in its vocabulary
    │   └── UnknownPlace        no place answers to this text
    ├── NotFound                nothing (published) has this name
    ├── Conflict                the change no longer fits what is stored
    ├── Limited                 too many of these at once, or too soon
    └── NotReady                the database, its schema or the shipped data is not usable yet

Messages are English msgids with their parameters, so that each face can show them in the person's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class LuminanceError(Exception):
    """The root: `message` is a translatable msgid and `values` fills its placeholders."""

    def __init__(self, message: str, /, **values: object) -> None:
        self.message = message
        self.values: Mapping[str, object] = MappingProxyType(values)
        super().__init__(message.format(**values))


class InvalidInput(LuminanceError):
    """What was sent cannot be used; `parameter` says which part of it."""

    def __init__(self, message: str, /, *, parameter: str, **values: object) -> None:
        self.parameter = parameter
        super().__init__(message, parameter=parameter, **values)


class InvalidFilter(InvalidInput):
    """A filter's value is malformed, or not a code of its vocabulary."""


class UnknownPlace(InvalidInput):
    """No place answers to this text."""


class NotFound(LuminanceError):
    """Nothing that this person may see has this name."""


class Conflict(LuminanceError):
    """The change no longer fits what is stored."""


class Limited(LuminanceError):
    """Too many of these at once or in a short time; it can be tried again later."""


class NotReady(LuminanceError):
    """The database, its schema or the shipped data cannot be used yet."""
