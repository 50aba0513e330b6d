"""What each endpoint answers, held against the catalogue and against the published description."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from luminance_geo.api.ogc.collections import COLLECTIONS
from luminance_geo.bootstrap import House
from luminance_geo.catalogue.filters import Filters

CANADA = "-142,41,-52,84"
QUERIES = [
    "/", "/?lang=en", f"/cells?bbox={CANADA}&zoom=3.5", f"/cells?bbox={CANADA}&zoom=3.5&layer=hosts",
    "/cells?bbox=-71.3,46.7,-71.1,46.9&zoom=18",
    "/cells?bbox=-74,45,-73,46&zoom=11&near=45.5451,-73.6202&within=2&outside=true",
    "/cells?bbox=170,40,-60,60&zoom=2&cause=food,nature&lang=en", "/search",
    "/search?near=H2R&within=2&limit=1&lang=en",
    "/search?limit=3&offset=4&sort=name", "/search?remote=true&q=ligne", "/search?when=2026-11-24&open=true",
    "/facets", "/facets?near=H2R&cause=food", "/places?q=trois-riv&limit=3", "/places?q=45.5,-73.6&lang=en",
]  # fmt: skip


def get(web: TestClient, query: str) -> Any:
    answer = web.get(f"/api/v1{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="session")
def description(web: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = web.get("/api/v1/openapi.json").json()
    return found


def test_the_description_is_valid_and_complete(description: dict[str, Any]) -> None:
    validate(description)
    assert description["openapi"] == "3.0.3"
    own = {f"/collections/{name}{rest}" for name in COLLECTIONS for rest in ("", "/items", "/items/{fid}")}
    common = {"/", "/api", "/openapi.json", "/conformance", "/collections"}
    assert set(description["paths"]) == {"/cells", "/search", "/facets", "/places", *common, *own}
    for path, methods in description["paths"].items():
        operation = methods["get"]
        assert operation["summary"]
        assert set(operation["responses"]) == {"200", "304", "400", "503"} | ({"404"} if "{" in path else set())
        page = [] if path in {"/cells", "/search", "/facets", "/places", "/openapi.json"} else ["text/html"]
        assert list(operation["responses"]["400"]["content"]) == ["application/problem+json", *page]
        assert [each for each in operation["parameters"] if not each["description"]] == []
        if path not in {"/api", "/openapi.json"}:
            assert any("example" in each for each in operation["responses"]["200"]["content"].values()), path
    assert description["servers"] == [{"url": "/api/v1"}]


def check(description: dict[str, Any], path: str, status: str, media_type: str, body: Any) -> None:
    content = description["paths"][path]["get"]["responses"][status]["content"]
    assert media_type in content, (path, status, media_type)
    schema = {**content[media_type]["schema"], "components": description["components"]}
    errors = list(OAS30Validator(schema).iter_errors(body))
    assert not errors, errors[0]


@pytest.mark.parametrize("query", QUERIES)
def test_answers_are_as_described(web: TestClient, description: dict[str, Any], query: str) -> None:
    answer = web.get(f"/api/v1{query}")
    assert answer.status_code == 200, answer.text
    check(description, query.partition("?")[0], "200", answer.headers["content-type"], answer.json())
    assert answer.headers["access-control-allow-origin"] == "*"


def test_examples_are_as_described(description: dict[str, Any]) -> None:
    checked = set()
    for path, methods in description["paths"].items():
        for media_type, content in methods["get"]["responses"]["200"]["content"].items():
            if "example" in content:
                check(description, path, "200", media_type, content["example"])
                checked.add(path)
    assert checked == set(description["paths"]) - {"/api", "/openapi.json"}


@pytest.mark.parametrize("query", ["/cells", "/search?limit=0", "/facets?x=1", "/places", "/?lang=de"])
def test_problems_are_as_described(web: TestClient, description: dict[str, Any], query: str) -> None:
    answer = web.get(f"/api/v1{query}")
    assert answer.status_code == 400
    check(description, query.partition("?")[0], "400", answer.headers["content-type"], answer.json())


@pytest.mark.parametrize("zoom", [3, 7.5, 14])
def test_cells_add_up(web: TestClient, house: House, zoom: float) -> None:
    found = get(web, f"/cells?bbox={CANADA}&zoom={zoom}")
    assert len(found["features"]) <= 400
    assert sum(each["properties"]["count"] for each in found["features"]) == found["numberMatched"]
    located = sum(1 for each in get(web, "/search?limit=100")["features"] if each["geometry"])
    assert found["numberMatched"] == located
    for each in found["features"]:
        lon, lat = each["geometry"]["coordinates"]
        assert -142 <= lon <= -52
        assert 41 <= lat <= 84
        assert ("slug" in each["properties"]) == (each["properties"]["count"] == 1)


def test_cells_beyond_the_radius_come_apart(web: TestClient) -> None:
    query = f"/cells?bbox={CANADA}&zoom=3&near=45.5451,-73.6202&within=5"
    inside, both = get(web, query), get(web, f"{query}&outside=true")
    assert all(each["properties"]["inside"] for each in inside["features"])
    beyond = [each["properties"] for each in both["features"] if not each["properties"]["inside"]]
    assert sum(each["count"] for each in beyond) == both["numberOutside"] > 0
    assert both["numberMatched"] == inside["numberMatched"]


def test_a_stack_names_at_most_twelve_members(web: TestClient) -> None:
    found = get(web, "/cells?bbox=-71.209,46.813,-71.207,46.815&zoom=20&demonstration=false")
    (stack,) = found["features"]
    assert stack["properties"]["count"] == 14
    assert len(stack["properties"]["members"]) == 12
    assert {"id", "slug", "name", "cause", "demonstration"} == set(stack["properties"]["members"][0])


def test_hosts_are_another_layer(web: TestClient) -> None:
    found = get(web, f"/cells?bbox={CANADA}&zoom=12&layer=hosts&cause=food")
    assert found["numberMatched"] == 2
    assert {each["properties"]["kind"] for each in found["features"]} == {"library"}


def test_search_says_why_where_and_when(web: TestClient) -> None:
    found = get(web, "/search?near=45.5461,-73.6202&within=1&cause=food&skill=CREATIVITY&demonstration=false&lang=en")
    assert found["numberMatched"] == found["numberReturned"] == 1
    (feature,) = found["features"]
    said = feature["properties"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-73.6202, 45.5451]}
    assert (said["name"], said["name_fr"], said["name_en"]) == ("The table", "la tablee", "The table")
    assert said["matched"] == {"causes": ["food"], "skills": ["CREATIVITY"], "open_needs": 1}
    assert (said["places_left"], said["places_total"], said["open_needs"]) == (5, 8, 1)
    assert said["next_meeting"] == "2026-11-24T17:30:00-05:00"
    assert said["distance_km"] == 0.111
    assert said["url"] == "https://luminance.test/initiatives/la-tablee?lang=en"
    assert (said["demonstration"], said["confirmed"], said["source"]) == (False, False, None)
    assert web.get(said["url"]).status_code == 200


def test_drafts_are_nowhere(web: TestClient) -> None:
    assert get(web, "/search?q=brouillon")["numberMatched"] == 0
    assert web.get("/initiatives/brouillon").status_code == 404


def test_online_ones_have_no_geometry(web: TestClient) -> None:
    (feature,) = get(web, "/search?cause=health&demonstration=false")["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["precision"] == "online"


def test_pages_of_a_search_lead_through_all_of_it_once(web: TestClient, house: House) -> None:
    address, seen = "/api/v1/search?limit=9&sort=name&lang=en", list[int]()
    for _ in range(20):
        found = web.get(address).json()
        seen += [each["id"] for each in found["features"]]
        links = {each["rel"]: each["href"] for each in found["links"]}
        assert links["self"].startswith("https://luminance.test/api/v1/search?")
        assert ("prev" in links) == (len(seen) > 9)
        if "next" not in links:
            break
        address = links["next"]
    everything = house.catalogue.search(Filters(sort="name"), limit=1000).hits
    assert seen == [hit.id for hit in everything]


def test_facets_are_those_of_the_catalogue(web: TestClient, house: House) -> None:
    found, facets = get(web, "/facets"), house.catalogue.facets(Filters())
    assert (found["total"], found["causes"], found["skills"]) == (
        facets.total,
        dict(facets.causes),
        dict(facets.skills),
    )
    assert found["demonstration"] == {"true": 60, "false": 16}


def test_places_are_ranked_in_the_language(web: TestClient) -> None:
    found = get(web, "/places?q=Trois-Rivieres")["places"]
    assert found[0]["name"] == "Trois-Rivières"
    assert (found[0]["kind"], found[0]["province"]) == ("city", "QC")
    assert get(web, "/places?q=h2r 1a1")["places"][0]["kind"] == "postal"
    assert get(web, "/places?q=zzzzqqqq")["places"] == []


def test_the_landing_links_answer(web: TestClient) -> None:
    for link in get(web, "/")["links"]:
        assert web.get(link["href"]).status_code == 200, link
