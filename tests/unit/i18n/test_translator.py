"""Words and formats, as a person in Québec or elsewhere in Canada would write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.i18n import as_language, translator

EVENING = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("km", "fr", "en"),
    [
        (0, "0\xa0m", "0\xa0m"),
        (0.3541, "354\xa0m", "354\xa0m"),
        (0.9994, "999\xa0m", "999\xa0m"),
        (0.9996, "1\xa0km", "1\xa0km"),
        (1.94, "1,9\xa0km", "1.9\xa0km"),
        (9.97, "10\xa0km", "10\xa0km"),
        (1234.5, "1\u202f234\xa0km", "1,234\xa0km"),
    ],
)
def test_distances_are_said_as_people_say_them(km: float, fr: str, en: str) -> None:
    assert translator("fr").distance(km) == fr
    assert translator("en").distance(km) == en


@given(st.floats(0, 20_000), st.floats(0, 20_000))
def test_a_longer_distance_never_reads_shorter(a: float, b: float) -> None:
    def shown_m(km: float) -> float:
        value, unit = translator("en").distance(km).split("\xa0")
        return float(value.replace(",", "")) * (1000 if unit == "km" else 1)

    low, high = sorted((a, b))
    assert shown_m(low) <= shown_m(high)


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [
        (0, "0 initiative", "0 initiatives"),
        (1, "1 initiative", "1 initiative"),
        (1200, "1\u202f200 initiatives", "1,200 initiatives"),
    ],
)
def test_plural_rules_differ_at_zero(count: int, fr: str, en: str) -> None:
    forms = ("{count} initiative", "{count} initiatives")
    assert translator("en").plural(*forms, count) == en
    assert translator("fr").plural(*forms, count) == fr


def test_moments_are_shown_in_their_own_zone() -> None:
    assert translator("fr").day(EVENING, "America/Toronto") == "Mar. 24 nov., 17\xa0h\xa030"
    assert translator("fr").day(EVENING.replace(minute=0), "America/Toronto") == "Mar. 24 nov., 17\xa0h"
    assert translator("fr").day(EVENING.replace(hour=14, minute=5), "America/Toronto") == "Mar. 24 nov., 9\xa0h\xa005"
    assert translator("fr").time(EVENING.replace(hour=0, minute=0)) == "0\xa0h"
    assert translator("en").day(EVENING, "America/Vancouver") == "Tue, Nov 24, 2:30\xa0p.m."


def test_long_dates() -> None:
    assert translator("fr").date(date(2026, 11, 1)) == "1 novembre 2026"
    assert translator("en").date(date(2026, 11, 1)) == "November 1, 2026"


@pytest.mark.parametrize("tag", ["fr", "FR", "fr-CA", " fr_CA "])
def test_language_tags(tag: str) -> None:
    assert as_language(tag, "en") == "fr"


@pytest.mark.parametrize("tag", [None, "", "xx", "<script>"])
def test_unknown_languages_fall_back(tag: str | None) -> None:
    assert as_language(tag) == "fr"
    assert as_language(tag, "en") == "en"
