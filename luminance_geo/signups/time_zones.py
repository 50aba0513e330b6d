"""VTIMEZONE components, from the system's own time zone data.

`icalendar` makes them too, but in 7.3 starts daylight time one hour late (it gives the wall time after the change,
where RFC 5545 asks for the one before), so that an event in that hour lands an hour off.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_WEEK = timedelta(weeks=1)  # no zone changes twice in one
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS = 2020, 2040


@lru_cache(maxsize=256)
def time_zone(name: str, first_year: int, last_year: int) -> Timezone:
    """The VTIMEZONE of an IANA zone, right from `first_year` to `last_year`. It is shared: not to be changed.

    It always tells two decades: some programs keep the first VTIMEZONE that they meet under a name.
    """
    zone, made = ZoneInfo(name), Timezone()
    made.add("tzid", name)
    start = datetime(min(first_year, _YEARS[0]) - 1, 12, 1, tzinfo=UTC)
    end = datetime(max(last_year, _YEARS[1]) + 1, 2, 1, tzinfo=UTC)
    made.add_component(_observance([start], zone, start))
    for alike in _alike(_changes(zone, start, end), zone):
        made.add_component(_observance(alike, zone, alike[0] - timedelta(seconds=1)))
    return made


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments (UTC) from which another offset holds."""
    moment = start
    while moment < end:
        if _offset(moment, zone) != _offset(moment + _WEEK, zone):
            yield _first_second_after(moment, moment + _WEEK, zone)
        moment += _WEEK


def _alike(changes: Iterable[datetime], zone: ZoneInfo) -> Iterable[list[datetime]]:
    """Changes from and to the same offset and name, together."""
    found: dict[tuple[object, ...], list[datetime]] = {}
    for change in changes:
        local = change.astimezone(zone)
        key = (_offset(change - timedelta(seconds=1), zone), local.utcoffset(), local.tzname(), local.dst())
        found.setdefault(key, []).append(change)
    return found.values()


def _first_second_after(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    before = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _observance(starts: list[datetime], zone: ZoneInfo, before: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from each of `starts` on; their wall times are told by the clock as it stood `before`."""
    local, was = starts[0].astimezone(zone), _offset(before, zone)
    walls = [(start + was).replace(tzinfo=None) for start in starts]
    made = TimezoneDaylight() if local.dst() else TimezoneStandard()
    made.add("dtstart", walls[0])
    rule = _rule(walls)
    if rule:
        made.add("rrule", rule)
    elif len(walls) > 1:
        made.add("rdate", walls[1:])
    made.add("tzoffsetfrom", was)
    made.add("tzoffsetto", _offset(starts[0], zone))
    made.add("tzname", local.tzname() or "")
    return made


def _rule(walls: list[datetime]) -> dict[str, object] | None:
    """Every year on the same weekday of a month, such as its second Sunday, where that is so; programs read it best."""
    first, years = walls[0], [wall.year for wall in walls]
    alike = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if len(walls) < 3 or len(alike) > 1 or years != list(range(years[0], years[0] + len(years))):
        return None
    weeks = {(wall.day - 1) // 7 + 1 for wall in walls}
    last = all(wall.day + 7 > monthrange(wall.year, wall.month)[1] for wall in walls)
    if len(weeks) > 1 and not last:
        return None
    return {"freq": "yearly", "bymonth": first.month, "byday": f"{-1 if last else weeks.pop()}{_DAYS[first.weekday()]}"}
