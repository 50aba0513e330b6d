"""The tree drawn in the docstring is the tree in the code."""

import inspect
import re

from luminance_geo import errors


def test_the_drawing_is_true() -> None:
    drawn: list[tuple[int, str]] = [
        (len(match[1]), match[2]) for match in re.finditer(r"^ {4}([│├└─ ]*)(\w+)", errors.__doc__ or "", re.MULTILINE)
    ]
    parents: dict[str, str | None] = {}
    stack: list[tuple[int, str]] = []
    for depth, name in drawn:
        while stack and stack[-1][0] >= depth:
            stack.pop()
        parents[name] = stack[-1][1] if stack else None
        stack.append((depth, name))
    actual = {
        name: cls.__bases__[0].__name__ if cls is not errors.LuminanceError else None
        for name, cls in inspect.getmembers(errors, inspect.isclass)
        if issubclass(cls, errors.LuminanceError)
    }
    assert parents == actual


def test_messages_keep_their_parameters_for_translation() -> None:
    error = errors.InvalidFilter("{parameter}: give true or false.", parameter="open")
    assert str(error) == "open: give true or false."
    assert (error.message, dict(error.values)) == ("{parameter}: give true or false.", {"parameter": "open"})
