"""Whatever people write shows as text on the page, and nowhere else."""

from __future__ import annotations

import re
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.catalogue.cards import Detail
from luminance_geo.i18n import Bilingual
from luminance_geo.web.pictures import preview_of
from luminance_geo.web.preview import preview_png
from luminance_geo.web.words import clean, one_line, paragraphs
from tests.unit.web.houses import card, detail, meeting, need, page

H = "{http://www.w3.org/1999/xhtml}"
CORPUS = {
    "script": "<script>window.hacked=1</script>",
    "closing": "</script><script>alert(1)</script><!--",
    "attribute": '" onmouseover="alert(1)" x=\'y\' `',
    "picture": "<img src=x onerror=alert(1)>",
    "template": "${alert(1)} `${1+1}` {{7*7}} {%raw%} {0} {name}",
    "backslash": "\\x3cscript\\x3e \\u003c \\",
    "markdown": "![x](https://evil.test/x.png) [a](javascript:alert(1)) **b**",
    "entities": "&lt;b&gt; &amp; &#x3c;script&#62;",
    "directions": "\u202eevil\u202c \u2067x \u200f\u061c",
    "control": "a\x00b\x08c\x0bd\x7fe\x9ff\ufffeg\ufdd0h",
    "lines": "a\u2028b\u2029c\r\nd\re",
    "long": "x" * 10_000,
    "emoji": "👩🏽‍🌾🇨🇦 ᐃᓄᒃᑎᑐᑦ Kanien’kéha",
    "cdata": "]]> <![CDATA[ <?php ?>",
    "svg": "<svg/onload=alert(1)>",
}


def hostile(text: str) -> Detail:
    both = Bilingual(text, text)
    shown = card(name=both, summary=both, address=text, locality=text)
    return detail(
        shown, description=both, needs=(need(title=both),), meetings=(meeting(title=both, address=text),),
        governance_text=both, roots_text=both, sharing_text=both, website=text, postal_code=text[:7],
    )  # fmt: skip


def scripts(root: Any) -> list[str | None]:
    return [each.get("type") for each in root.iter(f"{H}script")]


def check(text: str) -> None:
    html = page(hostile(text))
    root = html5lib.HTMLParser().parse(html)
    assert scripts(root) == ["application/ld+json"]
    assert {each.tag.rpartition("}")[2] for each in root.iter() if isinstance(each.tag, str)} <= EXPECTED
    assert not [name for each in root.iter() for name in each.attrib if name.lower().startswith("on")]
    assert not [each for each in root.iter(f"{H}img") if not (each.get("src") or "").startswith("/initiatives/")]
    heading = root.find(f".//{H}h1")
    assert heading is not None
    shown = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    assert "".join(heading.itertext()).replace("\r", "\n") == shown


EXPECTED = set(
    re.findall(
        r"\w+",
        "html head meta title link script body a header svg path circle g span nav abbr main p article div ul li h1 h2 "
        "h3 section time bdi strong dl dt dd br aside picture source img address footer form fieldset legend label "
        "input textarea details summary button",
    )
)


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_hostile_text_is_shown_as_text(text: str) -> None:
    check(text)


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip() == text))
def test_any_text_is_shown_as_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_titles_are_short_and_not_turned_around(text: str) -> None:
    html = page(hostile(text))
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title is not None
    assert len(title[1]) < 600
    assert not set(title[1]) & set("\u202e\u202c\u2067\u200f\n\r")


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_previews_can_be_drawn_of_anything(text: str) -> None:
    assert preview_png(preview_of(hostile(text).card, "fr")).startswith(b"\x89PNG")


@given(st.text(max_size=300), st.integers(2, 120))
def test_one_line_is_one_line_and_short(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= most
    assert "\n" not in line
    assert line == line.strip()


@given(st.text())
def test_paragraphs_lose_no_word(text: str) -> None:
    assert "".join("".join(paragraphs(text)).split()) == "".join(text.split())
