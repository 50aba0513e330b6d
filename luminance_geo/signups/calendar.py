"""Calendar files (iCalendar, RFC 5545): of a sign-up, of a meeting, and of everything someone takes part in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from luminance_geo.i18n import Language
from luminance_geo.signups.time_zones import time_zone

Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
TYPE = "text/calendar; charset=utf-8"
_PRODID = "-//Luminance//luminance-geo//{}"
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Occasion:
    """A dated thing as a calendar shows it, in one person's words. `at` is latitude and longitude in WGS84 degrees.

    `uid` never changes; `sequence` rises with each change, so that calendars replace what they had.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    summary: str
    status: Status
    url: str
    description: str = ""
    location: str = ""
    at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who publishes the calendar."""

    name: str
    address: str


def event(occasion: Occasion, organiser: Organiser, *, now: datetime) -> Event:
    """One VEVENT, stamped `now`.

    Midnight to midnight is whole days. Where a clock shows a time twice and the second is meant, UTC is written: a
    local time would mean the first.
    """
    made = Event()
    made.add("uid", plain(occasion.uid))
    made.add("sequence", occasion.sequence)
    made.add("dtstamp", now)
    starts, ends = when(occasion)
    made.add("dtstart", starts)
    if ends != starts:
        made.add("dtend", ends)
    made.add("summary", plain(occasion.summary))
    made.add("status", occasion.status)
    made.add("url", occasion.url)
    made.add("organizer", _organizer(organiser))
    for name, text in (("description", occasion.description), ("location", occasion.location)):
        if text:
            made.add(name, plain(text))
    if occasion.at:
        made.add("geo", occasion.at)
    return made


def when(occasion: Occasion) -> tuple[date, date]:
    """Start and end as a calendar takes them: days, local times with their zone, or UTC (both sides alike)."""
    zone = ZoneInfo(occasion.time_zone)
    starts, ends = occasion.starts_at.astimezone(zone), occasion.ends_at.astimezone(zone)
    if starts.time() == ends.time() == _MIDNIGHT and ends > starts:
        return starts.date(), ends.date()
    if starts.fold or ends.fold:
        return occasion.starts_at.astimezone(UTC), occasion.ends_at.astimezone(UTC)
    return starts, ends


def sign_up_ics(occasion: Occasion, organiser: Organiser, language: Language, *, now: datetime) -> bytes:
    """The file of one sign-up; cancelled, it takes the event out of the calendars that hold it."""
    method = "CANCEL" if occasion.status == "CANCELLED" else "PUBLISH"
    return _file([occasion], organiser, language, method=method, now=now)


def meeting_ics(occasion: Occasion, organiser: Organiser, language: Language, *, now: datetime) -> bytes:
    """The file of one meeting, for anyone."""
    return sign_up_ics(occasion, organiser, language, now=now)


def feed_ics(
    occasions: Iterable[Occasion], organiser: Organiser, language: Language, *, name: str, now: datetime
) -> bytes:
    """A calendar to subscribe to; it is asked for again every hour."""
    return _file(list(occasions), organiser, language, method="PUBLISH", name=name, now=now)


def plain(text: str) -> str:
    """The text without what a calendar line may not hold.

    >>> plain("a\\x00b\\r\\nc\\td")
    'ab\\nc\\td'
    """
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in joined if char.isprintable() or char in "\n\t" or char >= "\xa0").strip()


def _file(
    occasions: Sequence[Occasion],
    organiser: Organiser,
    language: Language,
    *,
    method: str,
    now: datetime,
    name: str = "",
) -> bytes:
    made = Calendar()
    for key, value in (("prodid", _PRODID.format(language.upper())), ("version", "2.0"), ("method", method)):
        made.add(key, value)
    if name:
        made.add("name", plain(name))
        made.add("x-wr-calname", plain(name))
        made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT1H")
    for zone, first, last in _zones(occasions):
        made.add_component(time_zone(zone, first, last))
    for each in occasions:
        made.add_component(event(each, organiser, now=now))
    return bytes(made.to_ical())


def _zones(occasions: Iterable[Occasion]) -> list[tuple[str, int, int]]:
    """The zones that their times are written in, each with the years they lie in."""
    years: dict[str, set[int]] = {}
    for moment in (each for occasion in occasions for each in when(occasion)):
        if isinstance(moment, datetime) and isinstance(moment.tzinfo, ZoneInfo):
            years.setdefault(moment.tzinfo.key, set()).add(moment.year)
    return [(zone, min(found), max(found)) for zone, found in sorted(years.items())]


def _organizer(organiser: Organiser) -> vCalAddress:
    made = vCalAddress(f"mailto:{organiser.address}")
    made.params["CN"] = plain(organiser.name).replace('"', "")
    return made
