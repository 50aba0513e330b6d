"""Pure decisions about sign-ups: how long a place is held, what may follow what, who is next, what is too much.

States are the codes of `SignUpState`. Times are aware.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_

ORIGINS = frozenset({"map", "page", "story", "watch", "embed"})
ACTIVE = frozenset({"held", "confirmed", "waiting"})
MESSAGE_LENGTH, ACCESSIBILITY_LENGTH = 1000, 500
SHORT_HOLD = timedelta(hours=4)
"""A hold shorter than this has no reminder: the first message has just gone out."""

_KEY_LENGTHS = range(8, 65)
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_T = TypeVar("_T")

FOLLOWS: Mapping[str | None, frozenset[str]] = MappingProxyType(
    {
        None: frozenset({"held", "confirmed", "waiting"}),
        "held": frozenset({"confirmed", "waiting", "withdrawn", "expired"}),
        "waiting": frozenset({"held", "withdrawn"}),
        "confirmed": frozenset({"withdrawn", "attended", "absent"}),
        "withdrawn": frozenset({"held", "confirmed", "waiting"}),
        "expired": frozenset({"held", "confirmed", "waiting"}),
        "attended": frozenset({"absent"}),
        "absent": frozenset({"attended"}),
    }
)
"""What each state may be followed by; None is a sign-up that does not exist yet."""


def may_become(state: str | None, following: str) -> bool:
    """Whether a sign-up in `state` may go to `following`.

    >>> may_become("held", "confirmed"), may_become("waiting", "confirmed")
    (True, False)
    """
    return following in FOLLOWS[state]


def deadline(now: datetime, starts_at: datetime, ends_at: datetime) -> datetime:
    """Until when a place in a meeting is of use: its beginning, and once it has begun its end."""
    return starts_at if now < starts_at else ends_at


def end_of_day(day: date, time_zone: str) -> datetime:
    """The moment at which a local day is over."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(time_zone))


def hold_until(now: datetime, last: datetime | None, most: timedelta) -> datetime:
    """Until when a place is held: `most`, or half of the time left before `last`, whichever is less; never before now.

    >>> at = datetime.fromisoformat("2026-11-23T12:00+00:00")
    >>> hold_until(at, at + timedelta(hours=30), timedelta(hours=48)) - at
    datetime.timedelta(seconds=54000)
    """
    return now + (most if last is None else min(most, max((last - now) / 2, timedelta(0))))


def in_last_hours(now: datetime, starts_at: datetime | None, last: timedelta) -> bool:
    """Whether a meeting is so near (or has begun) that no place is kept: the first to confirm takes it."""
    return starts_at is not None and starts_at - now <= last


def remind_at(held_at: datetime, until: datetime, ahead: timedelta) -> datetime | None:
    """When to remind someone to confirm: `ahead` of the end or halfway, whichever is later; None for a short hold."""
    length = until - held_at
    return None if length < SHORT_HOLD else until - min(ahead, length / 2)


def day_reminder_is_due(now: datetime, starts_at: datetime, confirmed_at: datetime, ahead: timedelta) -> bool:
    """Whether to remind of a meeting now: it is `ahead` or less away, and was confirmed before that."""
    return starts_at - ahead <= now < starts_at and confirmed_at < starts_at - ahead


def is_full(capacity: int | None, taken: int) -> bool:
    """Whether no place is left; without a capacity there always is one."""
    return capacity is not None and taken >= capacity


def to_put_back(newest_first: Sequence[_T], taken: int, capacity: int | None) -> Sequence[_T] | None:
    """Whose unconfirmed places go when the capacity becomes `capacity`: the newest. None: even all would not do.

    >>> to_put_back(["c", "b", "a"], 5, 3), to_put_back(["c"], 5, 3), to_put_back(["c"], 5, None)
    (['c', 'b'], None, [])
    """
    surplus = 0 if capacity is None else max(taken - capacity, 0)
    return None if surplus > len(newest_first) else newest_first[:surplus]


def clean_origin(text: str | None) -> str | None:
    """Where someone came from, if it is one that we count."""
    return text if text in ORIGINS else None


def clean_key(text: str | None) -> str | None:
    """An idempotency key; raises `InvalidInput` for one that is too short or too long."""
    if text is not None and len(text) not in _KEY_LENGTHS:
        raise InvalidInput(N_("The form’s own number is not right. Reload the page."), parameter="idempotency_key")
    return text


def clean_text(text: str | None, parameter: str, most: int) -> str | None:
    """What someone wrote, without control characters (line breaks stay) or bidirectional overrides; None when empty.

    Raises `InvalidInput` naming `parameter` beyond `most` characters.
    """
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    written = "".join(char for char in lines if char == "\n" or _is_text(char)).strip()
    if len(written) > most:
        raise InvalidInput(N_("Write at most {most} characters."), parameter=parameter, most=most)
    return written or None


def _is_text(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"} and char not in _BIDI
