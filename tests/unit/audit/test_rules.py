"""What the trail takes, and what it refuses."""

from __future__ import annotations

import pytest

from luminance_geo.audit.rules import is_code, is_impersonal


@pytest.mark.parametrize("code", ["sign-up", "people.erase", "held", "a1"])
def test_codes(code: str) -> None:
    assert is_code(code)


@pytest.mark.parametrize("text", ["", "Zoé", "zoé", "a b", "a@example.org", "514-555-0100", "a\n", "x" * 49])
def test_what_a_person_typed_is_no_code(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize("value", [None, True, 0, -3, 999_999_999, 0.5, "held"])
def test_ids_codes_and_small_numbers_are_kept(value: object) -> None:
    assert is_impersonal(value)


@pytest.mark.parametrize(
    "value", [5145550100, 1e12, float("nan"), float("inf"), "a@example.org", b"held", ["held"], {}]
)
def test_the_rest_is_refused(value: object) -> None:
    assert not is_impersonal(value)
