"""From a result to a place that is kept: by keyboard alone, with errors, with a double click, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from luminance_geo.i18n import Language, Translator, translator
from luminance_geo.settings import Settings
from tests.browser.conftest import OpenPage
from tests.browser.explore import Explore
from tests.browser.outbox import Outbox, path_in
from tests.browser.panel import Keys, Panel
from tests.browser.seeds import GARDEN, TABLE

pytestmark = pytest.mark.browser
NEAR = "?near=48.45,-68.52&within=5"
GARDEN_AT = f"{NEAR}&selected=le-jardin-des-voisines"


@pytest.fixture
def outbox(seeded: Settings) -> Outbox:
    return Outbox(seeded)


def _panel(page: Page, t: Translator, query: str) -> Panel:
    page.goto(f"/{query}")
    panel = Panel(page, t)
    expect(panel.keep).to_be_visible()
    return panel


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_by_keyboard_from_a_result_to_a_confirmed_place(
    open_page: OpenPage, outbox: Outbox, tmp_path: Path, language: Language, width: int
) -> None:
    t, address = translator(language), f"keys-{language}-{width}@example.org"
    page = open_page(language=language, width=width)
    screen = Explore(page, t).visit(f"{NEAR}&lang={language}")
    screen.card(TABLE).focus()
    keys, panel = Keys(page), Panel(page, t)

    keys.press("Enter")
    expect(page.locator(".st-key-detail-title h2")).to_be_focused()
    expect(panel.keep).to_be_in_viewport(ratio=1)
    assert panel.form.locator("[required]").count() <= 4
    keys.tab_to(panel.form.get_by_role("radio").first)
    keys.press("ArrowRight")
    keys.tab_to(panel.field("name"))
    keys.type("Ana Exemple")
    keys.tab_to(panel.field("email"))
    keys.type(address)
    keys.tab_to(panel.consent)
    keys.press("Space")
    keys.press("Enter")
    expect(panel.title).to_have_text(t("Your place is kept"))
    expect(panel.title).to_be_focused()

    with page.expect_download() as download:
        keys.tab_to(panel.form.get_by_role("link", name=t("Add to my calendar")))
        keys.press("Enter")
    _is_one_event(download.value.path())

    message = outbox.wait_for(address, "/engagements/")
    assert TABLE in str(message["Subject"]) + str(message.get_body(("plain",)))
    page.goto(path_in(message, "/engagements/"))
    expect(page.locator("button[autofocus]")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(t("Your place is confirmed"))
    assert keys.presses <= 12, keys.presses


def _is_one_event(file: Path) -> None:
    read = Calendar.from_ical(file.read_bytes())
    assert len(read.walk("VEVENT")) == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_typed_is_lost_when_something_is_wrong(open_page: OpenPage, width: int) -> None:
    t = translator("fr")
    panel = _panel(open_page(width=width), t, GARDEN_AT)
    panel.fill("Ana Exemple", "ana@example")
    panel.form.locator("summary").click()
    panel.field("message").fill("J’apporte ma bêche.")
    panel.keep.click()
    expect(panel.field("email")).to_be_focused()
    expect(panel.field("email")).to_have_attribute("aria-invalid", "true")
    expect(panel.field("email")).to_have_accessible_description(panel.form.locator("#email-error").text_content() or "")
    assert panel.form.locator("#email-error").text_content()
    assert panel.field("name").input_value() == "Ana Exemple"
    assert panel.field("message").input_value() == "J’apporte ma bêche."
    expect(panel.consent).to_be_checked()
    panel.field("accessibility").fill("une rampe")
    panel.field("email").fill("ana@example.org")
    panel.keep.click()
    expect(panel.field("accessibility_consent")).to_be_focused()


def test_two_clicks_take_one_place_and_undo_gives_it_back(open_page: OpenPage) -> None:
    t = translator("en")
    page = open_page(language="en")
    panel = _panel(page, t, f"{GARDEN_AT}&lang=en")
    panel.places("11 places left of 13")
    panel.fill("Ana Exemple", "twice@example.org")
    panel.keep.dblclick()
    expect(panel.title).to_have_text(t("Your place is kept"))
    panel.places("10 places left of 13")
    panel.form.get_by_role("button", name=t("Undo")).click()
    expect(panel.title).to_have_text(t("You have withdrawn"))
    panel.places("11 places left of 13")
    panel.form.get_by_role("button", name=t("Sign up again")).click()
    assert panel.field("email").input_value() == "twice@example.org"
    panel.keep.click()
    expect(panel.title).to_have_text(t("Your place is kept"))
    panel.form.get_by_role("button", name=t("Undo")).click()
    panel.places("11 places left of 13")


def test_the_answer_changes_language_with_the_page(open_page: OpenPage) -> None:
    page = open_page(language="fr")
    panel = _panel(page, translator("fr"), GARDEN_AT)
    panel.fill("Ana Exemple", "langues@example.org")
    panel.keep.click()
    expect(panel.title).to_have_text(translator("fr")("Your place is kept"))
    page.locator(".st-key-tools").get_by_text("EN", exact=True).click()
    expect(panel.title).to_have_text(translator("en")("Your place is kept"))
    panel.form.get_by_role("button", name=translator("en")("Undo")).click()
    expect(panel.title).to_have_text(translator("en")("You have withdrawn"))


def test_a_lost_connection_loses_neither_the_answer_nor_the_form(open_page: OpenPage) -> None:
    t = translator("fr")
    page = open_page()
    panel = _panel(page, t, GARDEN_AT)
    panel.fill("Ana Exemple", "coupure@example.org")
    page.context.set_offline(True)
    page.evaluate("() => window.dispatchEvent(new Event('offline'))")
    page.context.set_offline(False)
    expect(panel.field("email")).to_have_value("coupure@example.org")
    panel.keep.click()
    expect(panel.title).to_have_text(t("Your place is kept"))
    panel.form.get_by_role("button", name=t("Undo")).click()
    expect(panel.title).to_have_text(t("You have withdrawn"))


def test_a_register_s_entry_has_no_panel(open_page: OpenPage) -> None:
    page = open_page(language="en")
    screen = Explore(page, translator("en")).visit("?near=Montréal&within=5&demonstration=false&lang=en")
    screen.cards.first.get_by_role("button").click()
    expect(page.locator(".st-key-detail")).to_be_visible()
    screen.settled()
    expect(page.locator(".st-key-signup")).to_have_count(0)
    assert GARDEN not in (page.locator(".st-key-detail").text_content() or "")
