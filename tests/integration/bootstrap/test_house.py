"""A database is prepared once, whoever starts first; the house then answers what faces ask."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from sqlmodel import Session, select

from luminance_geo import bootstrap
from luminance_geo.bootstrap import House, open_house, prepare
from luminance_geo.catalogue.blocks import tools
from luminance_geo.database import bump_revision, make_engine, reading, writing
from luminance_geo.errors import InvalidFilter, NotReady, UnknownPlace
from luminance_geo.i18n import Bilingual
from luminance_geo.initiatives.model import Initiative, Need, State
from luminance_geo.meetings.model import Meeting
from luminance_geo.settings import Settings

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
PREPARE = """
import sys
from luminance_geo.bootstrap import prepare
from luminance_geo.settings import Settings
prepare(Settings(database_url=sys.argv[1]))
"""


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    made = open_house(Settings(database_url=database_url), clock=lambda: NOW, refresh=False)
    yield made
    made.close()


def add(house: House, slug: str = "atelier", **fields: object) -> int:
    values: dict[str, object] = {
        "slug": slug, "state": State.PUBLISHED, "name_fr": "Atelier", "name_fr_at": NOW, "created_at": NOW,
        "updated_at": NOW, "published_at": NOW, "causes": ["repair"], "lat": 45.5, "lon": -73.6,
    }  # fmt: skip
    with writing(house.engine) as session:
        row = Initiative(**(values | fields))
        session.add(row)
        session.flush()
        bump_revision(session)
        assert row.id is not None
        return row.id


def meeting(session: Session, key: int, days: float, **fields: object) -> None:
    start = NOW + timedelta(days=days)
    whole = {"starts_at": start, "ends_at": start + timedelta(hours=2), "time_zone": "America/Toronto"}
    session.add(Meeting(initiative_id=key, title_fr=f"{days:+}", **(whole | fields)))


def test_an_unprepared_database_says_what_to_run(empty_url: str) -> None:
    with pytest.raises(NotReady, match="Run luminance serve once"):
        open_house(Settings(database_url=empty_url))


def test_a_first_start_brings_registers_and_demonstration_and_a_second_one_nothing(empty_url: str) -> None:
    settings, told = Settings(database_url=empty_url), list[tuple[str, float]]()
    prepare(settings, clock=lambda: NOW, progress=lambda message, share: told.append((message, share)))
    assert told[-1] == ("Ready", 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)
    house = open_house(settings, clock=lambda: NOW, refresh=False)
    counts = house.counts()
    assert (counts.demonstration, counts.published) == (2000, 2000 + counts.register)
    assert counts.register > 1000
    assert counts.hosts > 6000
    assert house.catalogue.count() == counts.published
    revision = house.catalogue.revision
    house.close()
    prepare(settings, clock=lambda: NOW)
    again = open_house(settings, clock=lambda: NOW, refresh=False)
    assert again.catalogue.revision == revision
    again.close()


def test_an_empty_start_has_no_demonstration_then_or_later(empty_url: str) -> None:
    settings = Settings(database_url=empty_url)
    for demonstration in (False, True):
        prepare(settings, demonstration=demonstration, clock=lambda: NOW)
    house = open_house(settings, refresh=False)
    assert house.counts().demonstration == 0
    house.close()


def test_two_processes_may_start_at_once(empty_url: str) -> None:
    def start(_: int) -> str:
        command = [sys.executable, "-c", PREPARE, empty_url]
        return subprocess.run(command, check=False, capture_output=True, text=True).stderr

    with ThreadPoolExecutor(2) as pool:
        assert [error for error in pool.map(start, range(2)) if error] == []
    engine = make_engine(empty_url)
    with reading(engine) as session:
        slugs = list(session.exec(select(Initiative.slug).where(Initiative.demonstration)))
    engine.dispose()
    assert len(slugs) == len(set(slugs)) == 2000


def test_an_aged_demonstration_moves_forward_on_a_start(empty_url: str) -> None:
    settings, later = Settings(database_url=empty_url), NOW + timedelta(days=400)
    prepare(settings, clock=lambda: NOW)
    prepare(settings, clock=lambda: later)
    engine = make_engine(empty_url)
    with reading(engine) as session:
        assert min(session.exec(select(Meeting.starts_at))) > later
    engine.dispose()


def test_filters_are_resolved_and_refused_by_name(house: House) -> None:
    filters = house.parse_filters({"near": "Trois-Rivieres", "within": "25", "cause": "food", "region": "mrc-371"})
    assert filters.near is not None
    assert abs(filters.near.lat - 46.35) < 0.1
    with pytest.raises(UnknownPlace) as unknown:
        house.parse_filters({"near": "Xyzzyville"})
    assert unknown.value.parameter == "near"
    with pytest.raises(InvalidFilter) as region:
        house.parse_filters({"region": "mrc-000"})
    assert region.value.parameter == "region"


def test_cards_come_in_the_order_asked_without_what_is_not_published(house: House) -> None:
    one, two = add(house, "un"), add(house, "deux", name_fr=None, name_en="Two", name_en_at=NOW)
    draft = add(house, "trois", state=State.DRAFT)
    cards = house.cards([two, draft, 999, one])
    assert [card.id for card in cards] == [two, one]
    assert cards[0].name == Bilingual(None, "Two", NOW, NOW)
    assert house.detail("trois") is house.detail("rien") is None


def test_a_register_entry_has_no_figures(house: House) -> None:
    (card,) = house.cards([add(house, source="x", source_id="1")])
    assert (card.places_left, card.places_total, card.open_needs, card.next_meeting) == (None, None, 0, None)
    assert not card.confirmed


def test_places_are_those_of_current_needs_and_coming_meetings(house: House) -> None:
    key = add(house)
    with writing(house.engine) as session:
        for skills, taken, until in (
            (["LABOUR"], 1, None),
            (["WEB"], 3, date(2026, 11, 23)),
            (["LEGAL"], 0, date(2026, 11, 22)),
        ):
            session.add(Need(initiative_id=key, title_fr="Aide", skills=skills, capacity=3, taken=taken, until=until))
        meeting(session, key, -3, capacity=50)
        meeting(session, key, 9)
        meeting(session, key, 2, capacity=10, taken=4)
        meeting(session, key, 1, cancelled_at=NOW)
    (card,) = house.cards([key])
    assert (card.places_left, card.places_total, card.open_needs) == (2 + 0 + 6, 3 + 3 + 10, 1)
    assert card.skills == ("LABOUR", "WEB")
    assert card.next_meeting is not None
    assert (card.next_meeting.title.fr, card.next_meeting.left) == ("+2", 6)
    detail = house.detail("atelier")
    assert detail is not None
    assert [one.title.fr for one in detail.meetings] == ["+2", "+9", "-3"]
    assert [need.left for need in detail.needs] == [2, 0, 3]


def test_a_meeting_under_way_is_still_the_next(house: House) -> None:
    key = add(house)
    with writing(house.engine) as session:
        meeting(session, key, -0.05)
    assert house.cards([key])[0].next_meeting is not None


def test_the_sitemap_is_paged_without_demonstration(house: House) -> None:
    keys = [add(house, f"n{number}", demonstration=number == 2) for number in range(5)]
    first = house.published_slugs(limit=2)
    assert [slug for _, slug, _ in first] == ["n0", "n1"]
    rest = house.published_slugs(after_id=first[-1][0])
    assert [slug for _, slug, _ in rest] == ["n3", "n4"]
    assert [key for key, _, _ in house.published_slugs(demonstration=True)] == keys
    assert first[0][2] == NOW


@pytest.mark.parametrize(("from_", "name"), [(1, "compiled"), (2, "numpy")])
def test_a_large_catalogue_is_compiled_aside(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch, from_: int, name: str
) -> None:
    add(house)
    started: list[Thread | None] = []
    monkeypatch.setattr(tools, "_ready", [tools.NUMPY])
    monkeypatch.setattr(tools, "_aside", [])
    monkeypatch.setattr(bootstrap, "compile_aside", lambda: started.append(tools.compile_aside()))
    open_house(Settings(database_url=database_url, compile_from=from_), clock=lambda: NOW).close()
    for thread in filter(None, started):
        thread.join()
    assert tools.ready().name == name
