"""Small functions of the dashboard: the examples in their docstrings, and what must never pass."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from dashboard.components import text, when
from tests.browser.seeds import HOSTILE


@pytest.mark.parametrize("module", [text, when])
def test_examples_hold(module: ModuleType) -> None:
    tried = doctest.testmod(module)
    assert tried.attempted
    assert not tried.failed


@pytest.mark.parametrize("written", HOSTILE)
def test_no_markup_is_left_to_interpret(written: str) -> None:
    made = text.plain(written)
    assert not set(made) & set("<>[]()*_`$\\:!{}~|")
    assert "\n" not in made


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org/a b(c)", "https://example.org/a%20b%28c%29"),
        ("javascript:alert(1)", None),
        ("//evil.example", None),
        ("data:text/html,x", None),
        ("", None),
    ],
)
def test_only_web_addresses_become_links(url: str, target: str | None) -> None:
    assert text.link_target(url) == target
