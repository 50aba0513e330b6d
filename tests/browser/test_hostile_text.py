"""What people write shows as text everywhere, and runs nothing; a raw sink shows that the tripwires would fire."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from luminance_geo.i18n import translator
from tests.browser.conftest import OpenPage
from tests.browser.explore import Explore
from tests.browser.seeds import HOSTILE, HOSTILE_AT, LONG

pytestmark = pytest.mark.browser

_AROUND = f"?near={HOSTILE_AT[0]},{HOSTILE_AT[1]}&within=20&q="
_INVISIBLE = "\u2060\u2066\u2067\u2068\u2069\u200e\u200f"
# In any frame: what would have run, and what would have become more than text.
_TRIPPED = """() => {
  const seen = [], walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot);
      const at = node.src || node.href || "";
      if (String(at).includes("evil.example")) seen.push(node.outerHTML.slice(0, 200));
      if (node.hasAttribute("onerror")) seen.push(node.outerHTML.slice(0, 200));
    }
  };
  walk(document);
  if (window.ran) seen.push("ran: " + window.ran);
  return seen;
}"""


def _tripped(page: Page) -> list[str]:
    return [found for frame in page.frames for found in frame.evaluate(_TRIPPED)]


def _shown(text: str) -> str:
    """As read on screen: white space collapsed, marks without width dropped."""
    return " ".join("".join(c for c in text if c not in _INVISIBLE).split())


def test_the_tripwires_fire_in_a_raw_sink(open_page: OpenPage) -> None:
    page = open_page()
    # A page without our security policy, which would stop the script on its own.
    page.route("**/sink", lambda route: route.fulfill(body="<p></p>", content_type="text/html"))
    page.goto("/sink")
    page.evaluate("text => { document.body.innerHTML = text.replace('src=x', 'src=data:,')  }", HOSTILE[0])
    page.wait_for_function("() => window.ran === 'img'")
    assert any("onerror" in found for found in _tripped(page))


@pytest.mark.parametrize("number", range(len(HOSTILE) + 1))
def test_hostile_text_shows_as_text_in_list_map_panel_and_page(open_page: OpenPage, number: int) -> None:
    text = (*HOSTILE, LONG)[number]
    page = open_page()
    screen = Explore(page, translator("fr")).visit(f"?near={HOSTILE_AT[0] + number * 0.02},{HOSTILE_AT[1]}&within=0.5")
    button = screen.cards.first.get_by_role("button")
    assert _shown(button.text_content() or "") == _shown(text)

    mark = screen.map.locator(".lum-pin").first
    mark.focus()
    assert _shown(text)[:60] in _shown(mark.get_attribute("aria-label") or "")

    button.click()
    panel = page.locator(".st-key-detail")
    title = panel.locator(".st-key-detail-title")
    expect(title).to_be_visible()
    assert _shown(title.text_content() or "") == _shown(text)
    expect(panel.locator("[data-testid=stText]").first).to_be_visible()
    assert _shown(panel.locator("[data-testid=stText]").first.text_content() or "") == _shown(text)
    screen.settled()
    assert _shown(panel.text_content() or "").count(_shown(text)) >= 5
    for part in (".st-key-signup .chips", ".st-key-roles li"):
        assert _shown(text) in _shown(panel.locator(part).first.text_content() or "")
    assert not _tripped(page)

    page.goto(f"/initiatives/hostile-{number}?lang=fr")
    assert _shown(text)[:200] in _shown(page.locator("main, body").first.text_content() or "")
    assert not _tripped(page)
