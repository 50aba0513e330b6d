"""The open data as pages, in a real browser: from the landing page to an initiative; hostile text shows as text."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from luminance_geo.i18n import translator
from tests.browser.conftest import OpenPage
from tests.browser.hostile import shown, tripped
from tests.browser.seeds import HOSTILE, HOSTILE_AT, LONG

pytestmark = pytest.mark.browser

_ITEMS = "/api/v1/collections/initiatives/items"
_TURNING = "[\u202a-\u202e]"  # left out of names that are read aloud
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def fits(page: Page) -> None:
    """Nothing to scroll to sideways."""
    assert page.evaluate(_TOO_WIDE) <= 0, page.url


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("fr", 390), ("en", 1280), ("en", 390)])
def test_from_the_landing_page_to_an_initiative(open_page: OpenPage, language: str, width: int) -> None:
    t = translator("en" if language == "en" else "fr")
    page = open_page(language=language, width=width)
    title = page.get_by_role("heading", level=1)
    page.goto("/api/v1/")
    expect(title).to_have_text(t("Open data"))
    fits(page)

    page.locator("a.button", has_text=t("Browse the data")).click()
    expect(title).to_have_text(t("Collections"))
    fits(page)

    page.locator(".cards a[href$='/initiatives/items']").click()
    expect(page).to_have_url(re.compile(f"{_ITEMS}$"))
    expect(page.locator("svg.ground a:visible").first).to_be_visible()
    fits(page)

    page.goto(f"{_ITEMS}?limit=2")
    page.get_by_label(t("Words")).fill("rimouski")
    page.get_by_role("button", name=t("Filter"), exact=True).click()
    cards = page.locator(".cards li")
    expect(page.locator(".chips")).to_contain_text("rimouski")
    expect(cards).to_have_count(2)
    first = cards.first.get_attribute("id")
    fits(page)

    page.get_by_role("link", name=t("Next page")).click()
    expect(page).to_have_url(re.compile("after="))
    expect(page.locator(".chips")).to_contain_text("rimouski")
    assert cards.first.get_attribute("id") != first
    fits(page)

    name = cards.first.get_by_role("link").inner_text()
    cards.first.get_by_role("link").click()
    expect(title).to_have_text(name)
    expect(page.locator("svg.ground .pin:visible")).to_have_count(1)
    fits(page)

    page.get_by_role("link", name=t("See in Luminance")).click()
    expect(page).to_have_url(re.compile("/initiatives/"))
    expect(title).to_have_text(name)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_wrong_address_says_so_and_leads_back(open_page: OpenPage, width: int) -> None:
    page = open_page(language="en", width=width, known=("400 (Bad Request)",))
    page.goto(f"{_ITEMS}?cause=foo&limit=5")
    expect(page.get_by_role("alert")).to_contain_text("foo")
    fits(page)
    page.locator("a.button").click()
    expect(page).to_have_url(re.compile(rf"{_ITEMS}\?limit=5$"))
    expect(page.locator(".cards li")).to_have_count(5)


def test_what_people_wrote_shows_as_text(open_page: OpenPage) -> None:
    page = open_page(language="fr", width=390)
    texts = {shown(text) for text in (*HOSTILE, LONG)}
    page.goto(f"{_ITEMS}?near={HOSTILE_AT[0] + 0.04},{HOSTILE_AT[1]}&within=7&q=&demonstration=false")
    names = page.locator(".cards .name a")
    expect(names).to_have_count(len(texts))
    assert {shown(each) for each in names.all_text_contents()} == texts
    labels = [shown(each.get_attribute("aria-label") or "") for each in page.locator("svg.ground a:visible").all()]
    assert {label[:40] for label in labels} == {re.sub(_TURNING, "", text)[:40] for text in texts}
    fits(page)
    assert not tripped(page)
    for href in [each.get_attribute("href") or "" for each in names.all()]:
        page.goto(href)
        assert shown(page.get_by_role("heading", level=1).text_content() or "") in texts
        fits(page)
        assert not tripped(page)

    page.goto(f"/api/v1/collections/needs/items?near={HOSTILE_AT[0] + 0.04},{HOSTILE_AT[1]}&within=7")
    assert {shown(each) for each in page.locator(".cards .name a").all_text_contents()} == texts
    fits(page)
    assert not tripped(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_asked_for_shows_as_text(open_page: OpenPage, text: str) -> None:
    page = open_page(language="en", width=390)
    page.goto(f"{_ITEMS}?limit=1")
    page.get_by_label("Words").fill(text)
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.locator(".chips")).to_be_visible()
    assert shown(text)[:60] in shown(page.locator(".chips").text_content() or "")
    fits(page)
    assert not tripped(page)
