"""The rules of OGC API – Features 1.0, core, GeoJSON, HTML and OpenAPI 3.0, held against real answers."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from shapely.geometry import box, shape
from starlette.testclient import TestClient

from luminance_geo import places
from luminance_geo.api.ogc.collections import COLLECTIONS
from luminance_geo.bootstrap import House
from luminance_geo.catalogue.filters import Filters
from tests.integration.api import ogc_rules as rules
from tests.integration.api.ogc_rules import hold, link

GEOJSON, OPENAPI = "application/geo+json", "application/vnd.oai.openapi+json;version=3.0"
QUEBEC = "-71.21,46.81,-71.20,46.82"
RESOURCES = ["/", "/api", "/conformance", "/collections", *(
    f"/collections/{name}{rest}" for name, fid in (("initiatives", 1), ("needs", 1), ("regions", "province-24"))
    for rest in ("", "/items?limit=3", f"/items/{fid}"))]  # fmt: skip


def get(web: TestClient, path: str, **headers: str) -> Any:
    answer = web.get(path if path.startswith("http") else f"/api/v1{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def everything(web: TestClient, path: str) -> list[dict[str, Any]]:
    found, address = list[dict[str, Any]](), path
    while True:
        page = get(web, address)
        assert page["numberReturned"] == len(page["features"])
        found += page["features"]
        following = [each["href"] for each in page["links"] if each["rel"] == "next"]
        if not following:
            assert len(found) == page["numberMatched"]
            return found
        (address,) = following


def ids(web: TestClient, query: str, name: str = "initiatives") -> set[Any]:
    return {each["id"] for each in everything(web, f"/collections/{name}/items?limit=50&{query}")}


def test_the_landing_page_leads_everywhere(web: TestClient) -> None:
    landing = get(web, "/")
    hold(rules.LANDING, landing)
    described = web.get(link(landing, "service-desc", OPENAPI))
    assert described.headers["content-type"] == OPENAPI
    assert web.get(link(landing, "service-doc", "text/html")).headers["content-type"].startswith("text/html")
    hold(rules.CONFORMANCE, get(web, link(landing, "conformance")))
    hold(rules.COLLECTIONS, get(web, link(landing, "data")))


def test_the_description_is_openapi_3_0(web: TestClient) -> None:
    description = get(web, "/openapi.json")
    assert description["openapi"].startswith("3.0.")
    OpenAPIV30SpecValidator(description).validate()
    assert get(web, "/api") == description
    for name in COLLECTIONS:
        taken = {each["name"]: each for each in description["paths"][f"/collections/{name}/items"]["get"]["parameters"]}
        assert taken["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}
        assert (taken["bbox"]["style"], taken["bbox"]["explode"]) == ("form", False)
        assert taken["datetime"]["schema"] == {"type": "string"}
        assert not any(each["required"] for each in taken.values())


def test_what_is_declared(web: TestClient) -> None:
    classes = get(web, "/conformance")["conformsTo"]
    assert [each.rpartition("/")[2] for each in classes] == ["core", "oas30", "html", "geojson"]


@pytest.mark.parametrize("path", RESOURCES)
def test_each_resource_is_json_and_html_with_links_to_itself_and_the_other(web: TestClient, path: str) -> None:
    own = GEOJSON if "/items" in path else OPENAPI if path == "/api" else "application/json"
    as_json = web.get(f"/api/v1{path}")
    assert as_json.headers["content-type"] == own
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    page = web.get(f"/api/v1{path}", headers=browser)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for answer in (as_json, page):
        assert "Accept" in answer.headers["vary"]
        assert answer.headers["etag"]
        assert answer.headers["access-control-allow-origin"] == "*"
    assert as_json.headers["etag"] != page.headers["etag"]
    if path != "/api":
        assert get(web, link(as_json.json(), "self", own)).keys() == as_json.json().keys()
        other = web.get(link(as_json.json(), "alternate", "text/html"), headers={"accept": GEOJSON})
        assert other.headers["content-type"].startswith("text/html")
    assert web.get(f"/api/v1{path}", headers={**browser, "if-none-match": page.headers["etag"]}).status_code == 304
    assert web.head(f"/api/v1{path}").status_code == 200


@pytest.mark.parametrize("accept", ["", "*/*", "application/json", GEOJSON, "application/geo+json, text/html;q=0.5",
                                    "image/png", "application/*", "text/html;q=x", ",;q"])  # fmt: skip
def test_programs_get_json(web: TestClient, accept: str) -> None:
    answer = web.get("/api/v1/collections/needs/items?limit=1", headers={"accept": accept})
    assert answer.headers["content-type"] == GEOJSON


def test_pages_speak_the_language_of_the_browser_and_data_the_one_asked_for(web: TestClient) -> None:
    accepted = {"accept-language": "en-CA", "accept": "text/html"}
    page = web.get("/api/v1/collections", headers=accepted)
    assert (page.headers["content-language"], "Accept-Language" in page.headers["vary"]) == ("en", True)
    assert web.get("/api/v1/collections?lang=fr", headers=accepted).headers["content-language"] == "fr"
    titles = [each["title"] for each in get(web, "/collections?lang=en")["collections"]]
    assert titles == ["Citizen initiatives", "Needs", "Regions"]
    assert get(web, "/collections", **{"accept-language": "en"})["collections"][1]["title"] == "Besoins"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_is_the_same_alone_and_in_the_list(web: TestClient, name: str) -> None:
    listed = get(web, "/collections")
    alone = get(web, f"/collections/{name}")
    hold(rules.COLLECTION, alone)
    (entry,) = (each for each in listed["collections"] if each["id"] == name)
    assert {**alone, "links": None} == {**entry, "links": None}
    for address in {link(of, "items", GEOJSON) for of in (alone, entry)}:
        page = get(web, address)
        outlined, more = page["features"][:5], page["features"][5:]  # a hundred outlines would take half a minute
        hold(rules.ITEMS, {**page, "features": [*outlined, *({**each, "geometry": None} for each in more)]})
    west, south, east, north = alone["extent"]["spatial"]["bbox"][0]
    around = box(west, south, east, north).buffer(1e-5)
    for each in everything(web, f"/collections/{name}/items?limit=1000"):
        assert each["geometry"] is None or around.covers(box(*shape(each["geometry"]).bounds))


@pytest.mark.parametrize("name", COLLECTIONS)
def test_items_and_each_item_keep_the_rules(web: TestClient, name: str) -> None:
    page = get(web, f"/collections/{name}/items?limit=4&lang=en")
    hold(rules.ITEMS, page)
    assert page["numberReturned"] == 4 < page["numberMatched"]
    assert page["timeStamp"] == "2026-11-23T17:00:00Z"
    assert "lang=en" in link(page, "next", GEOJSON)
    for each in page["features"]:
        alone = get(web, f"/collections/{name}/items/{each['id']}?lang=en")
        hold(rules.ITEM, alone)
        assert {**alone, "links": None} == {**each, "links": None}
        assert get(web, link(alone, "collection"))["id"] == name
        if name != "regions":
            assert web.get(link(alone, "related")).status_code == 200


@pytest.mark.parametrize(("name", "fid"), [
    ("initiatives", "0"), ("initiatives", "x"), ("initiatives", "99999999999999999999"), ("initiatives", "-1"),
    ("initiatives", "١"), ("needs", "999999"), ("regions", "province-99"), ("regions", "x"), ("regions", "%00"),
])  # fmt: skip
def test_what_is_not_there_is_a_404(web: TestClient, name: str, fid: str) -> None:
    answer = web.get(f"/api/v1/collections/{name}/items/{fid}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert web.get("/api/v1/collections/people/items").status_code == 404


def test_drafts_are_no_features(web: TestClient) -> None:
    slugs = {each["properties"]["slug"] for each in everything(web, "/collections/initiatives/items?limit=1000")}
    assert "la-tablee" in slugs
    assert "brouillon" not in slugs


@pytest.mark.parametrize(("given", "returned"), [("1", 1), ("1000", 76), ("1001", 76), ("999999999", 76)])
def test_a_limit_over_the_maximum_is_the_maximum(web: TestClient, given: str, returned: int) -> None:
    assert get(web, f"/collections/initiatives/items?limit={given}")["numberReturned"] == returned


BAD = [
    ("limit", "0"), ("limit", "-1"), ("limit", "x"), ("limit", "1.5"), ("after", "x"), ("after", "-1"),
    ("bbox", "1,2,3"), ("bbox", "1,2,3,4,5"), ("bbox", "1,2,3,4,5,6,7"), ("bbox", "-74,45,x,-73,46,9"),
    ("bbox", "-74,46,-73,45"), ("bbox", "-74,45,-73,91"), ("bbox", "-74,45,0,-73,44,9"),
    ("datetime", "2026"), ("datetime", "2026-12-01"), ("datetime", ".."), ("datetime", "../.."), ("datetime", "/"),
    ("datetime", "2026-12-01T00:00:00"), ("datetime", "2026-13-01T00:00:00Z"), ("datetime", "2026-02-30T00:00:00Z"),
    ("datetime", "2026-12-02T00:00:00Z/2026-12-01T00:00:00Z"), ("datetime", "2026-12-01T25:00:00Z"),
    ("datetime", "2026-12-01T00:00:00Z/2026-12-02T00:00:00Z/.."),
    ("f", "xml"), ("lang", "de"), ("cause", "x"), ("near", "zzzzqqq"), ("open", "1"), ("crs", "EPSG:3857"),
    ("bbox-crs", "x"), ("sort", "name"), ("offset", "1"), ("fbclid", "1"),
]  # fmt: skip


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize(("parameter", "value"), BAD)
def test_a_bad_value_is_refused_by_name(web: TestClient, name: str, parameter: str, value: str) -> None:
    if (name, parameter, value) == ("regions", "after", "-1"):
        value = "province-99"
    answer = web.get(f"/api/v1/collections/{name}/items", params={parameter: value})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json"), answer.text
    assert answer.json()["parameter"] == parameter
    assert answer.json()["accepted"]


@pytest.mark.parametrize("path", ["/", "/api", "/openapi.json", "/conformance", "/collections", "/collections/needs",
                                  "/collections/regions/items/province-24"])  # fmt: skip
def test_an_unknown_parameter_is_refused_everywhere(web: TestClient, path: str) -> None:
    answer = web.get(f"/api/v1{path}?x=1")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "x")


def test_a_box_keeps_what_meets_it_and_what_has_no_position(web: TestClient) -> None:
    found = everything(web, f"/collections/initiatives/items?bbox={QUEBEC}&limit=7")
    area = box(-71.21, 46.81, -71.20, 46.82)
    expected = {
        each["id"]
        for each in everything(web, "/collections/initiatives/items?limit=1000")
        if each["geometry"] is None or shape(each["geometry"]).intersects(area)
    }
    assert {each["id"] for each in found} == expected
    assert len(expected) > 14
    assert ids(web, f"bbox={QUEBEC.replace(',46.81', ',46.81,0').replace(',46.82', ',46.82,99')}") == expected
    assert ids(web, f"bbox={QUEBEC}&remote=true") == {each for each in expected if each in ids(web, "remote=true")}
    assert ids(web, f"bbox={QUEBEC}&near=46.81,-71.2&within=50") == {
        each["id"] for each in found if each["geometry"] is not None
    }


def test_a_box_across_the_antimeridian(web: TestClient) -> None:
    located = {each["id"] for each in everything(web, "/collections/initiatives/items?limit=1000") if each["geometry"]}
    assert located <= ids(web, "bbox=170,40,-50,85")
    assert not located & ids(web, "bbox=170,40,-170,85")
    assert ids(web, "bbox=170,65,-138,71&kind=province", "regions") == {"province-60"}


def test_needs_in_a_box(web: TestClient) -> None:
    found = everything(web, "/collections/needs/items?bbox=-73.63,45.54,-73.61,45.55")
    everyone = everything(web, "/collections/needs/items?limit=1000")
    area = box(-73.63, 45.54, -73.61, 45.55)
    kept = {each["id"] for each in everyone if each["geometry"] is None or shape(each["geometry"]).intersects(area)}
    assert {each["id"] for each in found} == kept != {each["id"] for each in everyone}


@pytest.mark.parametrize(("period", "mine"), [
    ("2026-11-23T17:00:00Z", True), ("2026-11-23T12:00:00-05:00", True), ("2026-11-23T17:00:00.0Z/..", True),
    ("../2026-11-23T17:00:00Z", True), ("/2026-11-23t17:00:00z", True), ("2026-11-23T17:00:01Z/", False),
    ("2020-01-01T00:00:00Z/2020-02-01T00:00:00Z", False), ("../2026-11-23T16:59:59.999999Z", False),
])  # fmt: skip
def test_initiatives_by_time_of_publication(web: TestClient, period: str, mine: bool) -> None:
    found = everything(web, f"/collections/initiatives/items?limit=1000&datetime={period.replace('+', '%2B')}")
    assert ("la-tablee" in {each["properties"]["slug"] for each in found}) == mine


def test_needs_by_the_days_until_which_they_are_asked_for(web: TestClient) -> None:
    every = everything(web, "/collections/needs/items?limit=1000")
    days = sorted(each["properties"]["until"] for each in every if each["properties"]["until"])
    assert days, "the demonstration set has needs that lapse"
    late = f"{int(days[-1][:4]) + 1}-01-02T00:00:00Z"
    assert ids(web, f"datetime={late}/..", "needs") == {
        each["id"] for each in every if each["properties"]["until"] is None
    }
    assert ids(web, "datetime=../2020-01-01T00:00:00Z", "needs") == {each["id"] for each in every}
    assert {each["id"] for each in every if (each["properties"]["until"] or "9") >= days[-1]} == ids(
        web, f"datetime={days[-1]}T12:00:00-05:00/..", "needs"
    )


@pytest.mark.parametrize("query", ["cause=food", "cause=food,nature&open=true", "remote=true", "near=H2R&within=5",
                                   "region=province-24&demonstration=false", "q=ligne", "when=2026-11-24/..",
                                   "skill=CREATIVITY", "language=en", "governance=consensus"])  # fmt: skip
def test_filters_mean_what_they_mean_in_a_search(web: TestClient, house: House, query: str) -> None:
    searched = {each["id"] for each in get(web, f"/search?limit=100&{query}")["features"]}
    assert ids(web, query) == searched
    of_needs = {each["properties"]["initiative"] for each in everything(web, f"/collections/needs/items?{query}")}
    assert of_needs <= searched


def test_needs_by_skill_place_and_initiative(web: TestClient) -> None:
    every = everything(web, "/collections/needs/items?limit=1000")
    for query, keeps in {
        "skill=CREATIVITY": lambda said: "CREATIVITY" in said["skills"],
        "open=true": lambda said: said["places_left"] > 0,
        f"initiative={every[0]['properties']['initiative']}": lambda said: (
            said["initiative"] == every[0]["properties"]["initiative"]
        ),
    }.items():
        kept = {each["id"] for each in every if keeps(each["properties"])}
        assert ids(web, query, "needs") == kept, query
        assert kept, query
    assert ids(web, "initiative=999999", "needs") == set()


def test_regions_tell_how_many_initiatives_match(web: TestClient, house: House) -> None:
    every = everything(web, "/collections/regions/items?kind=province")
    assert [each["id"] for each in every] == [each.code for each in places.regions("province")]
    counts = house.catalogue.counts_by_region("province", Filters(cause=frozenset({"food"})))
    found = everything(web, "/collections/regions/items?kind=province&cause=food")
    assert {each["id"]: each["properties"]["initiatives"] for each in found} == counts
    assert 0 < len(found) < len(every)
    assert (
        get(web, "/collections/regions/items/province-24")["properties"]["initiatives"]
        == (house.catalogue.counts_by_region("province", Filters())["province-24"])
    )


def test_outlines_turn_as_geojson_asks(web: TestClient) -> None:
    for each in everything(web, "/collections/regions/items?kind=region"):
        geometry = shape(each["geometry"])
        assert geometry.is_valid
        for polygon in getattr(geometry, "geoms", [geometry]):
            assert polygon.exterior.is_ccw
            assert not any(ring.is_ccw for ring in polygon.interiors)
