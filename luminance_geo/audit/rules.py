"""Pure decision about the trail: ids, codes and numbers only."""

from __future__ import annotations

import re

_CODE = re.compile(r"[a-z][a-z0-9_.-]{0,47}")
_LARGEST = 10**9  # a telephone number does not fit


def is_code(text: str) -> bool:
    """Whether a text is a code of ours: lower case, no space, no @; nothing that a person typed.

    >>> is_code("meeting"), is_code("Zoé"), is_code("zoe@example.org"), is_code("514-555-0100")
    (True, False, False, False)
    """
    return _CODE.fullmatch(text) is not None


def is_impersonal(value: object) -> bool:
    """Whether a detail may be kept: nothing, a truth, a small number, a code.

    >>> is_impersonal(12), is_impersonal(None), is_impersonal(5145550100), is_impersonal(["a"])
    (True, True, False, False)
    """
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int | float):
        return abs(value) < _LARGEST
    return isinstance(value, str) and is_code(value)
