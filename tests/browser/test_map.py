"""The map's own behaviour in a real browser: what it asks, what it draws, and what it never does."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Frame, Page, Request, Route, expect

from luminance_geo.i18n import Language, translator
from tests.browser.conftest import OpenPage
from tests.browser.explore import Explore
from tests.browser.seeds import GARDEN, HOSTILE, HOSTILE_AT, RIMOUSKI

pytestmark = pytest.mark.browser

Motion = Literal["reduce", "no-preference"]

NEAR = f"?near={RIMOUSKI[0]},{RIMOUSKI[1]}&within=5"
COUNTS = "[...window.map.luminance.marks._marks.values()].map(mark => mark.feature.properties.count)"
LISTEN = """() => {
    window.values = 0;
    const send = window.Streamlit.setComponentValue;
    window.Streamlit.setComponentValue = value => { window.values += 1; send(value); };
}"""
STREETS = """() => {
    const layer = window.map.luminance;
    layer.update({ ...layer.config, tiles: { url: '/streets/{z}/{x}/{y}.png', credit: '©' } });
}"""
NOTE_DRAWN = """() => {
    const { map } = window, asking = map.luminance.asking, ask = asking.ask.bind(asking);
    Object.assign(window, { asked: [], drawn: [], rested: 0, last: null });
    asking.ask = (...about) => { window.asked.push(performance.now()); return ask(...about); };
    map.on("lum:drawn", ({ bounds }) => { window.last = bounds; window.drawn.push(window.asked.length - 1); });
    map.on("moveend", () => { window.rested = performance.now(); });
    window.here = () => window.last !== null && window.last.equals(map.getBounds(), 1e-9);
}"""
VIEW = "[window.map.getCenter().lat.toFixed(3), window.map.getCenter().lng.toFixed(3), window.map.getZoom()]"


def shown(page: Page, query: str = NEAR, language: Language = "fr") -> tuple[Explore, Frame]:
    explore = Explore(page, translator(language)).visit(f"{query}&lang={language}")
    frame = page.locator(".st-key-map iframe").element_handle().content_frame()
    assert frame
    return explore, frame


def look(frame: Frame, lat: float, lon: float, zoom: float) -> None:
    """Move the map and wait until it has drawn what is there."""
    frame.evaluate(
        "([lat, lon, zoom]) => new Promise(done => { window.map.once('lum:drawn', () => done());"
        " window.map.setView([lat, lon], zoom, { animate: false }); })",
        [lat, lon, zoom],
    )


def counts(frame: Frame) -> int:
    """How many the marks in view stand for, the selected one too."""
    each: list[int] = frame.evaluate(COUNTS)
    return sum(each)


def test_moving_the_map_asks_for_cells_and_never_reruns_the_app(open_page: OpenPage) -> None:
    page = open_page()
    _, frame = shown(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/cells" in request.url else None)
    frame.evaluate(LISTEN)
    for step in range(3):
        look(frame, RIMOUSKI[0] + 0.01 * step, RIMOUSKI[1], 12 + step / 2)
    assert len(asked) == 3
    assert all("zoom=1" in url and "bbox=" in url for url in asked)
    assert frame.evaluate("window.values") == 0


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize("hand", [False, True], ids=["key", "hand"])
def test_what_a_pan_ends_at_is_asked_for_before(open_page: OpenPage, hand: bool, motion: Motion) -> None:
    page = open_page()
    page.emulate_media(reduced_motion=motion)
    _, frame = shown(page)
    frame.evaluate(NOTE_DRAWN)
    home = frame.locator(".leaflet-container")
    if hand:
        box = home.bounding_box()
        assert box
        x, y = box["x"] + box["width"] * 0.7, box["y"] + 40
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 90, y, steps=9)
        frame.wait_for_function("window.here()")
        page.mouse.up()
    else:
        home.press("ArrowRight")
    frame.wait_for_function("window.rested && window.here()")
    assert frame.evaluate("window.asked[0] < window.rested")
    assert frame.evaluate("window.drawn.at(-1) === window.asked.length - 1"), "it was asked for once more than drawn"


def test_a_card_shows_hostile_names_as_text(open_page: OpenPage) -> None:
    page = open_page()
    _, frame = shown(page, f"?near={HOSTILE_AT[0]},{HOSTILE_AT[1]}&within=25")
    for number, text in enumerate(HOSTILE):
        look(frame, HOSTILE_AT[0] + number * 0.02, HOSTILE_AT[1], 16)
        mark = frame.locator(".lum-pin")
        expect(mark).to_have_count(1)
        mark.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        expect(frame.locator(".lum-card-name")).to_have_text(text)
        assert frame.locator(".lum-card *").count() == 2
        page.keyboard.press("Escape")
        expect(frame.locator(".lum-card")).to_be_hidden()
    assert page.evaluate("window.ran") is None
    assert frame.evaluate("window.ran") is None


def test_the_selected_one_leaves_its_cell(open_page: OpenPage) -> None:
    page = open_page()
    explore, frame = shown(page)
    look(frame, *RIMOUSKI, 8)
    before = counts(frame)
    explore.card(GARDEN).click()
    chosen = frame.locator(".lum-selected")
    expect(chosen).to_have_attribute("aria-current", "true")
    expect(chosen).to_have_attribute("aria-label", re.compile(f"^{GARDEN}"))
    expect(frame.locator(".lum-halo > *, span.lum-halo")).not_to_have_count(0)
    look(frame, RIMOUSKI[0] + 0.001, RIMOUSKI[1], 8)
    assert counts(frame) == before


def test_a_reload_keeps_the_view(open_page: OpenPage) -> None:
    page = open_page()
    _, frame = shown(page)
    look(frame, 48.5, -68.4, 11.5)
    page.reload()
    expect(page.frame_locator(".st-key-map iframe").locator(".lum-mark").first).to_be_attached()
    again = page.locator(".st-key-map iframe").element_handle().content_frame()
    assert again
    assert again.evaluate(VIEW) == ["48.500", "-68.400", 11.5]


def test_a_failure_says_so_and_offers_another_try(open_page: OpenPage) -> None:
    page = open_page()
    explore, frame = shown(page)

    def broken(route: Route) -> None:
        route.fulfill(status=200, content_type="application/geo+json", body="{")

    page.route("**/api/v1/cells?**", broken)
    frame.evaluate("window.map.setView([48.4, -68.5], 12, { animate: false }); undefined")
    expect(frame.get_by_role("alert")).to_contain_text(explore.t("The map could not be updated."))
    page.unroute("**/api/v1/cells?**", broken)
    frame.get_by_role("button", name=explore.t("Try again")).click()
    expect(frame.get_by_role("alert")).to_be_hidden()


def test_silent_street_tiles_leave_the_built_in_map_and_a_quiet_line(open_page: OpenPage) -> None:
    page = open_page()
    explore, frame = shown(page)
    page.route("**/streets/**", lambda route: route.fulfill(status=200, content_type="image/png", body="no picture"))
    frame.evaluate(STREETS)
    line = frame.get_by_text(explore.t("Street tiles are not answering; the built-in map takes over."))
    expect(line).to_be_visible()
    expect(frame.locator(".leaflet-lum-streets-pane img")).to_have_count(0)
    expect(frame.locator("canvas.lum-tile").first).to_be_attached()


def test_it_follows_the_page_from_day_to_night(open_page: OpenPage) -> None:
    page = open_page()
    _, frame = shown(page)
    assert frame.evaluate("document.documentElement.classList.contains('lum-dark')") is False
    page.emulate_media(color_scheme="dark")
    expect(frame.locator("html.lum-dark")).to_be_attached()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_speaks_the_page_s_language(open_page: OpenPage, language: Language) -> None:
    page = open_page(language=language)
    explore, frame = shown(page, language=language)
    title = explore.t("Map of initiatives")
    assert frame.evaluate("[document.documentElement.lang, window.frameElement.title]") == [language, title]
    expect(frame.get_by_role("region", name=title)).to_be_attached()
    expect(frame.get_by_role("button", name=explore.t("Zoom in"), exact=True)).to_be_attached()
    expect(frame.locator(".lum-live")).to_have_text(re.compile(r"\d"))


def test_the_keyboard_can_pass_the_marks(open_page: OpenPage) -> None:
    page = open_page()
    explore, frame = shown(page)
    frame.get_by_role("button", name=explore.t("Skip the marks of the map")).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert frame.evaluate("document.hasFocus()") is False


@pytest.mark.parametrize("width", [1280, 390])
def test_every_target_is_large_enough_for_a_thumb(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width)
    _, frame = shown(page)
    small = frame.evaluate(
        "[...document.querySelectorAll('.lum-mark, .leaflet-bar a')].map(n => [n.className, n.getBoundingClientRect()])"
        ".filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"
    )
    assert small == []


def test_nothing_is_asked_of_anyone_else(open_page: OpenPage) -> None:
    page = open_page()
    hosts: set[str] = set()

    def note(request: Request) -> None:
        if request.url.startswith("http"):
            hosts.add(request.url.split("/")[2])

    page.on("request", note)
    shown(page)
    assert len(hosts) == 1
