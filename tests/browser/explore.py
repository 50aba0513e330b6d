"""The Explore screen as a person sees it, by roles and names, for the browser tests."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import FrameLocator, Locator, Page, expect

from luminance_geo.i18n import Translator


class Explore:
    """One open Explore screen."""

    def __init__(self, page: Page, t: Translator) -> None:
        self.page, self.t = page, t

    def visit(self, query: str = "") -> Explore:
        """Open the screen and wait until list and marks are there."""
        self.page.goto(f"/{query}")
        self.settled()
        expect(self.map.locator(".lum-mark").first).to_be_attached()
        # A first visit's marks come before the rest, whose last element takes away Streamlit's own words.
        expect(self.page.locator('a[href="#stMain"]')).not_to_have_text("Skip to main content")
        return self

    def settled(self) -> None:
        """No run is under way."""
        expect(self.page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator(".st-key-map iframe")

    @property
    def cards(self) -> Locator:
        return self.page.locator(".st-key-cards li")

    def card(self, name: str) -> Locator:
        return self.page.locator(".st-key-cards").get_by_role("button", name=name)

    @property
    def heading(self) -> Locator:
        return self.page.locator(".st-key-heading h3")

    def count(self, number: int) -> None:
        """The heading says how many."""
        text = self.t.plural("{count} initiative", "{count} initiatives", number)
        expect(self.heading).to_have_text(text)

    def cause(self, name: str) -> Locator:
        return self.page.locator(".st-key-causes").get_by_role("button", name=re.compile(f"^{re.escape(name)}"))

    def pick_place(self, text: str, name: str) -> None:
        """Type a place and take the suggestion."""
        field = self.page.get_by_role("combobox", name=self.t("Place: town, neighbourhood or postal code"))
        field.fill(text)
        self.page.get_by_role("option", name=name).first.click()

    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    def has_query(self, **wanted: str | None) -> None:
        """The address holds these parameters (None: does not hold it)."""
        names = {name: value or "" for name, value in wanted.items()}
        self.page.wait_for_function(
            """wanted => { const q = new URLSearchParams(location.search);
            return Object.entries(wanted).every(([k, v]) => (q.get(k) ?? "") === v); }""",
            arg=names,
        )

    def mark_frame(self) -> None:
        """Put a mark on the map's frame that a remount would lose."""
        self._frame().evaluate("frame => { frame.dataset.kept = 'yes'; frame.contentWindow.kept = true }")

    def frame_kept(self) -> bool:
        kept: Any = self._frame().evaluate("frame => frame.dataset.kept === 'yes' && frame.contentWindow.kept === true")
        return bool(kept)

    def _frame(self) -> Locator:
        return self.page.locator(".st-key-map iframe")
