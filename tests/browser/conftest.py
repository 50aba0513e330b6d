"""A real server and a real Chromium: page errors, our console errors and requests to anyone else fail the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from luminance_geo.bootstrap import prepare
from luminance_geo.database import make_engine, writing
from luminance_geo.demo.actions import build
from luminance_geo.settings import Settings
from tests.browser.seeds import plant
from tests.browser.serving import served
from tests.services import BROWSERS

expect.set_options(timeout=20_000)

_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")
# Streamlit looks for its server under the page's own path before the root, and its frames ask for what Chromium lacks.
_NOT_OURS = ("/_stcore/", "Unrecognized feature", "allow-scripts and allow-same-origin")
DEMONSTRATION = 150

OpenPage = Callable[..., Page]


def _chromium() -> str | None:
    """The one that tests/run.py found, else one on the PATH, else Playwright's own."""
    return os.environ.get("LUMINANCE_TEST_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Registers, a small demonstration set, and initiatives that the tests know by name."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("luminance"))
    prepare(settings, demonstration=False)
    engine = make_engine(settings.resolved_database_url)
    now = datetime.now(UTC)
    with writing(engine) as session:
        build(session, now=now, count=DEMONSTRATION, seed=7)
        plant(session, now)
    engine.dispose()
    return settings


@pytest.fixture(scope="session")
def address(seeded: Settings) -> Iterator[str]:
    """The address of the server that every test of this session visits."""
    with served(seeded) as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=_chromium(), args=list(_ARGUMENTS))
    yield launched
    launched.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """`open_page(language=, width=, scheme=, known=)`: a page of its own whose troubles fail the test when it ends.

    `known` are words of console errors that the test brings about.
    """
    contexts, troubles = [], []

    def start(
        *,
        language: str = "fr",
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        known: tuple[str, ...] = (),
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=address,
            viewport=ViewportSize(width=width, height=height),
            locale=f"{language}-CA",
            timezone_id="America/Toronto",
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            has_touch=width < 640,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        watch(page, address, troubles, known)
        return page

    yield start
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


def watch(page: Page, address: str, troubles: list[str], known: tuple[str, ...] = ()) -> None:
    """Note page errors, console errors that are ours and not `known`, and requests to another host."""
    host = urlsplit(address).netloc

    def console(message: ConsoleMessage) -> None:
        where = f"{message.text} {message.location.get('url', '')}"
        if message.type == "error" and not any(each in where for each in (*_NOT_OURS, *known)):
            troubles.append(f"console: {where}")

    def request(sent: Request) -> None:
        parts = urlsplit(sent.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host:
            troubles.append(f"request to another host: {sent.url}")

    page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
    page.on("console", console)
    page.on("request", request)
