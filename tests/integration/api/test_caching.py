"""Answers are kept by their tag, move with the data and the hour, and are compressed where that helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient

from luminance_geo.api import create_api
from luminance_geo.bootstrap import House
from tests.integration.api.conftest import NOW

PATHS = ["/", "/cells?bbox=-142,41,-52,84&zoom=9", "/search?limit=50", "/facets", "/places?q=h2r"]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_held_already_is_not_sent_again(web: TestClient, path: str) -> None:
    first = web.get(f"/api/v1{path}")
    tag = first.headers["etag"]
    for held in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = web.get(f"/api/v1{path}", headers={"if-none-match": held})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert web.get(f"/api/v1{path}", headers={"if-none-match": '"other"'}).status_code == 200
    assert first.headers["cache-control"] == "public, no-cache"


def test_the_tag_is_of_the_question_not_of_its_spelling(web: TestClient) -> None:
    def tag(path: str) -> str:
        return web.get(f"/api/v1{path}").headers["etag"]

    assert tag("/search?cause=food&lang=en") == tag("/search?lang=en&cause=food&q=")
    tags = [tag(each) for each in ("/search", "/search?lang=en", "/search?cause=food", "/facets", "/search?limit=21")]
    assert len(set(tags)) == len(tags)


def test_the_tag_moves_with_the_data_and_the_hour(house: House) -> None:
    def tag(changed: Any) -> str:
        return TestClient(create_api(changed)).get("/search?limit=1").headers["etag"]

    moved = SimpleNamespace(version="another", search=house.catalogue.search)
    later = replace(house, clock=lambda: NOW + timedelta(hours=1))
    assert tag(house) == tag(replace(house, clock=lambda: NOW + timedelta(minutes=9)))
    assert len({tag(house), tag(replace(house, catalogue=moved)), tag(later)}) == 3  # type: ignore[arg-type]


def test_gzip_where_it_helps(web: TestClient) -> None:
    path = "/api/v1/search?limit=50"
    packed = web.get(path, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    assert int(packed.headers["content-length"]) < len(packed.content) / 2
    plain = web.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == packed.json()


@pytest.mark.parametrize("path", [*PATHS, "/openapi.json"])
def test_head_and_reading_from_other_sites(web: TestClient, path: str) -> None:
    answer = web.head(f"/api/v1{path}")
    assert answer.status_code == 200
    other = web.get(f"/api/v1{path}", headers={"origin": "https://elsewhere.test"})
    assert other.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in other.headers


def test_other_sites_may_ask_with_a_tag_but_not_write(web: TestClient) -> None:
    asked = {"origin": "https://elsewhere.test", "access-control-request-headers": "if-none-match"}
    allowed = web.options("/api/v1/search", headers={**asked, "access-control-request-method": "GET"})
    assert allowed.status_code == 200
    refused = web.options("/api/v1/search", headers={**asked, "access-control-request-method": "POST"})
    assert refused.status_code == 400
