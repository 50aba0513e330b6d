"""The panel of an initiative and its sign-up form, as a person and a keyboard find them."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from luminance_geo.i18n import Translator

TYPING_MS = 90  # a quick typist; two texts take longer than the seconds under which a form is a program's
_FOCUSED = """() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at ? [at.tagName, at.id || at.className || at.name || ""].join(" ") : "";
}"""


class Keys:
    """A keyboard that counts: `presses` are those beyond the typing of texts."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.presses += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=TYPING_MS)

    def tab_to(self, target: Locator) -> None:
        """Tab until it has the focus; the order must lead there."""
        for _ in range(8):
            self.press("Tab")
            if target.evaluate("node => node.matches(':focus')"):
                return
        raise AssertionError(f"Tab never came to {target}; it is at {self.page.evaluate(_FOCUSED)}")


class Panel:
    """One open panel."""

    def __init__(self, page: Page, t: Translator) -> None:
        self.page, self.t = page, t
        self.detail = page.locator(".st-key-detail")
        self.form = page.locator(".st-key-signup")

    @property
    def title(self) -> Locator:
        return self.form.locator("h3")

    @property
    def keep(self) -> Locator:
        return self.form.get_by_role("button", name=self.t("Keep my place"))

    @property
    def consent(self) -> Locator:
        return self.form.locator("#consent")

    def field(self, name: str) -> Locator:
        return self.form.locator(f"#{name}")

    def choose(self, label: str) -> None:
        self.form.get_by_role("radio", name=label).check(force=True)

    def fill(self, name: str, email: str) -> None:
        """Name and address at a person's pace, and the box."""
        for field, text in (("name", name), ("email", email)):
            self.field(field).click()
            self.field(field).press_sequentially(text, delay=TYPING_MS)
        self.consent.check()

    def places(self, text: str, within_ms: float = 20_000) -> None:
        """The line of facts says this many places."""
        expect(self.detail.locator(".st-key-live-places p")).to_have_text(text, timeout=within_ms)
