"""JSON-LD: parsed by an independent library, with terms that schema.org has."""

from __future__ import annotations

import json
from typing import Any

import html5lib
import pytest
from pyld import jsonld

from luminance_geo.sources import sources
from tests.unit.web.houses import card, detail, meeting, page
from tests.unit.web.test_hostile import CORPUS, hostile

S = "https://schema.org/"
CONTEXT = {
    "@context": {
        "@vocab": S,
        **{name: {"@type": "@id"} for name in ("url", "sameAs", "license", "eventStatus", "eventAttendanceMode")},
        **{name: {"@type": f"{S}DateTime"} for name in ("startDate", "endDate", "dateModified")},
    }
}
"""Stands for https://schema.org/, which the test may not fetch: the same term definitions for what is used."""

TERMS = {
    "WebPage": {"url", "name", "inLanguage", "dateModified", "mainEntity", "isPartOf", "creativeWorkStatus", "license",
                "creditText", "isBasedOn"},
    "WebSite": {"name", "url"},
    "Dataset": {"name", "description", "url"},
    "Project": {"name", "description", "url", "sameAs", "knowsAbout", "knowsLanguage", "location", "event"},
    "Event": {"name", "startDate", "endDate", "eventStatus", "eventAttendanceMode", "maximumAttendeeCapacity",
              "remainingAttendeeCapacity", "organizer", "location"},
    "Place": {"address", "geo"},
    "VirtualLocation": {"url"},
    "PostalAddress": {"streetAddress", "addressLocality", "postalCode", "addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"},
}  # fmt: skip
"""schema.org's properties of each type, of those that we use."""


def loader(url: str, options: dict[str, Any]) -> dict[str, Any]:
    assert url == "https://schema.org"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


def data(html: str) -> Any:
    root = html5lib.HTMLParser().parse(html)
    (script,) = root.iter("{http://www.w3.org/1999/xhtml}script")
    return json.loads("".join(script.itertext()))


def expanded(html: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = jsonld.expand(data(html), {"documentLoader": loader})
    return found


def triples(html: str) -> set[tuple[str, str, str]]:
    graph = jsonld.to_rdf(data(html), {"documentLoader": loader})
    return {(t["subject"]["value"], t["predicate"]["value"], t["object"]["value"]) for t in graph["@default"]}


def nodes(value: Any) -> Any:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


def test_the_page_the_initiative_and_its_meeting_are_linked() -> None:
    found = triples(page(detail()))
    here = "https://luminance.test/initiatives/la-tablee-du-mardi"
    project, event = f"{here}#initiative", f"{here}#meeting-1"
    assert (f"{here}?lang=fr", f"{S}mainEntity", project) in found
    assert (project, f"{S}name", "La tablée du mardi") in found
    assert (project, f"{S}event", event) in found
    assert (event, f"{S}startDate", "2026-11-24T17:30:00-05:00") in found
    assert (event, f"{S}remainingAttendeeCapacity", "3") in found
    assert (event, f"{S}eventAttendanceMode", f"{S}OfflineEventAttendanceMode") in found
    assert {float(o) for _, p, o in found if p == f"{S}latitude"} == {45.5451}
    assert not any("Offer" in o for _, _, o in found)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_every_term_is_of_schema_org_and_nothing_closes_the_script(text: str, language: str) -> None:
    html = page(hostile(text), language)
    script = html.split('<script type="application/ld+json">', 1)[1].split("</script>", 1)[0]
    assert not set(script) & {"<", ">", "&", "\u2028", "\u2029"}
    assert expanded(html)
    for node in nodes(data(html)["@graph"]):
        assert {name for name in node if not name.startswith("@")} <= TERMS[node["@type"]], node


def test_an_approximate_position_gives_no_coordinates() -> None:
    html = page(detail(card(precision="approximate")))
    assert not [node for node in nodes(data(html)) if node["@type"] == "GeoCoordinates"]
    assert [node for node in nodes(data(html)) if node["@type"] == "PostalAddress"]


def test_a_demonstration_and_a_source_are_said() -> None:
    code, source = next(iter(sources().items()))
    web_page = next(nodes(data(page(detail(card(demonstration=True, source=code))))["@graph"]))
    assert web_page["creativeWorkStatus"] == "Demonstration"
    assert web_page["license"] == source.licence_url
    assert web_page["isBasedOn"]["@type"] == "Dataset"


def test_online_meetings_have_a_virtual_place() -> None:
    html = page(detail(meetings=(meeting(remote=True, capacity=None, left=None),)))
    event = next(node for node in nodes(data(html)) if node["@type"] == "Event")
    assert event["location"]["@type"] == "VirtualLocation"
    assert event["eventAttendanceMode"] == f"{S}OnlineEventAttendanceMode"
    assert "maximumAttendeeCapacity" not in event
