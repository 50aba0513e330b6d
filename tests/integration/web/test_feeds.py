"""`/feeds/initiatives.atom`: what it lists, in which order, to whom it answers 400, and when 304."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import feedparser
import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from luminance_geo.bootstrap import House, open_house
from luminance_geo.database import bump_revision, make_engine, writing
from luminance_geo.initiatives.model import Initiative, State
from luminance_geo.settings import Settings
from luminance_geo.web import web_routes
from luminance_geo.web.atom import ATOM
from luminance_geo.web.feeds import MOST
from luminance_geo.web.urls import FEED, FEED_FILTERS
from tests.integration.conftest import Server

BASE = "https://luminance.example.org"
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
A = f"{{{ATOM}}}"
GARDENS = 60


def initiative(slug: str, minutes: int, **fields: object) -> Initiative:
    """Published `minutes` before now."""
    at = NOW - timedelta(minutes=minutes)
    made = {
        "slug": slug, "state": State.PUBLISHED, "name_fr": f"Le {slug}", "causes": ["nature"], "languages": ["fr"],
        "regions": ["province-24"], "created_at": at, "updated_at": at, "published_at": at, **fields,
    }  # fmt: skip
    return Initiative.model_validate(made)


@pytest.fixture
def house(server: Server) -> Iterator[House]:
    """Sixty gardens, one table that was edited since, a draft, and a made-up one."""
    url = server.create(True)
    engine = make_engine(url)
    with writing(engine) as session:
        session.add_all(initiative(f"jardin-{n}", n + 10, lat=46.8 + n / 100, lon=-71.2) for n in range(GARDENS))
        session.add(
            initiative(
                "tablée & fêtes", 5, name_en="The table", summary_fr="On mijote.", causes=["food", "commons"],
                lat=45.5451234567, lon=-73.6202, updated_at=NOW - timedelta(minutes=1),
            )
        )  # fmt: skip
        session.add(initiative("brouillon", 0, state=State.DRAFT))
        session.add(initiative("invention", 3, causes=["health"], demonstration=True))
        bump_revision(session)
    engine.dispose()
    settings = Settings(database_url=url, public_url=BASE, mail_from="bonjour@example.org")
    made = open_house(settings, clock=lambda: NOW, refresh=False)
    yield made
    made.close()


@pytest.fixture
def web(house: House) -> TestClient:
    return TestClient(Starlette(routes=web_routes(house)), base_url=BASE)


def parsed(web: TestClient, query: str = "") -> feedparser.FeedParserDict:
    """The feed as a reader sees it; what it cannot parse strictly fails."""
    answer = web.get(f"{FEED}?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml"
    read = feedparser.parse(answer.content, response_headers={"content-type": "application/atom+xml; charset=utf-8"})
    assert read.bozo is False
    assert read.version == "atom10"
    return read


def test_the_newest_come_first_and_no_more_than_fifty(web: TestClient) -> None:
    read = parsed(web, "lang=fr")
    slugs = [entry.link.partition("/initiatives/")[2].partition("?")[0] for entry in read.entries]
    assert slugs[:4] == ["invention", "tabl%C3%A9e%20%26%20f%C3%AAtes", "jardin-0", "jardin-1"]
    assert len(slugs) == MOST
    assert "brouillon" not in slugs


def test_an_entry_says_what_a_reader_and_a_map_need(web: TestClient) -> None:
    (entry,) = parsed(web, "cause=food&lang=fr").entries
    assert entry.title == "Le tablée & fêtes"
    assert entry.summary == "On mijote."
    assert entry.link == f"{BASE}/initiatives/tabl%C3%A9e%20%26%20f%C3%AAtes?lang=fr"
    assert entry.published == "2026-11-23T16:55:00Z"
    assert entry.updated == "2026-11-23T16:59:00Z"
    assert [(tag.term, tag.label) for tag in entry.tags] == [
        ("food", "Tables et cuisines"), ("commons", "Vie de quartier et communs"),
    ]  # fmt: skip
    assert entry.where == {"type": "Point", "coordinates": (-73.6202, 45.545123)}


def test_the_feed_names_itself_and_its_page_with_the_same_filters(web: TestClient) -> None:
    feed = parsed(web, "lang=en&near=45.5,-73.6&within=30&cause=food&bbox=-80,40,-60,50&q=").feed
    links = {link.rel: link.href for link in feed.links}
    kept = "lang=en&cause=food&near=45.5,-73.6&within=30"
    assert links == {"self": f"{BASE}{FEED}?{kept}&bbox=-80,40,-60,50", "alternate": f"{BASE}/?{kept}"}
    assert feed.updated == "2026-11-23T16:59:00Z"
    assert feed.author == "Luminance"
    assert feed.language == "en"


def test_ids_stay_when_names_languages_and_addresses_change(web: TestClient, house: House) -> None:
    before = parsed(web, "cause=food&lang=fr").entries[0].id
    with writing(house.engine) as session:
        row = session.exec(select(Initiative).where(Initiative.name_en == "The table")).one()
        row.slug, row.name_fr = "autre-adresse", "Autre nom"
        number = row.id
        bump_revision(session)
    house.catalogue.refresh()
    elsewhere = TestClient(web.app, base_url="http://127.0.0.1:8501")
    after = parsed(elsewhere, "cause=food&lang=en").entries[0]
    assert after.id == before == f"tag:example.org,2026:initiatives/{number}"
    assert "autre-adresse" in after.link


def test_what_is_in_the_other_language_says_so(web: TestClient) -> None:
    root = ET.fromstring(web.get(f"{FEED}?cause=food&lang=en").content)
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.get(lang) == "en"
    entry = root.find(f"{A}entry")
    assert entry is not None
    said = {tag: entry.find(f"{A}{tag}") for tag in ("title", "summary")}
    assert {tag: each.get(lang) for tag, each in said.items() if each is not None} == {"title": "en", "summary": "fr"}


def test_a_made_up_initiative_says_so_and_can_be_left_out(web: TestClient) -> None:
    (made_up,) = parsed(web, "demonstration=true&lang=fr").entries
    assert made_up.title == "Le invention (démonstration)"
    assert "demonstration" in [tag.term for tag in made_up.tags]
    assert "where" not in made_up
    assert not [each for each in parsed(web, "demonstration=false").entries if "démonstration" in each.title]


def test_a_feed_without_entries_is_still_a_feed(web: TestClient) -> None:
    read = parsed(web, "cause=elders")
    assert read.entries == []
    assert read.feed.updated == "2026-11-23T00:00:00Z"


@pytest.mark.parametrize(
    ("query", "parameter", "accepted"),
    [
        ("fbclid=x", "fbclid", [*FEED_FILTERS, "lang"]),
        ("sort=name", "sort", [*FEED_FILTERS, "lang"]),
        ("cause=food&cause=nature", "cause", None),
        ("lang=de", "lang", ["fr", "en"]),
        ("open=perhaps", "open", None),
        ("near=nowhere-at-all-xyz", "near", None),
        ("within=-3&near=45,-73", "within", None),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(
    web: TestClient, query: str, parameter: str, accepted: list[str] | None
) -> None:
    answer = web.get(f"{FEED}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["status"], told["parameter"]) == (400, parameter)
    assert told["detail"]
    assert told.get("accepted") == accepted


def test_an_unknown_cause_lists_the_known_ones_in_the_language_asked(web: TestClient) -> None:
    told = web.get(f"{FEED}?cause=foood&lang=en").json()
    assert "nature" in told["accepted"]
    assert told["title"] == "This parameter cannot be used"


def test_a_feed_held_already_is_not_sent_again_until_it_changes(web: TestClient, house: House) -> None:
    first = web.get(FEED)
    tag = first.headers["etag"]
    again = web.get(FEED, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert web.get(f"{FEED}?lang=en", headers={"If-None-Match": tag}).status_code == 200
    with writing(house.engine) as session:
        session.add(initiative("neuf", 0))
        bump_revision(session)
    house.catalogue.refresh()
    assert web.get(FEED, headers={"If-None-Match": tag}).status_code == 200


def test_other_sites_may_read_it_and_it_runs_nothing(web: TestClient) -> None:
    answer = web.head(FEED)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
