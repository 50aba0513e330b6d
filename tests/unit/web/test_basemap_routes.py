"""The addresses of the built-in map: caching, languages, and refusals."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from luminance_geo.vocabulary import causes
from luminance_geo.web.basemap import basemap_routes, basemap_version, map_files
from luminance_geo.web.basemap.script import ASSETS, PARTS


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=basemap_routes()))


def test_a_tile_is_kept_for_a_year_under_its_version(client: TestClient) -> None:
    answer = client.get(f"/basemap/6/18/22.json?v={basemap_version()}")
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert "land" in answer.json()


def test_without_version_it_is_asked_again_and_not_sent_twice(client: TestClient) -> None:
    first = client.get("/basemap/6/18/22.json")
    assert "immutable" not in first.headers["cache-control"]
    again = client.get("/basemap/6/18/22.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/basemap/6/18/21.json").headers["etag"] != first.headers["etag"]


def test_plain_for_who_does_not_take_gzip(client: TestClient) -> None:
    answer = client.get("/basemap/6/18/22.json", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.json()["land"]


@pytest.mark.parametrize("address", ["3/8/0", "19/0/0", "3/0/8", "99/0/0", "a/0/0", "3/-1/0", "3/0.5/1"])
def test_no_such_tile(client: TestClient, address: str) -> None:
    assert client.get(f"/basemap/{address}.json").status_code == 404


def test_names_in_both_languages(client: TestClient) -> None:
    fr, en = (client.get(f"/basemap/labels.json?lang={code}").json() for code in ("fr", "en"))
    assert set(fr) == {"water", "province", "town", "quartier"}
    assert {len(fr[kind]) == len(en[kind]) for kind in fr} == {True}
    assert "Baie d’Hudson" in {row[2] for row in fr["water"]}
    assert "Hudson Bay" in {row[2] for row in en["water"]}
    assert {"Nouveau-Brunswick", "Québec"} <= {row[2] for row in fr["province"]}
    populations = [row[5] for row in fr["town"]]
    assert populations == sorted(populations, reverse=True)
    assert not [row[2] for row in fr["town"] if row[2].startswith("Ct ") or "–" in row[2]]
    assert client.get("/basemap/labels.json?lang=de").status_code == 400


def test_script_and_style_are_joined_from_every_file(client: TestClient) -> None:
    script = client.get(f"/basemap/map.js?v={map_files().version}")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "immutable" in script.headers["cache-control"]
    assert {path.stem for path in (ASSETS / "map").glob("*.js")} == set(PARTS)
    assert client.get("/basemap/map.css").headers["content-type"].startswith("text/css")


def test_the_script_knows_every_cause_and_makes_no_html(client: TestClient) -> None:
    text = client.get("/basemap/map.js").text
    for cause in causes().values():
        assert cause.light in text
        assert cause.dark in text
    sinks = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "bindPopup", "bindTooltip")
    assert not [sink for sink in sinks if sink in text]
