"""What people write shows as text everywhere, and runs nothing; a raw sink shows that the tripwires would fire."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from luminance_geo.i18n import translator
from tests.browser.conftest import OpenPage
from tests.browser.explore import Explore
from tests.browser.hostile import shown, tripped
from tests.browser.seeds import HOSTILE, HOSTILE_AT, LONG

pytestmark = pytest.mark.browser

_AROUND = f"?near={HOSTILE_AT[0]},{HOSTILE_AT[1]}&within=20&q="


def test_the_tripwires_fire_in_a_raw_sink(open_page: OpenPage) -> None:
    page = open_page()
    # A page without our security policy, which would stop the script on its own.
    page.route("**/sink", lambda route: route.fulfill(body="<p></p>", content_type="text/html"))
    page.goto("/sink")
    page.evaluate("text => { document.body.innerHTML = text.replace('src=x', 'src=data:,')  }", HOSTILE[0])
    page.wait_for_function("() => window.ran === 'img'")
    assert any("onerror" in found for found in tripped(page))


@pytest.mark.parametrize("number", range(len(HOSTILE) + 1))
def test_hostile_text_shows_as_text_in_list_map_panel_and_page(open_page: OpenPage, number: int) -> None:
    text = (*HOSTILE, LONG)[number]
    page = open_page()
    screen = Explore(page, translator("fr")).visit(f"?near={HOSTILE_AT[0] + number * 0.02},{HOSTILE_AT[1]}&within=0.5")
    button = screen.cards.first.get_by_role("button")
    assert shown(button.text_content() or "") == shown(text)

    mark = screen.map.locator(".lum-pin").first
    mark.focus()
    assert shown(text)[:60] in shown(mark.get_attribute("aria-label") or "")

    button.click()
    panel = page.locator(".st-key-detail")
    title = panel.locator(".st-key-detail-title")
    expect(title).to_be_visible()
    assert shown(title.text_content() or "") == shown(text)
    expect(panel.locator("[data-testid=stText]").first).to_be_visible()
    assert shown(panel.locator("[data-testid=stText]").first.text_content() or "") == shown(text)
    screen.settled()
    assert shown(panel.text_content() or "").count(shown(text)) >= 5
    for part in (".st-key-signup .chips", ".st-key-roles li"):
        assert shown(text) in shown(panel.locator(part).first.text_content() or "")
    assert not tripped(page)

    page.goto(f"/initiatives/hostile-{number}?lang=fr")
    assert shown(text)[:200] in shown(page.locator("main, body").first.text_content() or "")
    assert not tripped(page)
