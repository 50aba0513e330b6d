"""Every message has its French, and every French text still has its message."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from tests.project.sources import ROOT, tracked

KEYWORDS = {"t": None, "N_": None, "plural": (1, 2)}
CATALOGUES = sorted((ROOT / "luminance_geo/i18n/locales/fr").glob("*.po"))
PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")
Id = str | tuple[str, ...]


@cache
def extracted() -> dict[Id, str]:
    """Message ids in Python modules and Jinja templates, with where they stand."""
    found: dict[Id, str] = {}
    for path in tracked():
        inside = path.is_relative_to(ROOT / "luminance_geo") or path.is_relative_to(ROOT / "dashboard")
        method = {".py": "python", ".html": "jinja2", ".xml": "jinja2", ".txt": "jinja2"}.get(path.suffix)
        if inside and method and "locales" not in path.parts:
            with path.open("rb") as source:
                for line, message, _, _ in extract(method, source, keywords=KEYWORDS):
                    found.setdefault(message, f"{path.relative_to(ROOT)}:{line}")
    return found


@cache
def french() -> dict[Id, list[tuple[Path, Message]]]:
    found: dict[Id, list[tuple[Path, Message]]] = {}
    for path in CATALOGUES:
        with path.open("rb") as source:
            for message in read_po(source, locale="fr_CA"):
                if message.id:
                    key = tuple(message.id) if isinstance(message.id, list | tuple) else message.id
                    found.setdefault(key, []).append((path, message))
    return found


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_the_extraction_sees_calls_and_marks() -> None:
    assert len(extracted()) > 100
    assert any(isinstance(key, tuple) for key in extracted())


def test_every_message_has_its_french() -> None:
    missing = [f"{where}: {key}" for key, where in extracted().items() if key not in french()]
    assert not missing, "\n".join(missing)


def test_no_french_text_is_left_without_its_message() -> None:
    orphans = [f"{entry[0][0].name}: {key}" for key, entry in french().items() if key not in extracted()]
    assert not orphans, "\n".join(orphans)


def test_no_translation_is_empty_or_doubtful() -> None:
    doubtful = [key for key, entries in french().items() for _, one in entries if one.fuzzy or not all(strings(one))]
    assert not doubtful


def test_one_message_has_one_french_text() -> None:
    several = [key for key, entries in french().items() if len({tuple(strings(one)) for _, one in entries}) > 1]
    assert not several


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_placeholders_survive_translation(catalogue: Path) -> None:
    with catalogue.open("rb") as source:
        for message in read_po(source, locale="fr_CA"):
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
            for text in strings(message) if message.id else []:
                assert set(PLACEHOLDER.findall(text)) == wanted, message.id


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_french_typography(catalogue: Path) -> None:
    """Typographic apostrophes; no breaking space before double punctuation or inside guillemets."""
    with catalogue.open("rb") as source:
        for message in read_po(source, locale="fr_CA"):
            for text in strings(message) if message.id else []:
                assert not re.search(r"[^\W\d_]'[^\W\d_]", text), text
                assert not re.search(r" [:;!?»]|« ", text), text
