"""The sitemap: valid, complete, paged beyond 50,000 addresses; robots point to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from xml.etree import ElementTree as ET
from xml.sax.saxutils import unescape

import pytest

from tests.unit.web.houses import WRITTEN, PlainHouse, client

M = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
X = "{http://www.w3.org/1999/xhtml}"


def many(count: int) -> PlainHouse:
    def slugs(after_id: int, limit: int) -> Sequence[tuple[int, str, datetime]]:
        last = min(count, after_id // 2 + limit)
        return [(2 * n, f"initiative-{n}", WRITTEN) for n in range(after_id // 2 + 1, last + 1)]

    return PlainHouse(slugs=slugs)


def locations(text: str) -> list[str]:
    return [unescape(each) for each in re.findall(r"<loc>(.*?)</loc>", text)]


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (25_000, 1), (25_001, 2), (60_000, 3)])
def test_it_is_paged_and_lists_each_page_once(count: int, pages: int) -> None:
    web = client(many(count))
    index = locations(web.get("/sitemap.xml").text)
    assert index == [f"https://luminance.test/sitemap-{n}.xml" for n in range(1, pages + 1)]
    found: list[str] = []
    for address in index:
        text = web.get(address).text
        assert len(text) < 50 * 1024 * 1024
        listed = locations(text)
        assert len(listed) <= 50_000
        found += listed
    wanted = {
        f"https://luminance.test/initiatives/initiative-{n}?lang={code}"
        for n in range(1, count + 1)
        for code in ("fr", "en")
    }
    assert len(found) == len(wanted)
    assert set(found) == wanted
    assert web.get(f"/sitemap-{pages + 1}.xml").status_code == 404
    assert web.get("/sitemap-0.xml").status_code == 404


def test_each_address_names_its_alternates() -> None:
    root = ET.fromstring(client(many(1)).get("/sitemap-1.xml").text)
    for url in root.iter(f"{M}url"):
        links = {each.get("hreflang"): each.get("href") for each in url.iter(f"{X}link")}
        here = "https://luminance.test/initiatives/initiative-1"
        assert links == {"fr": f"{here}?lang=fr", "en": f"{here}?lang=en", "x-default": here}
        assert url.findtext(f"{M}lastmod") == "2026-10-01"


def test_slugs_are_escaped() -> None:
    house = PlainHouse(slugs=lambda after, limit: [(1, "a&b<c> d/é", WRITTEN)] if not after else [])
    (french, _) = locations(client(house).get("/sitemap-1.xml").text)
    assert french == "https://luminance.test/initiatives/a%26b%3Cc%3E%20d%2F%C3%A9?lang=fr"


def test_pages_follow_the_revision() -> None:
    house = many(0)
    web = client(house)
    assert len(locations(web.get("/sitemap.xml").text)) == 1
    house.slugs, house.catalogue = many(30_000).slugs, SimpleNamespace(revision=2)
    assert len(locations(web.get("/sitemap.xml").text)) == 2


def test_robots_point_to_it() -> None:
    text = client(many(0)).get("/robots.txt").text
    assert "Sitemap: https://luminance.test/sitemap.xml" in text
    assert "Disallow: /_stcore/" in text
    assert "Disallow: /initiatives" not in text
