"""Slugs are ASCII, unique and stable; a need is open while it has places and time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.initiatives.rules import (
    SLUG_LENGTH,
    SlugBook,
    local_day,
    need_is_current,
    need_is_open,
    places_left,
    slug_base,
)

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@given(st.text(max_size=60))
def test_every_name_has_a_slug_fit_for_an_address(name: str) -> None:
    slug = slug_base(name)
    assert SLUG.fullmatch(slug)
    assert len(slug) <= SLUG_LENGTH
    assert slug_base(slug) == slug
    assert len(slug_base(name * 9)) <= SLUG_LENGTH


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("L’Œuvre d’été", "l-oeuvre-d-ete"),
        ("Saint-Jean–Québec", "saint-jean-quebec"),
        ("ᐃᓄᒃᑎᑐᑦ", "inoktitot"),
        ("Сад мира", "sad-mira"),
        ("東京会", "dongjinghui"),
        ("حديقة", "hdyqh"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("🍲", "stew"),
        ("\u202e…", "initiative"),
        ("mot " * 40, "-".join(["mot"] * 20)),
        ("x" * 200, "x" * 80),
    ],
)
def test_names_of_every_script(name: str, slug: str) -> None:
    assert slug_base(name) == slug


@given(st.lists(st.sampled_from(["Atelier", "atelier!", "Jardin", "Atelier 2", "…"]), max_size=40))
def test_slugs_of_a_book_are_unique_and_repeatable(names: list[str]) -> None:
    given = [SlugBook({"atelier"}).give(name) for name in names[:1]]
    book = SlugBook({"atelier"})
    slugs = [book.give(name, f"{name} Verdun") for name in names]
    assert len({*slugs, "atelier"}) == len(slugs) + 1
    again = SlugBook({"atelier"})
    assert [again.give(name, f"{name} Verdun") for name in names] == slugs
    assert all(SLUG.fullmatch(slug) for slug in [*slugs, *given])


def test_the_local_day_is_that_of_the_zone() -> None:
    late = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    assert local_day(late, "America/Toronto") == date(2026, 11, 23)
    assert local_day(late, "America/St_Johns") == date(2026, 11, 24)


def test_places_and_time_make_a_need_open() -> None:
    today = date(2026, 11, 23)
    assert (places_left(3, 1), places_left(3, 3), places_left(3, 4)) == (2, 0, 0)
    assert need_is_current(None, today)
    assert need_is_current(today, today)
    assert not need_is_current(date(2026, 11, 22), today)
    assert need_is_open(3, 2, today, today)
    assert not need_is_open(3, 3, today, today)
    assert not need_is_open(3, 2, date(2026, 11, 22), today)
