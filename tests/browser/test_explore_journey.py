"""The whole journey, in French and in English, on a desk and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, WebSocketRoute, expect

from luminance_geo.i18n import as_language, translator
from luminance_geo.vocabulary import causes, skills
from tests.browser.conftest import OpenPage
from tests.browser.explore import Explore
from tests.browser.seeds import FAR, GARDEN, TABLE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_a_place_to_an_initiative_and_back(open_page: OpenPage, language: str, width: int) -> None:
    t = translator(as_language(language))
    page = open_page(language=language, width=width)
    screen = Explore(page, t).visit()
    expect(page.locator("html")).to_have_attribute("lang", language)
    screen.mark_frame()

    screen.pick_place("rimous", "Rimouski")
    expect(screen.card(TABLE)).to_be_visible()
    _set_radius(screen, "5")
    expect(screen.card(FAR)).to_have_count(0)

    food = causes()["food"].label(t.language)
    expect(screen.cause(food)).to_contain_text(re.compile(r"\d"))
    screen.cause(food).click()
    screen.has_query(cause="food")
    expect(screen.card(GARDEN)).to_have_count(0)
    expect(screen.card(TABLE)).to_be_visible()

    _set_skill(screen)
    screen.has_query(skill="FIRSTAID")
    expect(screen.card(TABLE)).to_be_visible()
    assert screen.frame_kept(), "a filter remounted the map"

    screen.card(TABLE).click()
    screen.has_query(selected="la-tablee-du-mardi")
    expect(page.locator(".st-key-detail").get_by_role("heading", name=TABLE)).to_be_visible()
    expect(screen.map.locator(".lum-mark[aria-current=true]")).to_have_count(1)
    assert screen.frame_kept(), "choosing an initiative remounted the map"

    shared = page.url
    page.reload()
    expect(page.locator(".st-key-detail").get_by_role("heading", name=TABLE)).to_be_visible()
    assert page.url == shared
    page.go_back()
    screen.has_query(selected=None, skill="FIRSTAID", cause="food")
    expect(screen.card(TABLE)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_map_to_the_panel(open_page: OpenPage, width: int) -> None:
    t = translator("fr")
    page = open_page(width=width)
    screen = Explore(page, t).visit("?near=48.45,-68.52&within=5&cause=food,nature")
    screen.map.get_by_role("button", name=TABLE).first.press("Enter")
    screen.has_query(selected="la-tablee-du-mardi")
    expect(page.locator(".st-key-detail").get_by_role("heading", name=TABLE)).to_be_visible()
    page.get_by_role("button", name=t("Back to results")).click()
    screen.has_query(selected=None)
    expect(screen.card(GARDEN)).to_be_visible()


def test_a_counted_cell_zooms_in(open_page: OpenPage) -> None:
    screen = Explore(open_page(), translator("fr")).visit()
    screen.mark_frame()
    cell = screen.map.get_by_role("button", name=re.compile(r"^\d[\d\s]* initiatives")).last
    with screen.page.expect_response(lambda answer: "/api/v1/cells" in answer.url and "zoom=" in answer.url):
        cell.press("Enter")
    assert screen.frame_kept()


def test_chips_remove_themselves_and_all_at_once(open_page: OpenPage) -> None:
    t = translator("fr")
    screen = Explore(open_page(), t).visit("?near=48.45,-68.52&within=5&cause=food,nature")
    chips = screen.page.locator(".st-key-chips")
    chips.get_by_role("button", name=causes()["food"].fr).click()
    screen.has_query(cause="nature")
    chips.get_by_role("button", name=t("Clear all")).click()
    screen.has_query(cause=None, near=None, within=None)
    expect(chips).to_have_count(0)


def test_the_rest_of_a_first_visit_comes_after_the_marks(open_page: OpenPage) -> None:
    page = open_page()
    screen = Explore(page, translator("fr"))
    held: list[Route] = []
    page.route("**/api/v1/cells?*", lambda route: held.append(route))
    with page.expect_request("**/api/v1/cells?*"):
        page.goto("/?near=48.45,-68.52&within=5")
    expect(screen.card(GARDEN)).to_have_count(0)
    held.pop().continue_()
    expect(screen.map.get_by_role("button", name=GARDEN)).to_be_visible()
    expect(screen.card(GARDEN)).to_be_visible()


def test_the_rest_of_a_first_visit_comes_though_the_map_never_says_a_word(open_page: OpenPage) -> None:
    page = open_page()
    page.route("**/drawn/*", lambda _: None)
    screen = Explore(page, translator("fr")).visit("?near=48.45,-68.52&within=5")
    expect(screen.card(GARDEN)).to_be_visible()


def test_the_map_draws_a_chosen_cause_before_python_answers(open_page: OpenPage) -> None:
    t = translator("fr")
    page = open_page()
    held: list[str | bytes] = []
    silent = False

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: held.append(message) if silent else socket.send(message))
        sockets.append(socket)

    sockets: list[WebSocketRoute] = []
    page.route_web_socket(re.compile("/_stcore/stream"), between)
    screen = Explore(page, t).visit("?near=48.45,-68.52&within=5")
    expect(screen.map.get_by_role("button", name=GARDEN)).to_be_visible()
    silent = True
    screen.cause(causes()["food"].fr).click()
    expect(screen.map.get_by_role("button", name=TABLE).first).to_be_visible()
    expect(screen.map.get_by_role("button", name=GARDEN)).to_have_count(0)
    expect(screen.card(GARDEN)).to_be_visible()
    silent = False
    while held:
        sockets[-1].send(held.pop(0))
    screen.has_query(cause="food")
    expect(screen.card(GARDEN)).to_have_count(0)
    expect(screen.map.get_by_role("button", name=GARDEN)).to_have_count(0)


def test_causes_are_a_toolbar_for_the_keyboard(open_page: OpenPage) -> None:
    screen = Explore(open_page(), translator("fr")).visit("?near=48.45,-68.52&within=5")
    first, second = list(causes().values())[:2]
    screen.cause(first.fr).focus()
    screen.page.keyboard.press("ArrowRight")
    expect(screen.cause(second.fr)).to_be_focused()
    screen.page.keyboard.press("Space")
    screen.has_query(cause=second.code)
    expect(screen.cause(second.fr)).to_have_attribute("aria-pressed", "true")
    expect(screen.cause(second.fr)).to_be_focused()


def test_an_empty_result_says_what_to_loosen(open_page: OpenPage) -> None:
    t = translator("fr")
    page = open_page()
    page.goto("/?near=48.45,-68.52&within=1&cause=repair&q=atelier%20bic")
    screen = Explore(page, t)
    screen.count(0)
    page.locator(".st-key-empty").get_by_role(
        "button", name=re.compile("^" + t("Widen to {distance}", distance=""))
    ).click()
    expect(screen.card(FAR)).to_be_visible()


def test_the_language_switch_keeps_the_state(open_page: OpenPage) -> None:
    page = open_page(language="fr")
    screen = Explore(page, translator("en")).visit("?near=48.45,-68.52&within=5&cause=food")
    page.locator(".st-key-tools").get_by_text("EN", exact=True).click()
    screen.has_query(lang="en", cause="food", within="5")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(screen.heading).to_have_text(re.compile(r"^\d+ initiatives?$"))
    expect(screen.cause(causes()["food"].en)).to_be_visible()


def test_words_search_as_one_types(open_page: OpenPage) -> None:
    t = translator("fr")
    screen = Explore(open_page(), t).visit()
    screen.page.get_by_role("searchbox", name=t("Words")).fill("tablee mardi")
    screen.has_query(q="tablee mardi")
    expect(screen.card(TABLE)).to_be_visible()


def test_one_reads_the_list_by_keyboard_alone(open_page: OpenPage) -> None:
    screen = Explore(open_page(), translator("fr")).visit("?near=48.45,-68.52&within=5")
    screen.cards.first.get_by_role("button").focus()
    screen.page.keyboard.press("Tab")
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator(".st-key-detail")).to_be_visible()


def _set_radius(screen: Explore, km: str) -> None:
    t = screen.t
    screen.page.locator(".st-key-radius").get_by_role("button").first.click()
    field = screen.page.get_by_role("spinbutton", name=t("Kilometres"))
    field.fill(km)
    field.press("Enter")
    screen.has_query(within=km)
    screen.page.keyboard.press("Escape")


def _set_skill(screen: Explore) -> None:
    t = screen.t
    first_aid = skills()["FIRSTAID"].label(t.language)
    screen.page.locator(".st-key-more").get_by_role("button").first.click()
    screen.page.get_by_role("searchbox", name=t("Search for a skill")).fill(first_aid[:6])
    screen.page.get_by_role("checkbox", name=re.compile(f"^{first_aid}")).check(force=True)
    screen.has_query(skill="FIRSTAID")
    screen.page.keyboard.press("Escape")
