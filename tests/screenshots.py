"""Takes the pictures of the screens, to be looked at: python -m tests.screenshots [--out FOLDER] [--address URL]

Explore in French and English, by day and by night, at 1280 and 390 px; the panel and its form; an empty result;
filters; My engagements, signed in and out; About.
Without an address it serves the shipped data from a throw-away folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple, cast

from playwright.sync_api import Browser, Page, expect, sync_playwright

from luminance_geo.bootstrap import House, open_house, prepare
from luminance_geo.settings import Settings
from luminance_geo.signups.shapes import Request
from luminance_geo.web.forms import COOKIE
from tests.app.people import signed_in
from tests.browser.serving import served
from tests.services import BROWSERS

_OUT = Path(__file__).parent / "browser" / "screenshots"
_NEAR = "near=H2R&within=2"


class Shot(NamedTuple):
    """One picture; `click` is pressed or `act` done before it is taken; `signed_in` shows a person's own."""

    name: str
    path: str
    language: str = "fr"
    width: int = 1280
    scheme: str = "light"
    click: str = ""
    map: bool = True
    act: Callable[[Page], None] | None = None
    signed_in: bool = False


class Site(NamedTuple):
    """Where the pictures are taken, an initiative to open there, and the cookie of someone with engagements."""

    address: str
    slug: str
    cookie: str = ""


def _open(page: Page) -> None:
    """The whole form, with its errors."""
    page.locator(".st-key-signup summary").click()
    page.locator(".st-key-signup #name").fill("Ana Exemple")
    page.locator(".st-key-signup button[type=submit]").click()
    expect(page.locator(".st-key-signup #email")).to_be_focused()


def _kept(page: Page) -> None:
    """The answer to a form that was filled at a person's pace."""
    form = page.locator(".st-key-signup")
    form.locator("#name").press_sequentially("Ana Exemple", delay=50)
    form.locator("#email").press_sequentially(f"{os.urandom(4).hex()}@example.org", delay=70)
    form.locator("#consent").check()
    form.locator("button[type=submit]").click()
    form.locator(".answer").wait_for()


def shots(slug: str) -> list[Shot]:
    """Every picture; `slug` is an initiative to open."""
    explore = [
        Shot(f"explore-{language}-{scheme}-{width}", f"/?lang={language}&{_NEAR}", language, width, scheme)
        for language, scheme, width in product(("fr", "en"), ("light", "dark"), (1280, 390))
    ]
    detail = [
        Shot(f"detail-fr-{scheme}-{width}", f"/?lang=fr&{_NEAR}&selected={slug}", "fr", width, scheme)
        for scheme, width in product(("light", "dark"), (1280, 390))
    ]
    opened = f"near=H2R&within=2&selected={slug}"
    sign_up = [
        Shot("sign-up-fr-light-1280", f"/?lang=fr&{opened}", act=_open),
        Shot("sign-up-en-dark-390", f"/?lang=en&{opened}", "en", 390, "dark", act=_open),
        Shot("kept-fr-light-1280", f"/?lang=fr&{opened}", act=_kept),
        Shot("kept-en-dark-390", f"/?lang=en&{opened}", "en", 390, "dark", act=_kept),
        Shot("known-fr-light-1280", f"/?lang=fr&{opened}", signed_in=True),
    ]
    engagements = [
        Shot(f"engagements-{language}-{scheme}-{width}", f"/engagements?lang={language}", language, width, scheme,
             map=False, signed_in=True)
        for (language, scheme), width in product((("fr", "light"), ("en", "dark")), (1280, 390))
    ]  # fmt: skip
    return [
        *explore,
        *detail,
        *sign_up,
        *engagements,
        Shot("engagements-out-fr-light-1280", "/engagements?lang=fr", map=False),
        Shot("engagements-out-en-dark-390", "/engagements?lang=en", "en", 390, "dark", map=False),
        Shot("first-visit-fr-light-1280", "/?lang=fr"),
        Shot("first-visit-fr-light-390", "/?lang=fr", width=390),
        Shot("empty-fr-light-1280", f"/?lang=fr&{_NEAR}&cause=housing&q=tuque"),
        Shot("more-filters-fr-light-1280", f"/?lang=fr&{_NEAR}", click=".st-key-more button"),
        Shot("more-filters-en-dark-390", f"/?lang=en&{_NEAR}", "en", 390, "dark", ".st-key-more button"),
        Shot("radius-fr-light-1280", f"/?lang=fr&{_NEAR}", click=".st-key-radius button"),
        Shot("about-fr-light-1280", "/about?lang=fr", map=False),
        Shot("about-en-dark-390", "/about?lang=en", "en", 390, "dark", map=False),
    ]


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--address")
    parser.add_argument("--only", default="", help="names that hold this")
    parser.add_argument("--selected", help="slug of the initiative to open")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with _server(asked.address, asked.selected) as site, sync_playwright() as playwright:
        path = os.environ.get("LUMINANCE_TEST_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for shot in shots(site.slug):
            if asked.only in shot.name and (site.cookie or not shot.signed_in):
                take(browser, site, shot, asked.out / f"{shot.name}.png")
        browser.close()


@contextmanager
def _server(address: str | None, slug: str | None) -> Iterator[Site]:
    if address and slug:
        yield Site(address, slug)
        return
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        prepare(settings)
        house = open_house(settings, refresh=False)
        near = house.parse_filters({"near": "H2R", "within": "2", "demonstration": "true", "sort": "distance"})
        found = [card.slug for card in house.cards([hit.id for hit in house.catalogue.search(near, limit=12).hits])]
        cookie = _engaged(house, found)
        house.close()
        with served(settings) as url:
            yield Site(url, found[0], cookie)


def _engaged(house: House, slugs: list[str]) -> str:
    """The cookie of someone with places confirmed, held, in line and given back."""
    email = "ana@example.org"
    chosen = [detail for detail in map(house.detail, slugs[1:]) if detail and (detail.needs or detail.meetings)]
    for number, detail in enumerate(chosen[:6]):
        kind = "meeting" if (detail.meetings and number % 2 == 0) or not detail.needs else "need"
        about = {f"{kind}_id": (detail.meetings if kind == "meeting" else detail.needs)[0].id}
        who = house.people.who(signed_in(house, email, "Ana Exemple")) if number else None
        asked = Request(slug=detail.card.slug, name="Ana Exemple", email=email, consent=True, who=who, **about)
        outcome = house.signups.take(asked)
        if number == 3 and who:
            house.signups.withdraw_mine(who.person_id, outcome.sign_up_id)
    return signed_in(house, email, "Ana Exemple")


def take(browser: Browser, site: Site, shot: Shot, file: Path) -> None:
    """One picture, once everything that it shows is there."""
    scheme = cast("Literal['light', 'dark']", shot.scheme)
    height = 800 if shot.width > 640 else 844
    context = browser.new_context(
        viewport={"width": shot.width, "height": height},
        color_scheme=scheme,
        locale=f"{shot.language}-CA",
        timezone_id="America/Toronto",
        reduced_motion="reduce",
    )
    if shot.signed_in:
        context.add_cookies([{"name": COOKIE, "value": site.cookie, "url": site.address}])
    page = context.new_page()
    page.goto(site.address + shot.path)
    if shot.map:
        frame = page.frame_locator(".st-key-map iframe")
        frame.locator(".leaflet-container:not([aria-busy=true])").wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    if shot.act:
        shot.act(page)
    if shot.click:
        page.locator(shot.click).first.click()
        page.locator("[data-testid=stPopoverBody] [data-testid=stElementContainer]").first.wait_for()
        expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    main()
