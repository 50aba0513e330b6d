"""Headers, keys, waits."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.mail import rules

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    flat = rules.one_line(text)
    assert len(flat.splitlines()) <= 1
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in flat)
    assert rules.one_line(flat) == flat


def test_the_spaces_of_french_typography_stay() -> None:
    assert rules.one_line("Quand\xa0: 17\xa0h\u202f30 \n ici") == "Quand\xa0: 17\xa0h\u202f30 ici"


@given(st.text())
def test_what_passes_for_an_address_header_or_key_cannot_break_a_line(text: str) -> None:
    assert not rules.is_address(f"a@example.org\r{text}")
    assert not rules.is_address(f"a@example.org\n{text}")
    assert not rules.is_header("List-Unsubscribe", f"x\r\n{text}")
    if rules.is_key(text):
        assert text.isascii()
        assert not set(text) & set("/\\:<>@ ")


@pytest.mark.parametrize("key", ["sign-in-a1", "sign_up.1.held", "A"])
def test_keys(key: str) -> None:
    assert rules.is_key(key)


@pytest.mark.parametrize("key", ["", ".", "..", "a.", "a..b", "a/b", "é", "a b", "a\n", "x" * 121])
def test_what_is_no_key(key: str) -> None:
    assert not rules.is_key(key)


def test_headers_of_ours_are_not_brought() -> None:
    assert rules.is_header("List-Unsubscribe", "<https://example.org/u>")
    for name in ("From", "BCC", "subject", "Message-ID", "Content-Type", "MIME-Version", "Auto-Submitted", "A B", ""):
        assert not rules.is_header(name, "x")
    for value in ("", "é", "x" * 901):
        assert not rules.is_header("List-Id", value)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_waits_grow_and_stay_within_a_quarter_of_their_middle(attempts: int, jitter: float) -> None:
    middle, wait = rules.wait_after(attempts, 0.5), rules.wait_after(attempts, jitter)
    assert middle * 0.75 <= wait <= middle * 1.25
    assert rules.FIRST_WAIT <= middle <= rules.wait_after(attempts + 1, 0.5) <= rules.LONGEST_WAIT


def test_a_message_is_given_up_after_days_not_tries() -> None:
    assert not rules.is_hopeless(NOW, NOW + timedelta(days=4))
    assert rules.is_hopeless(NOW, NOW + timedelta(days=4, seconds=1))


def test_an_endless_domain_is_refused() -> None:
    with pytest.raises(ValueError, match="domain"):
        rules.message_id("a", "x" * 200, NOW)
