"""Pure pieces of the demonstration set: French prepositions, a source of draws, dates of meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")
_ELIDED = ("halifax", "hérouxville", "hébertville", "yamachiche", "yamaska")
_VOWELS = "aàâeéèêëiîïoôuûüœæ"
_WEEKDAYS = {"evening": (0, 1, 2, 3), "weekend": (5, 6), "day": (1, 2, 3)}


def of_place(name: str) -> str:
    """A place after the French preposition “de”.

    >>> [of_place(name) for name in ("Villeray", "Outremont", "Le Sud-Ouest", "Les Coteaux", "La Tuque", "Hull")]
    ['de Villeray', 'd’Outremont', 'du Sud-Ouest', 'des Coteaux', 'de La Tuque', 'de Hull']
    """
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    elides = name[:1].lower() in _VOWELS or name.lower().startswith(_ELIDED)
    return f"d’{name}" if elides else f"de {name}"


def in_place(name: str) -> str:
    """A place after the French preposition “à”.

    >>> [in_place(name) for name in ("Villeray", "Le Sud-Ouest", "Les Coteaux", "La Tuque")]
    ['à Villeray', 'au Sud-Ouest', 'aux Coteaux', 'à La Tuque']
    """
    if name.startswith("Le "):
        return f"au {name[3:]}"
    return f"aux {name[4:]}" if name.startswith("Les ") else f"à {name}"


class Draws:
    """Reproducible draws: the same numbers on every platform and version of Python, from `Random.random` alone."""

    def __init__(self, *seed: int) -> None:
        self._random = Random("/".join(map(str, seed))).random  # noqa: S311 - a demonstration, not a secret

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[int(self._random() * len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items, in random order."""
        left = list(items)
        return [left.pop(int(self._random() * len(left))) for _ in range(min(count, len(left)))]


def first_day(on: str, after: date, weeks: int, which: int) -> date:
    """A day fit for a kind of meeting (`evening`, `weekend`, `day`), later than `after`, `weeks` whole weeks on."""
    days = _WEEKDAYS[on]
    ahead = (days[which % len(days)] - after.weekday() - 1) % 7 + 1
    return after + timedelta(days=ahead, weeks=weeks)


def at_local(day: date, hour: int, minute: int, time_zone: str) -> datetime:
    """A local time of day as an aware moment in UTC."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(time_zone)).astimezone(UTC)


def weeks_to_renew(starts: Sequence[datetime], now: datetime) -> int:
    """By how many whole weeks to move a set of meetings so that the earliest is ahead of `now`; 0 while half still are.

    Demonstration dates age: once more than half of the meetings are past, the whole set moves forward together, so
    that weekdays and spacing stay.
    """
    coming = sum(start > now for start in starts)
    if not starts or coming * 2 >= len(starts):
        return 0
    return (now - min(starts)) // timedelta(weeks=1) + 1


def move_weeks(moment: datetime, weeks: int, time_zone: str) -> datetime:
    """The same local weekday and time of day, `weeks` later, across changes of clock."""
    local = moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) + timedelta(weeks=weeks)
    return local.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
