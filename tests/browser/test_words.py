"""No English is left in French: neither ours nor Streamlit's, on screen or in names that are read aloud."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from luminance_geo.i18n import translator
from tests.browser.conftest import OpenPage
from tests.browser.explore import Explore
from tests.browser.panel import Panel

pytestmark = pytest.mark.browser

_ENGLISH = re.compile(
    r"\b(the|with|your|choose|select(ed)?|press|enter|apply|open|close|dismiss|clear|search|remove|options?|results?|"
    r"available|page \d+ of|app|menu|sidebar|loading|running|error|show|hide|dates?|from|more|less|step|value|skip)\b",
    re.IGNORECASE,
)
# Words that are the same in both languages, and the names of registers, sources and licences.
_SAME = {"dates", "date", "options", "menu", "page"}
_COLLECT = """() => {
  const said = [], walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot);
      if (node.closest(".st-key-cards, .st-key-detail, style, script")) continue;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) said.push(node.getAttribute(name) || "");
      for (const child of node.childNodes)
        if (child.nodeType === 3 && child.textContent.trim()) said.push(child.textContent.trim());
    }
  };
  walk(document.body);
  return said;
}"""


@pytest.mark.parametrize("opened", ["", ".st-key-radius button", ".st-key-more button"])
def test_explore_in_french_holds_no_english(open_page: OpenPage, opened: str) -> None:
    page = open_page(language="fr")
    screen = Explore(page, translator("fr")).visit("?near=48.45,-68.52&within=5&cause=food,nature")
    if opened:
        page.locator(opened).first.click()
        screen.settled()
    _holds_no_english(page)


def test_the_sign_up_panel_in_french_holds_no_english(open_page: OpenPage) -> None:
    page = open_page(language="fr")
    page.goto("/?selected=la-tablee-du-mardi")
    panel = Panel(page, translator("fr"))
    panel.form.locator("summary").click()
    panel.keep.click()
    expect(panel.field("name")).to_be_focused()
    _holds_no_english(page)


def test_my_engagements_in_french_hold_no_english(open_page: OpenPage) -> None:
    page = open_page(language="fr")
    page.goto("/engagements")
    expect(page.locator(".st-key-invitation")).to_be_visible()
    expect(page.locator('a[href="#stMain"]')).to_have_text(translator("fr")("Skip to the content"))
    _holds_no_english(page)


def _holds_no_english(page: Page) -> None:
    said = [text for text in page.evaluate(_COLLECT) if "material" not in text]
    english = {text for text in said for found in _ENGLISH.finditer(text) if found.group().lower() not in _SAME}
    english -= {text for text in english if re.fullmatch(r"[a-z_0-9]+", text)}  # names of icons in their font
    assert not english
