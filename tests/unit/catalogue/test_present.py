"""What the hour changes, and only then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from luminance_geo.catalogue.build import build
from luminance_geo.catalogue.columns import NEVER
from luminance_geo.catalogue.filters import Filters, When
from luminance_geo.catalogue.frame import micros
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.rows import Entry, MeetingRow, NeedRow
from luminance_geo.catalogue.vectorised import VectorisedPart

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
ENTRY = Entry(1, "a", "Nom", None, lat=45.0, lon=-73.0, time_zone="America/Vancouver")
SOCIAL = frozenset({"FRIENDLY"})


def engine_at(now: datetime, *, needs: list[NeedRow] | None = None, meetings: list[MeetingRow] | None = None):  # type: ignore[no-untyped-def]
    columns = build([ENTRY], needs or [], meetings or [])
    present = Present.at(columns, now)
    return VectorisedPart(columns, present), present


def test_a_need_lapses_after_its_last_local_day() -> None:
    need = NeedRow(1, ("FRIENDLY",), 2, 1, date(2026, 11, 23))
    midnight = datetime(2026, 11, 24, 8, tzinfo=UTC)  # in Vancouver
    engine, present = engine_at(midnight - timedelta(microseconds=1), needs=[need])
    assert (engine.count(Filters(open=True)), engine.count(Filters(skill=SOCIAL))) == (1, 1)
    assert (present.since, present.until) == (0, micros(midnight))
    engine, present = engine_at(midnight, needs=[need])
    assert (engine.count(Filters(open=True)), engine.count(Filters(skill=SOCIAL))) == (0, 0)
    assert (present.since, present.until) == (micros(midnight), NEVER)


def test_a_full_need_keeps_its_skill_and_is_not_open() -> None:
    engine, _ = engine_at(NOON, needs=[NeedRow(1, ("FRIENDLY",), 2, 2, None)])
    assert (engine.count(Filters(open=True)), engine.count(Filters(skill=SOCIAL))) == (0, 1)


@pytest.mark.parametrize(("capacity", "taken", "is_open"), [(None, 9, True), (2, 1, True), (2, 2, False)])
def test_a_coming_meeting_with_places_opens_until_it_ends(capacity: int | None, taken: int, is_open: bool) -> None:
    meeting = MeetingRow(1, NOON - timedelta(hours=1), NOON + timedelta(hours=1), "America/Toronto", capacity, taken)
    assert engine_at(NOON, meetings=[meeting])[0].count(Filters(open=True)) == is_open
    assert engine_at(meeting.ends_at, meetings=[meeting])[0].count(Filters(open=True)) == 0


def test_days_are_those_of_the_meeting_s_own_zone() -> None:
    starts = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # 20:30 on the 23rd in Montréal
    engine, _ = engine_at(
        NOON, meetings=[MeetingRow(1, starts, starts + timedelta(hours=3.5), "America/Toronto", None, 0)]
    )
    days = [engine.count(Filters(when=When(day, day))) for day in (date(2026, 11, d) for d in (22, 23, 24))]
    assert days == [0, 1, 0], "it ends at midnight, which is not yet the 24th"


def test_a_zone_that_nobody_knows_is_said_and_read_as_utc(caplog: pytest.LogCaptureFixture) -> None:
    meeting = MeetingRow(1, NOON, NOON, "Mars/Olympus", None, 0)
    engine, _ = engine_at(NOON, meetings=[meeting])
    assert engine.count(Filters(when=When(NOON.date(), NOON.date()))) == 1
    assert "Mars/Olympus" in caplog.text
