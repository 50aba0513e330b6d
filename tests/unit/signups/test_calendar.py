"""Calendar files read back, by the library that wrote them and by another one, say what was meant."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component, Event

from luminance_geo.signups.calendar import Occasion, Organiser, feed_ics, meeting_ics, sign_up_ics
from luminance_geo.signups.time_zones import time_zone

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
WE = Organiser("Luminance, Québec", "hello@example.org")
OCCASION = Occasion(
    uid="sign-up-7@example.org", sequence=2, starts_at=datetime(2026, 11, 24, 22, 30, tzinfo=UTC),
    ends_at=datetime(2026, 11, 25, 0, 30, tzinfo=UTC), time_zone="America/Toronto",
    summary="Souper du mardi; à 17 h 30, chez « Zoé »", status="CONFIRMED",
    url="https://luminance.test/initiatives/la-tablee?lang=fr", description="Première ligne\nseconde, ligne",
    location="7070, avenue Henri-Julien, Montréal", at=(45.5451, -73.6202),
)  # fmt: skip
FIRST, LAST = datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2040-01-01")
END = datetime.fromisoformat("2041-01-01")
ZONES = ("America/Toronto", "America/St_Johns", "America/Vancouver", "America/Regina", "Europe/Paris", "UTC",
         "Africa/Casablanca")  # fmt: skip


def read(body: bytes) -> Event:
    calendar = Calendar.from_ical(body)
    assert isinstance(calendar, Calendar)
    (found,) = calendar.events
    assert not found.errors
    return found


def other(body: bytes) -> tuple[date, date]:
    """Start and end as vobject reads them, from the VTIMEZONE in the file and not from the system's zones."""
    shown = vobject.readOne(body.decode()).vevent
    return utc(shown.dtstart.value), utc(shown.dtend.value)


def span(found: Event) -> tuple[date, date]:
    return utc(found.start), utc(found.end)


def utc(moment: date) -> date:
    """Python holds a time that its clock shows twice equal to nothing in another zone."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def moved(starts_at: datetime, hours: float = 2, zone: str = "America/Toronto") -> Occasion:
    return replace(OCCASION, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), time_zone=zone)


def test_everything_is_read_back() -> None:
    found = read(sign_up_ics(OCCASION, WE, "fr", now=NOW))
    assert (found["uid"], found["sequence"], found["status"]) == ("sign-up-7@example.org", 2, "CONFIRMED")
    assert (found["summary"], found["description"]) == (OCCASION.summary, OCCASION.description)
    assert (found["location"], found["url"]) == (OCCASION.location, OCCASION.url)
    assert (found["geo"].latitude, found["geo"].longitude) == (45.5451, -73.6202)
    assert found["organizer"] == "mailto:hello@example.org"
    assert found["organizer"].params["CN"] == "Luminance, Québec"
    assert (found.DTSTAMP, found.start, found.end) == (NOW, OCCASION.starts_at, OCCASION.ends_at)
    assert found["dtstart"].params["TZID"] == "America/Toronto"


def test_lines_are_folded_at_75_bytes_and_end_in_crlf() -> None:
    body = sign_up_ics(replace(OCCASION, summary="é" * 200), WE, "fr", now=NOW)
    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()


@pytest.mark.parametrize(
    ("starts", "local"),
    [
        ("2026-03-08T06:30", "01:30-05:00"),  # before the clocks go forward
        ("2026-03-08T07:30", "03:30-04:00"),  # what 02:30 is on the day that has none
        ("2026-11-01T05:30", "01:30-04:00"),  # the first 01:30
        ("2026-11-01T06:30", "01:30-05:00"),  # the second 01:30
        ("2026-11-01T07:30", "02:30-05:00"),  # 02:30, once
        ("2027-03-14T07:30", "03:30-04:00"),
        ("2027-11-07T07:30", "02:30-05:00"),
    ],
)
def test_days_on_which_the_clocks_change(starts: str, local: str) -> None:
    occasion = moved(datetime.fromisoformat(starts).replace(tzinfo=UTC))
    assert occasion.starts_at.astimezone(ZoneInfo("America/Toronto")).isoformat()[11:].replace(":00-", "-") == local
    body = sign_up_ics(occasion, WE, "fr", now=NOW)
    found = read(body)
    assert span(found) == (occasion.starts_at, occasion.ends_at)
    assert other(body) == (occasion.starts_at, occasion.ends_at)


@given(
    st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    st.integers(0, 72 * 60),
    st.sampled_from(ZONES),
)
def test_any_moment_in_any_zone_is_read_back(starts: datetime, minutes: int, zone: str) -> None:
    starts = starts.replace(second=0, microsecond=0)
    occasion = moved(starts, minutes / 60, zone)
    found = read(meeting_ics(occasion, WE, "en", now=NOW))
    local = ZoneInfo(zone)
    if isinstance(found.start, datetime):
        assert span(found) == (occasion.starts_at, occasion.ends_at)
    else:
        assert found.start == starts.astimezone(local).date()
        assert found.end == occasion.ends_at.astimezone(local).date()


def _walls(observance: Component) -> list[datetime]:
    first = observance["dtstart"].dt
    if "rrule" in observance:
        return list(rrulestr(observance["rrule"].to_ical().decode(), dtstart=first).between(first, END, inc=True))
    return [first, *(each.dt for each in (observance["rdate"].dts if "rdate" in observance else ()))]


def test_our_zones_are_the_systems_hour_by_hour() -> None:
    """Read with the VTIMEZONE alone, every hour of two years has the offset that it has in the system's data."""
    for name in ZONES:
        zone = ZoneInfo(name)
        made = time_zone(name, 2026, 2027)
        starts = sorted(
            ((wall - each["tzoffsetfrom"].td).replace(tzinfo=UTC), each["tzoffsetto"].td)
            for each in made.subcomponents
            for wall in _walls(each)
        )
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        while moment < datetime(2028, 1, 1, tzinfo=UTC):
            offset = [after for start, after in starts if start <= moment][-1]
            assert offset == moment.astimezone(zone).utcoffset(), (name, moment)
            moment += timedelta(hours=1)


def test_midnight_to_midnight_is_whole_days() -> None:
    zone = ZoneInfo("America/Toronto")
    starts = datetime(2026, 3, 8, tzinfo=zone).astimezone(UTC)  # a day of 23 hours
    body = sign_up_ics(
        replace(OCCASION, starts_at=starts, ends_at=datetime(2026, 3, 9, tzinfo=zone).astimezone(UTC)),
        WE,
        "fr",
        now=NOW,
    )
    found = read(body)
    assert span(found) == (date(2026, 3, 8), date(2026, 3, 9))
    assert found["dtstart"].params["VALUE"] == "DATE"
    assert b"VTIMEZONE" not in body
    assert other(body) == (date(2026, 3, 8), date(2026, 3, 9))


def test_an_event_without_length_has_no_end() -> None:
    found = read(sign_up_ics(moved(OCCASION.starts_at, 0), WE, "fr", now=NOW))
    assert "dtend" not in found


def test_a_withdrawn_one_is_cancelled_under_the_same_name() -> None:
    gone = Calendar.from_ical(sign_up_ics(replace(OCCASION, status="CANCELLED", sequence=3), WE, "fr", now=NOW))
    assert isinstance(gone, Calendar)
    assert (gone["method"], gone.events[0]["status"]) == ("CANCEL", "CANCELLED")
    assert (gone.events[0]["uid"], gone.events[0]["sequence"]) == (OCCASION.uid, 3)
    held = Calendar.from_ical(sign_up_ics(OCCASION, WE, "fr", now=NOW))
    assert isinstance(held, Calendar)
    assert held["method"] == "PUBLISH"


def test_a_feed_holds_each_zone_once_and_every_event() -> None:
    many = [
        replace(moved(OCCASION.starts_at + timedelta(days=200 * number), zone=zone), uid=f"{number}-{zone}@example.org")
        for number in range(3)
        for zone in ZONES[:4]
    ]
    body = feed_ics(many, WE, "fr", name="Mes engagements", now=NOW)
    calendar = Calendar.from_ical(body)
    assert isinstance(calendar, Calendar)
    assert {each["uid"]: span(each) for each in calendar.events} == {
        each.uid: (each.starts_at, each.ends_at) for each in many
    }
    assert sorted(each.tz_name for each in calendar.timezones) == sorted(ZONES[:4])
    assert calendar["x-wr-calname"] == "Mes engagements"
    assert len(vobject.readOne(body.decode()).vevent_list) == 12
    assert calendar.get_missing_tzids() == set()


def test_an_empty_feed_is_a_calendar() -> None:
    calendar = Calendar.from_ical(feed_ics([], WE, "en", name="My engagements", now=NOW))
    assert isinstance(calendar, Calendar)
    assert calendar.events == []


@given(st.text())
def test_no_text_makes_a_line_of_its_own(text: str) -> None:
    changed = replace(OCCASION, summary=text, description=text, location=text)
    body = sign_up_ics(changed, Organiser(text, "hello@example.org"), "fr", now=NOW)
    unfolded = re.sub(rb"\r\n[ \t]", b"", body).decode()
    names = {re.split("[:;]", line)[0] for line in unfolded.split("\r\n") if line}
    assert names <= {
        "BEGIN", "END", "VERSION", "PRODID", "METHOD", "TZID", "DTSTART", "DTEND", "RRULE", "TZNAME", "TZOFFSETFROM",
        "TZOFFSETTO", "SUMMARY", "DTSTAMP", "UID", "SEQUENCE", "DESCRIPTION", "GEO", "LOCATION",
        "ORGANIZER", "STATUS", "URL",
    }  # fmt: skip
    assert unfolded.count("BEGIN:VEVENT") == 1
