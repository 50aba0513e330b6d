"""The `datetime` parameter: an instant or an interval by RFC 3339, whose open end is `..` or empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_

_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_EXPECTED = N_("{parameter}: give an instant such as 2026-12-01T00:00:00Z, or an interval; .. is an open end.")


@dataclass(frozen=True, slots=True)
class Period:
    """Aware times, both ends included; an open end is None."""

    start: datetime | None
    end: datetime | None


def parse_period(text: str) -> Period:
    """A period from the text of `datetime`. Raises `InvalidInput`.

    >>> parse_period("../2026-12-01T00:00:00Z").end.isoformat()
    '2026-12-01T00:00:00+00:00'
    >>> period = parse_period("2026-12-01T00:00:00-05:00")
    >>> period.start == period.end
    True
    """
    first, slash, last = text.partition("/")
    if not slash:
        last = first
    start, end = (None if slash and each in {"", ".."} else _instant(each) for each in (first, last))
    if (start is None and end is None) or (start and end and start > end):
        raise InvalidInput(_EXPECTED, parameter="datetime")
    return Period(start, end)


def _instant(text: str) -> datetime:
    """Python keeps six decimals of a second; more are cut off."""
    if not _INSTANT.fullmatch(text):
        raise InvalidInput(_EXPECTED, parameter="datetime")
    seconds, dot, rest = text.upper().partition(".")
    zone = rest.lstrip("0123456789")
    fraction = rest[: len(rest) - len(zone)][:6].ljust(6, "0")
    try:
        return datetime.fromisoformat(f"{seconds}.{fraction}{zone}" if dot else seconds)
    except ValueError:
        raise InvalidInput(_EXPECTED, parameter="datetime") from None
