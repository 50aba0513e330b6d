"""Signing up with scripts turned off: from the page to a place, its message, its calendar file, and back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from luminance_geo.settings import Settings
from tests.browser.conftest import watch

WITHIN_S = 20
WORDS = {
    "fr": ("Garder ma place", "Votre place est gardée", "Confirmer ma place", "Votre place est confirmée",
           "Ajouter à mon agenda", "Me désister", "Votre désistement est noté"),
    "en": ("Save my place", "Your place is held", "Confirm my place", "Your place is confirmed",
           "Add to my calendar", "Withdraw", "You have withdrawn"),
}  # fmt: skip


@pytest.fixture(params=[("fr", 1280), ("en", 390)], ids=["fr-1280", "en-390"])
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[tuple[Page, str]]:
    """A page without scripts in one language, and that language."""
    language, width = request.param
    troubles: list[str] = []
    context = browser.new_context(
        base_url=address, java_script_enabled=False, viewport={"width": width, "height": 800}, accept_downloads=True,
        locale=f"{language}-CA",
    )  # fmt: skip
    page = context.new_page()
    watch(page, address, troubles)
    yield page, language
    context.close()
    refused = "status of 422"  # a form to correct is told to the console too
    assert not [each for each in troubles if refused not in each], "\n".join(troubles)


def delivered(folder: Path, address: str, subject: str) -> EmailMessage:
    """The message to an address whose subject begins so, once the worker has written it."""
    end = time.monotonic() + WITHIN_S
    while time.monotonic() < end:
        for path in sorted(folder.glob("*.eml")):
            found = message_from_bytes(path.read_bytes(), policy=policy.default)
            if address in found["to"] and found["subject"].startswith(subject):
                return found
        time.sleep(0.1)
    raise AssertionError(f"no message “{subject}” to {address} in {[path.name for path in folder.glob('*.eml')]}")


def link(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"(/engagements/\S+)", body.get_content())
    assert found
    return found[1]


def test_from_the_page_to_a_place_and_back(visit: tuple[Page, str], seeded: Settings) -> None:
    page, language = visit
    save, held, confirm, confirmed, add, withdraw, withdrawn = WORDS[language]
    outbox, address = seeded.data_dir / "outbox", f"sans-script-{language}@example.org"
    page.goto(f"/initiatives/la-tablee-du-mardi?lang={language}")
    form = page.locator("#get-involved")
    form.locator("input[type=radio]").last.check()
    form.locator("#name").fill("Zoé")
    form.locator("#email").fill(address)
    page.wait_for_timeout(seeded.form_seconds * 1000)
    form.get_by_role("checkbox").last.check()
    form.get_by_role("button", name=save).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(held)
    assert page.get_by_role("button", name=confirm).count() == 0

    first = delivered(outbox, address, "Confirmez votre place" if language == "fr" else "Confirm your place")
    page.goto(link(first))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        confirm.replace("er ma", "ez votre").replace(" my", " your")
    )
    page.get_by_role("button", name=confirm).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(confirmed)
    with page.expect_download() as download:
        page.get_by_role("link", name=add).click()
    calendar = Calendar.from_ical(Path(download.value.path()).read_bytes())
    assert isinstance(calendar, Calendar)
    assert calendar.events[0]["status"] == "CONFIRMED"
    second = delivered(outbox, address, confirmed)
    (file,) = second.iter_attachments()
    sent = Calendar.from_ical(file.get_content())
    assert isinstance(sent, Calendar)
    assert sent.events[0]["uid"] == calendar.events[0]["uid"]

    page.get_by_role("button", name=withdraw).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(withdrawn)
    delivered(outbox, address, "Désistement noté" if language == "fr" else withdrawn)


def test_the_form_is_within_reach_of_the_keyboard_alone(visit: tuple[Page, str], seeded: Settings) -> None:
    page, language = visit
    page.goto(f"/initiatives/le-jardin-des-voisines?lang={language}#get-involved")
    page.locator("#what").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("www.example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(f"clavier-{language}@example.org")
    for _ in range(3):  # two closed details, then the box
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    problem = page.get_by_role("alert")
    expect(problem.get_by_role("link")).to_have_count(1)
    problem.get_by_role("link").click()
    page.keyboard.press("Control+A")
    expect(page.locator("#name")).to_be_focused()
    page.wait_for_timeout(seeded.form_seconds * 1000)
    page.keyboard.type("Zoé")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS[language][1])
    page.get_by_role("button", name=WORDS[language][5]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS[language][6])
