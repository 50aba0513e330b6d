"""The pure decisions of sign-ups, on whatever times and lines Hypothesis finds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.errors import InvalidInput
from luminance_geo.signups import rules
from luminance_geo.signups.model import SignUpState

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MOST = timedelta(hours=48)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(minutes=1), timedelta(days=30))


def test_every_state_has_its_rule() -> None:
    codes = {state.value for state in SignUpState}
    assert set(rules.FOLLOWS) == codes | {None}
    assert {following for after in rules.FOLLOWS.values() for following in after} <= codes
    assert codes >= rules.ACTIVE


def test_nobody_is_confirmed_from_the_line_without_being_asked() -> None:
    assert not rules.may_become("waiting", "confirmed")
    assert not rules.may_become("attended", "withdrawn")


@given(moments, st.none() | moments, lengths)
def test_a_hold_takes_half_of_the_time_left_at_most(now: datetime, last: datetime | None, most: timedelta) -> None:
    until = rules.hold_until(now, last, most)
    assert now <= until <= now + most
    if last is not None and last > now:
        assert until - now <= (last - now) / 2
        assert until - now == min(most, (last - now) / 2)


@given(moments, lengths, lengths)
def test_a_chain_of_promotions_ends_before_the_meeting(now: datetime, ahead: timedelta, most: timedelta) -> None:
    last = now + ahead
    for _ in range(50):
        now = rules.hold_until(now, last, most)
        assert now < last or ahead < timedelta(seconds=1)


@given(moments, moments, st.timedeltas(timedelta(0), timedelta(days=2)))
def test_the_last_hours_go_on_once_the_meeting_has_begun(now: datetime, starts: datetime, last: timedelta) -> None:
    assert rules.in_last_hours(now, starts, last) == (now >= starts - last)
    assert not rules.in_last_hours(now, None, last)


@given(moments, lengths, lengths)
def test_a_reminder_comes_within_the_hold_and_not_at_its_beginning(
    held: datetime, length: timedelta, ahead: timedelta
) -> None:
    at = rules.remind_at(held, held + length, ahead)
    assert (at is None) == (length < rules.SHORT_HOLD)
    if at is not None:
        assert held + length / 2 - timedelta(microseconds=1) <= at < held + length


@given(moments, moments, moments, lengths)
def test_a_meeting_is_not_recalled_to_who_has_just_confirmed(
    now: datetime, starts: datetime, confirmed: datetime, ahead: timedelta
) -> None:
    if rules.day_reminder_is_due(now, starts, confirmed, ahead):
        assert confirmed < starts - ahead <= now < starts


@given(st.lists(st.integers(), max_size=30), st.integers(0, 30), st.none() | st.integers(1, 60))
def test_lowering_puts_back_the_newest_and_no_more_than_needed(
    newest_first: list[int], confirmed: int, capacity: int | None
) -> None:
    taken = confirmed + len(newest_first)
    back = rules.to_put_back(newest_first, taken, capacity)
    if back is None:
        assert capacity is not None
        assert confirmed > capacity
    else:
        assert list(back) == newest_first[: len(back)]
        left = taken - len(back)
        assert capacity is None or left <= capacity
        assert not back or left == capacity


def test_a_place_is_of_use_until_the_meeting_begins_then_until_it_ends() -> None:
    starts, ends = NOW, NOW + timedelta(hours=2)
    assert rules.deadline(NOW - timedelta(seconds=1), starts, ends) == starts
    assert rules.deadline(NOW, starts, ends) == ends


def test_a_local_day_ends_at_midnight_there_also_when_the_clocks_change() -> None:
    assert rules.end_of_day(date(2026, 10, 31), "America/Toronto") == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert rules.end_of_day(date(2026, 11, 1), "America/Toronto") == datetime(2026, 11, 2, 5, tzinfo=UTC)


def test_without_a_capacity_nothing_is_full() -> None:
    assert not rules.is_full(None, 10**6)
    assert rules.is_full(3, 3)
    assert not rules.is_full(3, 2)


@pytest.mark.parametrize(("key", "fits"), [(None, True), ("12345678", True), ("1234567", False), ("x" * 65, False)])
def test_a_key_is_long_enough_not_to_be_met_by_chance(key: str | None, fits: bool) -> None:
    if fits:
        assert rules.clean_key(key) == key
    else:
        with pytest.raises(InvalidInput):
            rules.clean_key(key)


def test_an_origin_is_one_that_we_count_or_none() -> None:
    assert rules.clean_origin("story") == "story"
    assert rules.clean_origin("javascript:alert(1)") is None


def test_a_text_keeps_its_lines_and_its_spaces_and_nothing_that_drives_a_display() -> None:
    assert (
        rules.clean_text(" J’arrive\u202f!\r\nÀ\xa0bientôt\x00\u202e ", "message", 50)
        == "J’arrive\u202f!\nÀ\xa0bientôt"
    )
    assert rules.clean_text(" \n ", "message", 50) is None
    with pytest.raises(InvalidInput) as refused:
        rules.clean_text("x" * 51, "message", 50)
    assert refused.value.parameter == "message"


@given(st.text(max_size=200))
def test_cleaning_a_text_twice_is_cleaning_it_once(text: str) -> None:
    once = rules.clean_text(text, "message", 1000)
    assert rules.clean_text(once, "message", 1000) == once
