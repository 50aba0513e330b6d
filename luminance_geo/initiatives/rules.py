"""Pure decisions about initiatives: the slug of a name, and when a need is open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from anyascii import anyascii

SLUG_LENGTH = 80
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def slug_base(name: str) -> str:
    """A name as it stands in an address: ASCII words parted by hyphens, cut at a word near 80 characters.

    Every script has a slug; a name without letters or digits gives `initiative`.

    >>> slug_base("La tablée de Villeray – l’été"), slug_base("ᐃᓄᒃᑎᑐᑦ"), slug_base("…")
    ('la-tablee-de-villeray-l-ete', 'inoktitot', 'initiative')
    """
    words = _NOT_WORD.sub("-", anyascii(name).lower()).strip("-")
    if len(words) > SLUG_LENGTH:
        words = words[:SLUG_LENGTH].rpartition("-")[0] or words[:SLUG_LENGTH]
    return words or "initiative"


class SlugBook:
    """Gives each name a slug of its own; a slug once given never changes.

    >>> book = SlugBook({"atelier"})
    >>> book.give("Atelier", "Atelier Verdun"), book.give("Atelier", "Atelier Verdun"), book.give("Atelier")
    ('atelier-verdun', 'atelier-verdun-2', 'atelier-2')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def give(self, *names: str) -> str:
        """The slug of the first name if it is free, else of the next one, else the last one with a number."""
        bases = [slug_base(name) for name in names]
        slug = next((base for base in bases if base not in self._taken), None) or self._numbered(bases[-1])
        self._taken.add(slug)
        return slug

    def _numbered(self, base: str) -> str:
        number = self._numbers.get(base, 1) + 1
        while f"{base}-{number}" in self._taken:
            number += 1
        self._numbers[base] = number
        return f"{base}-{number}"


def local_day(now: datetime, time_zone: str) -> date:
    """The calendar day that it is at `now` (aware) in an IANA time zone."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def places_left(capacity: int, taken: int) -> int:
    """Places still free; never negative."""
    return max(capacity - taken, 0)


def need_is_current(until: date | None, today: date) -> bool:
    """Whether a need is still asked for on the local day `today`; its last day counts."""
    return until is None or until >= today


def need_is_open(capacity: int, taken: int, until: date | None, today: date) -> bool:
    """Whether someone can still take a place in a need."""
    return places_left(capacity, taken) > 0 and need_is_current(until, today)
