"""Messages in words: both languages, the footer that the law asks for, and nothing that a name could forge."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from luminance_geo.i18n import LANGUAGES, Language
from luminance_geo.mail import render as module
from luminance_geo.mail.render import render
from luminance_geo.settings import Settings

SETTINGS = Settings(mail_sender_name="Luminance Gaspé", mail_postal_address="1, rue Principale, Gaspé (Québec)")
PLAIN = """{% extends "base.txt" %}
{% block subject %}{{ t("Ready") }}, {{ name }}{% endblock %}
{% block body %}
{{ name }}

{{ url }}
{% endblock %}
"""
HTML = """{% extends "base.html" %}
{% from "_parts.html" import button, fact %}
{% block body %}
{{ button(url, name) }}
{{ fact(t("Ready"), name) }}
{% endblock %}
"""


@pytest.fixture(autouse=True)
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for path in module._TEMPLATES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "try.txt").write_text(PLAIN)
    (tmp_path / "try.html").write_text(HTML)
    monkeypatch.setattr(module, "_TEMPLATES", tmp_path)
    module._environment.cache_clear()
    yield
    module._environment.cache_clear()


def made(language: Language = "fr", name: str = "Zoé") -> module.Rendered:
    return render(
        "try", language, settings=SETTINGS, reason="Vous avez pris une place.", url="https://example.org/?a=1&b=2",
        links=(("Se désabonner", "https://example.org/u"),), name=name,
    )  # fmt: skip


def test_both_languages_have_their_words() -> None:
    assert [made(language).subject for language in LANGUAGES] == ["Prêt, Zoé", "Ready, Zoé"]
    assert '<html lang="en">' in made("en").html
    assert "Prêt" in made("fr").html


def test_the_footer_says_who_why_and_how_to_stop() -> None:
    _, text, html = made()
    assert text == (
        "Zoé\n\nhttps://example.org/?a=1&b=2\n\n--\nVous avez pris une place.\n"
        "Se désabonner\xa0: https://example.org/u\nLuminance Gaspé\n1, rue Principale, Gaspé (Québec)\n"
    )
    for piece in ("Vous avez pris une place.", 'href="https://example.org/u"', "Luminance Gaspé", "1, rue Principale"):
        assert piece in html
    assert 'href="https://example.org/?a=1&amp;b=2"' in html


def test_nothing_is_fetched_by_a_reader() -> None:
    html = made().html
    assert "<img" not in html
    assert "src=" not in html
    assert "url(" not in html


def test_a_name_forges_no_paragraph_tag_or_header() -> None:
    subject, text, html = made(name='Zoé\r\n\r\nBcc: a@example.org\u202e<script>alert("1")</script>\x00')
    flat = 'Zoé Bcc: a@example.org<script>alert("1")</script>'
    assert subject == f"Prêt, {flat}"
    assert text.startswith(f"{flat}\n\nhttps")
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_an_unknown_word_of_a_template_is_a_fault() -> None:
    with pytest.raises(Exception, match="url"):
        render("try", "fr", settings=SETTINGS, name="Zoé")
