"""Takes the pictures of the screens, to be looked at: python -m tests.screenshots [--out FOLDER] [--address URL]

Explore in French and English, by day and by night, at 1280 and 390 px; the panel; an empty result; filters; About.
Without an address it serves the shipped data from a throw-away folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple, cast

from playwright.sync_api import Browser, expect, sync_playwright

from luminance_geo.bootstrap import open_house, prepare
from luminance_geo.settings import Settings
from tests.browser.serving import served
from tests.services import BROWSERS

_OUT = Path(__file__).parent / "browser" / "screenshots"
_NEAR = "near=H2R&within=2"


class Shot(NamedTuple):
    """One picture; `click` is pressed before it is taken."""

    name: str
    path: str
    language: str = "fr"
    width: int = 1280
    scheme: str = "light"
    click: str = ""
    map: bool = True


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
    return [
        *explore,
        *detail,
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
    with _server(asked.address, asked.selected) as (address, slug), sync_playwright() as playwright:
        path = os.environ.get("LUMINANCE_TEST_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for shot in shots(slug):
            if asked.only in shot.name:
                take(browser, address, shot, asked.out / f"{shot.name}.png")
        browser.close()


@contextmanager
def _server(address: str | None, slug: str | None) -> Iterator[tuple[str, str]]:
    if address and slug:
        yield address, slug
        return
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        prepare(settings)
        house = open_house(settings, refresh=False)
        near = house.parse_filters({"near": "H2R", "within": "2", "demonstration": "true", "sort": "distance"})
        found = house.cards([hit.id for hit in house.catalogue.search(near, limit=1).hits])[0].slug
        house.close()
        with served(settings) as url:
            yield url, found


def take(browser: Browser, address: str, shot: Shot, file: Path) -> None:
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
    page = context.new_page()
    page.goto(address + shot.path)
    if shot.map:
        frame = page.frame_locator(".st-key-map iframe")
        frame.locator(".leaflet-container:not([aria-busy=true])").wait_for()
    page.wait_for_load_state("networkidle")
    if shot.click:
        page.locator(shot.click).first.click()
        page.locator("[data-testid=stPopoverBody] [data-testid=stElementContainer]").first.wait_for()
        expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    main()
