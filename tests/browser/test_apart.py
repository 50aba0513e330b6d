"""Two people at once: each sees the places that the other takes, never anything else of theirs."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from luminance_geo.i18n import Translator, translator
from luminance_geo.settings import Settings
from tests.browser.conftest import OpenPage
from tests.browser.frames import Frames
from tests.browser.outbox import Outbox, path_in
from tests.browser.panel import Panel
from tests.browser.seeds import FAR

pytestmark = pytest.mark.browser
BIC = "?near=48.45,-68.52&within=25&selected=l-atelier-du-bic"
WITHIN_S = 2.0
# Presents another page's session to Streamlit, as its own script would on a reconnection.
_PRESENT = """id => {
  const Real = window.WebSocket;
  window.presented = [];
  window.WebSocket = class extends Real {
    constructor(url, protocols) {
      const asked = [...protocols.slice(0, 2), id];
      super(url, asked);
      window.presented.push(asked);
    }
  };
}"""


@pytest.fixture
def outbox(seeded: Settings) -> Outbox:
    return Outbox(seeded)


def _open(page: Page, t: Translator) -> Panel:
    page.goto(f"/{BIC}&lang={t.language}")
    panel = Panel(page, t)
    expect(panel.keep).to_be_visible()
    return panel


def test_each_sees_the_other_s_places_and_nothing_else(open_page: OpenPage) -> None:
    t = translator("en")
    first, second = open_page(language="en"), open_page(language="en")
    heard = [Frames(first), Frames(second)]
    panels = [_open(first, t), _open(second, t)]
    canaries = [("Canari Alpha", "canari-alpha@example.org"), ("Canari Beta", "canari-beta@example.org")]
    panels[1].places("11 places left of 13")
    left = 11
    for mine, theirs in ((0, 1), (1, 0)):
        panels[mine].fill(*canaries[mine])
        panels[mine].keep.click()
        expect(panels[mine].title).to_have_text(t("Your place is kept"))
        left -= 1
        since = time.monotonic()
        panels[theirs].places(f"{left} places left of 13", WITHIN_S * 1000)
        assert time.monotonic() - since < WITHIN_S
        need = panels[theirs].detail.locator(".st-key-roles li").first
        expect(need).to_contain_text(f"{left - 8} place", timeout=WITHIN_S * 1000)
    for mine, theirs in ((0, 1), (1, 0)):
        assert heard[mine].holding(*canaries[mine]) == list(canaries[mine]), "the net would catch nothing"
        assert heard[mine].holding(*canaries[theirs]) == []
        figures = [first, second][mine].request.get("/initiatives/l-atelier-du-bic/places.json").text()
        assert "canari" not in figures.lower()
        panels[mine].form.get_by_role("button", name=t("Undo")).click()
        expect(panels[mine].title).to_have_text(t("You have withdrawn"))


def test_another_s_session_gives_nobody_their_identity(open_page: OpenPage, outbox: Outbox) -> None:
    t = translator("en")
    first, second = open_page(language="en"), open_page(language="en")
    heard, overheard = Frames(first), Frames(second)
    email = "canari-gamma@example.org"
    panel = _open(first, t)
    panel.fill("Canari Gamma", email)
    panel.keep.click()
    expect(panel.title).to_have_text(t("Your place is kept"))
    _sign_in(first, t, outbox, email)
    mine = first.locator(".st-key-engagements")
    expect(mine).to_contain_text(email)
    expect(mine).to_contain_text(FAR)

    second.add_init_script(f"({_PRESENT})({heard.sessions()[-1]!r})")
    for path, there in ((f"/engagements?lang={t.language}", "invitation"), (f"/{BIC}&lang={t.language}", "signup")):
        second.goto(path)
        expect(second.locator(f".st-key-{there}")).to_be_visible()
        expect(second.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
        assert second.evaluate("() => window.presented.some(each => each[2].length > 8)")
        assert not set(overheard.sessions()) & set(heard.sessions())
    expect(Panel(second, t).keep).to_be_visible()
    assert overheard.holding("Canari Gamma", email) == []
    assert heard.holding(email) == [email]

    mine.get_by_role("button", name=t("Withdraw")).click()
    expect(mine.locator(".st-key-undo")).to_contain_text(FAR)


def test_signing_out_holds_in_every_window(open_page: OpenPage, outbox: Outbox) -> None:
    t = translator("fr")
    page = open_page()
    panel = _open(page, t)
    panel.fill("Canari Delta", "canari-delta@example.org")
    panel.keep.click()
    expect(panel.title).to_have_text(t("Your place is kept"))
    _sign_in(page, t, outbox, "canari-delta@example.org")
    other = page.context.new_page()
    other.goto("/engagements")
    expect(other.locator(".st-key-engagements")).to_contain_text("canari-delta@example.org")
    page.locator(".st-key-header-ways").get_by_role("button", name=t("Sign out"), exact=True).click()
    expect(page.locator(".st-key-header-ways").get_by_role("link", name=t("Sign in"))).to_be_visible()
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "luminance_session"]
    other.get_by_role("button", name=t("Make the address")).click()
    expect(other.locator(".st-key-invitation")).to_be_visible()
    expect(other.locator(".st-key-engagements")).not_to_contain_text("canari-delta@example.org")


def _sign_in(page: Page, t: Translator, outbox: Outbox, email: str) -> None:
    """By the link in the message, as a person does; ends on My engagements."""
    page.goto(f"/engagements?lang={t.language}")
    page.locator(".st-key-invitation").get_by_role("link", name=t("Sign in")).click()
    page.get_by_label(t("Your e-mail address")).fill(email)
    page.get_by_role("button", name=t("Send me a link")).click()
    page.goto(path_in(outbox.wait_for(email, "/sign-in/"), "/sign-in/"))
    page.get_by_role("button", name=t("Sign me in")).click()
    expect(page.locator(".st-key-engagements")).to_contain_text(email)
