"""Postal codes as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.places import forward_sortation_area, normalize_postal_code, open_gazetteer

FORMS = ["H2R 1A1", "h2r1a1", " H2R-1A1 ", "h2r 1a1", "H2R", "h2r", "H2R 1A", "H 2 R 1 A 1"]


@pytest.mark.parametrize("typed", FORMS)
def test_one_place_for_every_way_of_writing(typed: str) -> None:
    place = open_gazetteer().resolve(typed)
    assert place.id == "fsa-H2R"
    assert place.kind == "postal"
    assert place.approximate
    assert place.suggested_km == 5.0


def test_letters_read_as_digits() -> None:
    assert normalize_postal_code("K1A OB1") == "K1A 0B1"
    assert normalize_postal_code("HlR lAl") == "H1R 1A1"
    assert normalize_postal_code("H21 1A1") is None  # the third character is a letter: a digit there is no slip


@pytest.mark.parametrize("typed", ["", "H", "H2", "12345", "D1A 1A1", "H2R 1A12", "75001", "H2RR1A", "Montréal"])
def test_what_is_no_postal_code(typed: str) -> None:
    assert normalize_postal_code(typed) is None
    assert forward_sortation_area(typed) is None


def test_a_rural_prefix_suggests_a_wide_circle() -> None:
    rural = open_gazetteer().resolve("G0G")
    assert rural.suggested_km == 100.0


def test_two_characters_suggest_prefixes() -> None:
    found = open_gazetteer().search("h2", 5)
    assert [place.id for place in found] == ["fsa-H2A", "fsa-H2B", "fsa-H2C", "fsa-H2E", "fsa-H2G"]


@given(st.from_regex(r"[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][0-9][ABCEGHJ-NPRSTV-Z][0-9]", fullmatch=True))
def test_case_and_spaces_do_not_matter(code: str) -> None:
    spaced = f"{code[:3]} {code[3:]}"
    assert normalize_postal_code(code.lower()) == normalize_postal_code(spaced) == spaced
