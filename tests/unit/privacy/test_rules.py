"""Cut-offs by the calendar, incidents that can be, cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.errors import InvalidInput
from luminance_geo.privacy.rules import cai_is_owed_notice, check_incident, csv_cell, cutoffs, months_before
from luminance_geo.settings import Settings

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
INCIDENT: dict[str, Any] = {
    "happened_from": date(2026, 11, 1), "happened_to": date(2026, 11, 2), "found_on": date(2026, 11, 3), "people": 5,
    "people_in_quebec": 5, "public_notice": False, "public_notice_reason": None, "today": date(2026, 11, 4),
}  # fmt: skip


@given(MOMENTS, st.integers(0, 600))
def test_months_before_is_as_many_months_before(moment: datetime, months: int) -> None:
    earlier = months_before(moment, months)
    assert (moment.year - earlier.year) * 12 + moment.month - earlier.month == months
    assert earlier.day == moment.day or (earlier + timedelta(days=1)).day == 1
    assert earlier.timetz() == moment.timetz()


def test_each_cut_off_follows_its_setting() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    settings = Settings(
        keep_people_months=1,
        keep_sign_ups_months=2,
        keep_accessibility_days=3,
        keep_mail_days=4,
        keep_audit_months=5,
        keep_draft_days=6,
    )
    past = cutoffs(settings, now)
    assert (past.people, past.sign_ups) == (datetime(2026, 10, 23, tzinfo=UTC), datetime(2026, 9, 23, tzinfo=UTC))
    assert (past.accessibility, past.mail) == (now - timedelta(days=3), now - timedelta(days=4))
    assert past.drafts == now - timedelta(days=6)
    assert past.audit == datetime(2026, 6, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "parameter"),
    [
        ({"found_on": date(2026, 11, 5)}, "found_on"),
        ({"happened_from": date(2026, 11, 4)}, "happened_from"),
        ({"happened_to": date(2026, 10, 31)}, "happened_to"),
        ({"people": -1}, "people_in_quebec"),
        ({"people_in_quebec": 6}, "people_in_quebec"),
        ({"public_notice": True}, "public_notice_reason"),
    ],
    ids=str,
)
def test_an_incident_that_cannot_be_names_its_field(changed: dict[str, Any], parameter: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_incident(**(INCIDENT | changed))
    assert caught.value.parameter == parameter


def test_an_incident_may_be_known_in_part() -> None:
    check_incident(**INCIDENT)
    check_incident(**(INCIDENT | {"happened_from": None, "happened_to": None, "people_in_quebec": None}))


def test_the_commission_is_owed_a_notice_of_serious_ones_only() -> None:
    assert cai_is_owed_notice(serious_harm=True, cai_told_on=None)
    assert not cai_is_owed_notice(serious_harm=True, cai_told_on=date(2026, 11, 3))
    assert not cai_is_owed_notice(serious_harm=False, cai_told_on=None)


@given(st.text())
def test_no_cell_is_a_formula_and_none_is_lost(text: str) -> None:
    cell = csv_cell(text)
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text
    assert not cell.startswith(("=", "@", "\t", "\r"))
    assert not (cell[:1] in {"+", "-"} and any(char.isalpha() for char in cell))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))))
def test_cells_come_back_from_a_csv_file(texts: list[str]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerow(["first", *map(csv_cell, texts)])
    read = next(csv.reader(io.StringIO(written.getvalue(), newline="")))
    assert read == ["first", *map(csv_cell, texts)]
