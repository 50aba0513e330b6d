"""Pure decisions about initiatives: the slug of a name, and when a need is open."""

from __future__ import annotations

import re
from collections.abc import Callable
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


def unique_slug(base: str, is_taken: Callable[[str], bool]) -> str:
    """`base`, else the first of `base-2`, `base-3`… that is free. A slug once given never changes.

    >>> unique_slug("atelier", {"atelier", "atelier-2"}.__contains__)
    'atelier-3'
    """
    slug, number = base, 1
    while is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


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
