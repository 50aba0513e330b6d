"""Whatever people write stands in a feed as text, and the document stays well formed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.catalogue.cards import Card
from luminance_geo.i18n import Bilingual
from luminance_geo.sources import sources
from luminance_geo.web.atom import ATOM, GEORSS, Feed, to_atom
from luminance_geo.web.words import clean
from tests.unit.web.houses import NOW, card
from tests.unit.web.test_hostile import CORPUS

A = f"{{{ATOM}}}"


def atom(*cards: Card) -> bytes:
    return to_atom(Feed(cards, "fr", "https://luminance.test", "/feeds/x.atom?lang=fr", "https://luminance.test/",
                        "example.org", False, NOW))  # fmt: skip


def check(text: str) -> None:
    both = Bilingual(text, text)
    document = atom(card(name=both, summary=both, slug=text[:50], address=text))
    root = ET.fromstring(document)
    (entry,) = root.findall(f"{A}entry")
    assert [each.tag for each in root.iter() if not each.tag.startswith((A, f"{{{GEORSS}}}"))] == []
    title = entry.findtext(f"{A}title") or ""
    assert len(title) <= 200
    assert title == clean(title)
    assert all("type" not in each.attrib for tag in ("title", "summary") for each in entry.findall(f"{A}{tag}"))


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_hostile_texts_stay_text(text: str) -> None:
    check(text)
    read = feedparser.parse(atom(card(name=Bilingual(text, text))))
    assert read.bozo is False
    assert len(read.entries) == 1


@given(st.text(min_size=1, max_size=60))
def test_any_text_stays_text(text: str) -> None:
    check(text)


def test_every_entry_holds_what_the_standard_asks_for() -> None:
    code = next(iter(sources()))
    root = ET.fromstring(atom(card(), card(id=8, summary=Bilingual(), source=code, lat=None, lon=None, causes=())))
    for each in (root, *root.findall(f"{A}entry")):
        assert [len(each.findall(f"{A}{tag}")) for tag in ("id", "title", "updated")] == [1, 1, 1]
    assert len(root.findall(f"{A}author")) == 1
    first, bare = root.findall(f"{A}entry")
    assert first.findtext(f"{{{GEORSS}}}point") == "45.545100 -73.620200"
    assert first.find(f"{A}rights") is None
    assert bare.findtext(f"{A}summary")
    assert bare.findtext(f"{A}rights")
    assert bare.find(f"{{{GEORSS}}}point") is None
