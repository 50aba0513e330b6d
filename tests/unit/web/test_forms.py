"""Tokens of forms: for one purpose, one session, one key, and a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from luminance_geo.web.forms import check, from_here, issue


@pytest.mark.parametrize(
    ("secret", "purpose", "session", "now", "age"),
    [
        ("s", "erase", "mine", 1030, 30.0),
        ("s", "erase", "mine", 1000, 0.0),
        ("s", "erase", "mine", 1000 + 24 * 3600, 24 * 3600.0),
        ("s", "erase", "mine", 1001 + 24 * 3600, None),
        ("s", "erase", "mine", 900, None),
        ("other", "erase", "mine", 1030, None),
        ("s", "sign-out", "mine", 1030, None),
        ("s", "erase", "another's", 1030, None),
        ("s", "erase", "", 1030, None),
    ],
)
def test_a_token_serves_its_form_only(secret: str, purpose: str, session: str, now: float, age: float | None) -> None:
    token = issue("s", "erase", "mine", now=1000)
    assert check(secret, purpose, session, token, now=now) == age


@given(st.text(max_size=800))
def test_no_text_is_a_token(text: str) -> None:
    assert check("s", "erase", "", text) is None


def test_a_token_says_nothing_of_the_session() -> None:
    assert "mine" not in issue("s", "erase", "mine")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, True),
        ({"origin": "https://here.test"}, True),
        ({"origin": "https://here.test:444"}, False),
        ({"origin": "https://evil.test"}, False),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "same-origin", "origin": "https://behind-a-proxy.test"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site", "origin": "https://here.test"}, False),
    ],
    ids=str,
)
def test_forms_of_other_sites_are_known(headers: dict[str, str], expected: bool) -> None:
    raw = [(name.encode(), value.encode()) for name, value in {"host": "here.test", **headers}.items()]
    assert from_here(Request({"type": "http", "method": "POST", "headers": raw})) is expected
