"""The open data as pages: sound HTML without scripts, in both languages, with filters in words, a map, and ways on."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import html5lib
import pytest
from starlette.testclient import TestClient

from luminance_geo import vocabulary

pytestmark = pytest.mark.parametrize(
    "server",
    ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.thorough])],
    indirect=True,
)
"""Pages are made from the answers, which are tested on both databases: the other one's by the thorough run."""
H, S = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
ITEMS = "/api/v1/collections/initiatives/items"
PAGES = (
    "/api/v1/", "/api/v1/api", "/api/v1/conformance", "/api/v1/collections", "/api/v1/collections/needs", ITEMS,
    "/api/v1/collections/needs/items", "/api/v1/collections/regions/items?kind=province",
    "/api/v1/collections/regions/items/province-24", f"{ITEMS}?near=45.5,-73.6&cause=food&q=%3Cscript%3E",
)  # fmt: skip
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en-CA,en"}


def seen(web: TestClient, path: str, status: int = 200) -> Element:
    answer = web.get(path, headers=BROWSER)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    root: Element = html5lib.HTMLParser(strict=True).parse(answer.text)
    return root


def links(root: Element) -> list[str]:
    return [each.get("href", "") for each in root.iter(f"{H}a")]


def words(root: Element) -> str:
    return " ".join("".join(root.itertext()).split())


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_sound_runs_nothing_and_leads_on(web: TestClient, path: str) -> None:
    root = seen(web, path)
    assert root.get("lang") == "en"
    assert not list(root.iter(f"{H}script"))
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on") or name == "style"]
    assert len(list(root.iter(f"{H}h1"))) == 1
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    for href in links(root):
        if href.startswith("/api/"):
            assert web.get(href, headers=BROWSER).status_code == 200, href
        elif href.startswith("#"):
            assert href[1:] in ids


def test_pages_speak_the_language_asked_for(web: TestClient) -> None:
    assert "Données ouvertes" in words(seen(web, "/api/v1/?lang=fr"))
    assert "Open data" in words(seen(web, "/api/v1/?lang=en"))


def test_following_next_visits_each_initiative_once(web: TestClient) -> None:
    visited: list[str] = []
    path: str | None = f"{ITEMS}?limit=7&cause=food"
    while path:
        root = seen(web, path)
        visited += [each.get("id", "") for each in root.iter(f"{H}li") if each.get("id")]
        path = next((each.get("href") for each in root.iter(f"{H}a") if each.get("rel") == "next"), None)
    features = web.get(f"{ITEMS}?limit=1000&cause=food").json()["features"]
    assert visited == [f"item-{each['id']}" for each in features]
    assert len(visited) > 7


def test_filters_are_said_in_words_and_can_be_taken_away(web: TestClient) -> None:
    root = seen(web, f"{ITEMS}?lang=en&cause=food&near=45.5,-73.6&within=5")
    chips = [each for each in root.iter(f"{H}a") if (each.get("aria-label") or "").startswith("Remove ")]
    assert [words(each) for each in chips] == [
        "Near 45.5,-73.6 ×", "Radius 5 km ×", "Causes Food & collective kitchens ×",
    ]  # fmt: skip
    assert chips[0].get("href") == f"{ITEMS}?lang=en&cause=food"


def test_the_map_shows_what_the_list_holds_and_counts_what_would_touch(web: TestClient) -> None:
    root = seen(web, f"{ITEMS}?near=46.8139,-71.2080&within=1&demonstration=false&lang=en")
    (drawing,) = [each for each in root.iter(f"{S}svg") if each.get("class") == "ground"]
    wide, close = [each for each in drawing.iter(f"{S}g") if each.get("class") in {"wide", "close"}]
    (mark,), (larger,) = wide.iter(f"{S}a"), close.iter(f"{S}a")
    assert larger.attrib == mark.attrib
    assert mark.get("aria-label") == "14 here: look closer"
    listed = [each.get("id") for each in root.iter(f"{H}li") if each.get("id")]
    assert len(listed) == 14
    assert (mark.get("href") or "")[1:] in listed


def test_nothing_found_says_so_without_a_map(web: TestClient) -> None:
    root = seen(web, f"{ITEMS}?q=zzzzzz&lang=en")
    assert "Nothing matches. Take a filter away." in words(root)
    assert not [each for each in root.iter(f"{S}svg") if each.get("class") == "ground"]


def way_back(root: Element) -> str:
    (button,) = [each for each in root.iter(f"{H}a") if each.get("class") == "button"]
    return button.get("href") or ""


@pytest.mark.parametrize(("query", "parameter", "said", "back"), [
    ("limit=0&q=pain", "limit", "What it takes: a whole number, 1 or more", "?q=pain"),
    ("near=nowhere-at-all-zz&within=2&lang=en", "near", "nowhere-at-all-zz", "?within=2&lang=en"),
    ("bbox=1,2&limit=3", "bbox", "bbox: give west,south,east,north in degrees, such as -74,", "?limit=3"),
    ("zzz=%3Cscript%3E", "zzz", "zzz: this parameter does not exist here. Known ones:", ""),
    ("path=1&self=2", "path", "path: this parameter does not exist here.", "?self=2"),
    (f"{'z' * 70}=1", "z" * 60, "this parameter does not exist here.", ""),
    ("f=xml&cause=food", "f", "f: “xml” is not one of: jsonhtml", "?cause=food"),
    ("lang=de", "lang", "lang: “de” is not one of: fren", ""),
])  # fmt: skip
def test_a_person_is_shown_what_is_wrong_and_a_way_back(
    web: TestClient, query: str, parameter: str, said: str, back: str
) -> None:
    root = seen(web, f"{ITEMS}?{query}", 400)
    assert said in words(root)
    assert not list(root.iter(f"{H}script"))
    assert way_back(root) == ITEMS + back
    assert web.get(f"{ITEMS}?{query}", headers={"Accept": "application/geo+json"}).json()["parameter"] == parameter


def test_a_wrong_code_offers_the_right_ones_by_name(web: TestClient) -> None:
    root = seen(web, f"{ITEMS}?cause=foo&q=pain&lang=fr", 400)
    offered = {words(each): each.get("href") for each in root.iter(f"{H}a")}
    assert offered[vocabulary.causes()["food"].label("fr")] == f"{ITEMS}?q=pain&lang=fr&cause=food"
    assert "cause\xa0: «\xa0foo\xa0» n’est pas dans la liste\xa0:" in "".join(root.itertext())


@pytest.mark.parametrize("path", ["/nothing", "/collections/initiatives/items/999999", "/collections/ghosts"])
def test_what_is_not_there_leads_to_what_is(web: TestClient, path: str) -> None:
    root = seen(web, f"/api/v1{path}", 404)
    assert way_back(root) == "/api/v1/collections"


@pytest.mark.parametrize(("path", "accept", "media_type"), [
    (f"{ITEMS}?limit=0", "*/*", "application/problem+json"),
    (f"{ITEMS}?limit=0&f=json", "text/html", "application/problem+json"),
    (f"{ITEMS}?limit=0&f=html", "*/*", "text/html; charset=utf-8"),
    ("/api/v1/search?limit=0", "text/html", "application/problem+json"),
    ("/api/v1/nothing", "*/*", "application/problem+json"),
])  # fmt: skip
def test_programs_are_still_answered_with_problem_documents(
    web: TestClient, path: str, accept: str, media_type: str
) -> None:
    answer = web.get(path, headers={"Accept": accept})
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "no-store"
    assert ("accept" in answer.headers.get("vary", "").lower().split(", ")) == ("search" not in path)
