"""The open data as pages: sound HTML without scripts, in both languages, with filters in words, a map, and ways on."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import html5lib
import pytest
from starlette.testclient import TestClient

H, S = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
ITEMS = "/api/v1/collections/initiatives/items"
PAGES = (
    "/api/v1/", "/api/v1/api", "/api/v1/conformance", "/api/v1/collections", "/api/v1/collections/needs", ITEMS,
    "/api/v1/collections/needs/items", "/api/v1/collections/regions/items?kind=province",
    "/api/v1/collections/regions/items/province-24", f"{ITEMS}?near=45.5,-73.6&cause=food&q=%3Cscript%3E",
)  # fmt: skip
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en-CA,en"}


def seen(web: TestClient, path: str) -> Element:
    answer = web.get(path, headers=BROWSER)
    assert answer.status_code == 200, answer.text[:300]
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
    (mark,) = drawing.iter(f"{S}a")
    assert mark.get("aria-label") == "14 here: look closer"
    listed = [each.get("id") for each in root.iter(f"{H}li") if each.get("id")]
    assert len(listed) == 14
    assert (mark.get("href") or "")[1:] in listed


def test_nothing_found_says_so_without_a_map(web: TestClient) -> None:
    root = seen(web, f"{ITEMS}?q=zzzzzz&lang=en")
    assert "Nothing matches. Take a filter away." in words(root)
    assert not [each for each in root.iter(f"{S}svg") if each.get("class") == "ground"]
