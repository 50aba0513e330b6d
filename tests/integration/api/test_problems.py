"""Whatever cannot be used is a 400 that names the parameter and what it accepts; never a 500."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from luminance_geo.api import create_api
from luminance_geo.api.parameters import CELLS, FACETS, FILTERS, PLACES, SEARCH
from luminance_geo.bootstrap import House
from luminance_geo.catalogue import filters
from luminance_geo.errors import NotReady

VIEW = {"bbox": "-74,45,-73,46", "zoom": "11"}
BAD: list[tuple[str, str, str]] = [
    *((path, name, value) for path in ("/search", "/facets", "/cells") for name, value in [
        ("cause", "foo"), ("cause", "food,foo"), ("cause", "FOOD"), ("skill", "firstaid"), ("near", "zzzzqqqqzz"),
        ("near", "95,10"), ("within", "0"), ("within", "-1"), ("within", "1001"), ("within", "nan"), ("within", "x"),
        ("within", "inf"), ("region", "province-99"), ("region", "quebec"), ("when", "2026-13-01"), ("when", "today"),
        ("when", "2026-12-02/2026-12-01"), ("when", "../.."), ("open", "1"), ("open", "yes"), ("remote", "oui"),
        ("language", "de"), ("governance", "king"), ("sharing", "mine"), ("demonstration", "maybe"), ("q", "x" * 201),
        ("lang", "de"), ("lang", "fr-CA"), ("fbclid", "1"), ("Cause", "food"), ("<script>", "1"),
    ]),
    *((path, "bbox", value) for path in ("/search", "/facets", "/cells") for value in
      ("1,2,3", "1,2,3,4,5", "a,b,c,d", "-74,46,-73,45", "-74,45,-73,nan", "-181,45,-73,46", "-74,-91,-73,46")),
    *(("/search", name, value) for name, value in [
        ("sort", "best"), ("sort", "Distance"), ("limit", "0"), ("limit", "101"), ("limit", "-1"), ("limit", "1.5"),
        ("limit", "ten"), ("limit", "١٠"), ("offset", "-1"), ("offset", "10001"), ("offset", "1e3"), ("zoom", "3"),
    ]),
    *(("/facets", name, "1") for name in ("limit", "offset", "zoom")),
    *(("/cells", name, value) for name, value in [
        ("zoom", "x"), ("zoom", "-1"), ("zoom", "25"), ("zoom", "nan"), ("zoom", "inf"), ("zoom", ""), ("bbox", ""),
        ("layer", "actors"), ("outside", "2"), ("sort", "name"), ("limit", "3"),
    ]),
    *(("/places", name, value) for name, value in [
        ("q", ""), ("q", "   "), ("q", "x" * 101), ("limit", "0"), ("limit", "21"), ("lang", "xx"), ("near", "H2R"),
    ]),
    ("/", "lang", "de"), ("/", "cause", "food"),
]  # fmt: skip


def ask(web: TestClient, path: str, **query: str) -> Any:
    given = {**(VIEW if path == "/cells" else {"q": "h2r"} if path == "/places" else {}), **query}
    if "within" in given and "near" not in given:
        given["near"] = "H2R"
    return web.get(f"/api/v1{path}?{urlencode(given)}")


@pytest.mark.parametrize(("path", "name", "value"), BAD)
def test_a_bad_value_is_refused_by_name(web: TestClient, path: str, name: str, value: str) -> None:
    answer = ask(web, path, **{name: value})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["type"], problem["status"]) == ("urn:luminance:problem:invalid-parameter", 400)
    assert problem["parameter"] == name
    assert problem["accepted"]
    assert all(problem["accepted"])
    assert problem["title"]
    assert problem["detail"]


def test_every_parameter_has_a_bad_value_in_the_table() -> None:
    tried = {(path, name) for path, name, _ in BAD}
    for path, accepted in (("/search", SEARCH), ("/facets", FACETS), ("/cells", CELLS), ("/places", PLACES)):
        missing = {each.name for each in accepted} - {name for where, name in tried if where == path}
        assert missing - {"sort"} == set(), (path, missing)


def test_the_table_of_parameters_is_that_of_the_filters() -> None:
    assert tuple(each.name for each in FILTERS) == filters.NAMES


def test_a_parameter_given_twice_is_refused(web: TestClient) -> None:
    answer = web.get("/api/v1/search?cause=food&cause=nature")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "cause")


def test_what_is_missing_is_named(web: TestClient) -> None:
    assert web.get("/api/v1/cells?zoom=3").json()["parameter"] == "bbox"
    assert web.get("/api/v1/cells?bbox=-74,45,-73,46").json()["parameter"] == "zoom"
    assert web.get("/api/v1/places").json()["parameter"] == "q"


def test_problems_speak_the_language_asked_for(web: TestClient) -> None:
    french, english = ask(web, "/search", limit="0"), ask(web, "/search", limit="0", lang="en")
    assert french.json()["detail"] == "limit\xa0: donnez un nombre entier de 1 à 100."
    assert english.json()["detail"] == "limit: give a whole number from 1 to 100."
    assert (french.headers["content-language"], english.headers["content-language"]) == ("fr", "en")
    assert french.json()["accepted"] == ["un nombre entier de 1 à 100"]
    assert ask(web, "/search", cause="x").json()["accepted"][0] == "food"
    assert "n’existe pas" in ask(web, "/search", x="1").json()["detail"]


@pytest.mark.parametrize(("path", "method", "status"), [
    ("/nothing", "GET", 404), ("/cells/", "GET", 404), ("/docs", "GET", 404), ("/redoc", "GET", 404),
    ("/search", "POST", 405), ("/search", "DELETE", 405),
])  # fmt: skip
def test_other_errors_are_problems_too(web: TestClient, path: str, method: str, status: int) -> None:
    for language, title in (
        ("fr", {404: "Introuvable", 405: "Méthode non permise"}),
        ("en", {404: "Not found", 405: "Method not allowed"}),
    ):
        answer = web.request(method, f"/api/v1{path}?lang={language}", follow_redirects=False)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert answer.json()["title"] == title[status]
        assert answer.json()["type"] == "about:blank"
    if status == 405:
        assert "GET" in answer.headers["allow"]


class Failing:
    """A catalogue that raises."""

    version = "1-0"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def facets(self, _: object) -> object:
        raise self.error


@pytest.mark.parametrize(("error", "status"), [(NotReady("x"), 503), (ZeroDivisionError("secret"), 500)])
def test_failures_are_problems_without_secrets(house: House, error: Exception, status: int) -> None:
    from dataclasses import replace

    broken = replace(house, catalogue=Failing(error))  # type: ignore[arg-type]
    answer = TestClient(create_api(broken), raise_server_exceptions=False).get("/facets")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert "secret" not in answer.text
    assert ("retry-after" in answer.headers) == (status == 503)


_NAMES = sorted({each.name for each in (*SEARCH, *CELLS, *PLACES)})
_VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["food", "FIRSTAID", "H2R", "45.5,-73.6", "5", "true", "fr", "2026-12-01/..", "-74,45,-73,46",
                     "name", "hosts", "0", "-0", "1e309", "nan", "٣",
                     "\x00", "../..", "/", ",", ",,", "food,", "province-24"]),
    st.floats().map(str), st.integers().map(str),
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    path=st.sampled_from(["/", "/cells", "/search", "/facets", "/places"]),
    query=st.dictionaries(st.one_of(st.sampled_from(_NAMES), st.text(max_size=8)), _VALUES, max_size=5),
)
def test_no_query_makes_it_fail(web: TestClient, path: str, query: dict[str, str]) -> None:
    if path == "/cells":
        query = {**VIEW, **query}
    asked = "&".join(
        f"{quote(name.encode(errors='replace'))}={quote(text.encode(errors='replace'))}" for name, text in query.items()
    )
    answer = web.get(f"/api/v1{path}?{asked}")
    assert answer.status_code in {200, 400}, (path, query, answer.text)
    if answer.status_code == 400:
        problem = json.loads(answer.content)
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem["parameter"][:60] in {name.encode(errors="replace").decode()[:60] for name in [*query, *_NAMES]}
