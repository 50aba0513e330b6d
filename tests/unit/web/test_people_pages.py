"""Pages about signing in and privacy: valid by the W3C's checker, in both languages, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from luminance_geo.i18n import LANGUAGES, Language
from luminance_geo.people.queries import Who
from luminance_geo.settings import Settings
from luminance_geo.web.rendering import render
from tests.unit.web.test_valid_html import nu

HOSTILE = "a\"><script>alert(1)</script>&amp;'<!--@example.org"
WHO = Who(1, HOSTILE, HOSTILE, None, "fr", verified=True)
NAMED = Settings(
    privacy_officer_title="<b>", privacy_officer_contact=HOSTILE, tiles_url="https://tiles.example.org/{z}/{x}/{y}"
)
STATES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("sign_in.html", {"typed": {"email": "", "next": "/"}, "problem": "", "fault": "", "token": "t"}),
    ("sign_in.html", {"typed": {"email": HOSTILE, "next": "/"}, "problem": "x", "fault": "y", "token": "t"}),
    ("sign_in_sent.html", {"email": HOSTILE, "minutes": 10, "again": "/sign-in?next=%2F&lang=fr"}),
    ("sign_in_link.html", {"action": "/sign-in/abc"}),
    ("sign_in_void.html", {"again": "/sign-in", "minutes": 1}),
    ("signed_in.html", {"who": WHO, "token": "t", "engagements": "/engagements"}),
    ("erase.html", {"who": WHO, "token": "t"}),
    ("erased.html", {}),
    ("refused.html", {}),
    ("unsubscribe.html", {"known": True, "done": False, "action": "/unsubscribe/x"}),
    ("unsubscribe.html", {"known": True, "done": True, "action": "/unsubscribe/x"}),
    ("unsubscribe.html", {"known": False, "done": False, "action": "/unsubscribe/x"}),
    ("privacy.html", {"settings": Settings(), "ip_days": 3, "tiles_host": None, "mine": "/me/erase"}),
    ("privacy.html", {"settings": NAMED, "ip_days": 1, "tiles_host": "tiles.example.org", "mine": "/me/erase"}),
)


def pages() -> Iterator[tuple[str, str]]:
    for number, (template, values) in enumerate(STATES):
        for language in LANGUAGES:
            switch: dict[Language, str] = {"fr": "?lang=fr", "en": "?lang=en"}
            yield f"{number}-{template}-{language}", render(template, language, switch, **values)


def test_pages_are_valid_in_every_state(tmp_path: Path) -> None:
    for name, text in pages():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8", newline="")
    assert nu(tmp_path) == []


def test_what_people_type_stays_text_and_nothing_runs() -> None:
    for name, text in pages():
        assert "<script" not in text, name
        assert " style=" not in text, name
        assert " onclick" not in text, name
        assert len(text.encode()) < 40_000, name
