"""The pure pieces of the demonstration set."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.demo.rules import (
    Draws,
    at_local,
    first_day,
    in_place,
    move_weeks,
    of_place,
    weeks_to_renew,
)

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
ZONES = st.sampled_from(["America/Toronto", "America/Regina", "America/St_Johns", "America/Vancouver"])
MOMENTS = st.integers(0, 730 * 24 * 60).map(lambda minutes: NOW - timedelta(days=300) + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("name", "of", "at"),
    [
        ("Ottawa", "d’Ottawa", "à Ottawa"),
        ("Montréal", "de Montréal", "à Montréal"),
        ("Île-Perrot", "d’Île-Perrot", "à Île-Perrot"),
        ("Yamaska", "d’Yamaska", "à Yamaska"),
        ("Yellowknife", "de Yellowknife", "à Yellowknife"),
        ("Le Gardeur", "du Gardeur", "au Gardeur"),
        ("Les Escoumins", "des Escoumins", "aux Escoumins"),
        ("L’Assomption", "de L’Assomption", "à L’Assomption"),
        ("Halifax", "d’Halifax", "à Halifax"),
        ("Lévis", "de Lévis", "à Lévis"),
    ],
)
def test_french_prepositions(name: str, of: str, at: str) -> None:
    assert (of_place(name), in_place(name)) == (of, at)


@given(st.integers(0, 10**9), st.integers(0, 10**6))
def test_draws_repeat_and_stay_within_bounds(seed: int, index: int) -> None:
    one, two = Draws(seed, index), Draws(seed, index)
    drawn = [(draws.between(3, 9), draws.pick("abc"), draws.some([1, 2, 3], 2)) for draws in (one, two)]
    assert drawn[0] == drawn[1]
    number, letter, some = drawn[0]
    assert 3 <= number <= 9
    assert letter in "abc"
    assert len(set(some)) == 2


def test_draws_are_the_same_on_every_machine() -> None:
    draws = Draws(1, 0)
    assert [draws.between(0, 99) for _ in range(6)] == [90, 38, 43, 44, 51, 11]


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(0, 4), st.integers(0, 9))
def test_the_first_day_is_ahead_and_fits_its_kind(after: date, weeks: int, which: int) -> None:
    for on, fit in (("weekend", {5, 6}), ("evening", {0, 1, 2, 3}), ("day", {1, 2, 3})):
        day = first_day(on, after, weeks, which)
        assert day.weekday() in fit
        assert timedelta(weeks=weeks) < day - after <= timedelta(weeks=weeks + 1)


@given(MOMENTS, st.integers(0, 60), ZONES)
def test_moving_by_weeks_keeps_the_local_time_of_day(moment: datetime, weeks: int, zone: str) -> None:
    hour = moment.replace(hour=18, minute=30)
    there = at_local(hour.date(), 18, 30, zone)
    moved = move_weeks(there, weeks, zone).astimezone(ZoneInfo(zone))
    assert (moved.hour, moved.minute, moved.date()) == (18, 30, hour.date() + timedelta(weeks=weeks))


@given(st.lists(MOMENTS, max_size=30))
def test_an_aged_set_comes_whole_ahead_again_and_a_fresh_one_stays(starts: list[datetime]) -> None:
    weeks = weeks_to_renew(starts, NOW)
    coming = sum(start > NOW for start in starts)
    assert (weeks == 0) == (not starts or coming * 2 >= len(starts))
    if weeks:
        earliest = min(starts) + timedelta(weeks=weeks)
        assert NOW < earliest <= NOW + timedelta(weeks=1)
