"""The catalogue follows its database: any process may change it; answers move from one whole revision to the next."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

import luminance_geo as lg
from luminance_geo.catalogue.catalogue import Catalogue
from luminance_geo.catalogue.filters import Filters, When
from luminance_geo.catalogue.results import Label
from luminance_geo.database import bump_revision, writing
from luminance_geo.errors import NotReady
from luminance_geo.initiatives.model import Initiative, Need, State
from luminance_geo.meetings.model import Meeting

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
PUBLISH = """
import sys, time
from datetime import UTC, datetime
from luminance_geo.database import bump_revision, make_engine, writing
from luminance_geo.initiatives.model import Initiative, State
with writing(make_engine(sys.argv[1])) as session:
    now = datetime.now(UTC)
    row = Initiative(slug="of-another", name_fr="D’ailleurs", state=State.PUBLISHED, created_at=now, updated_at=now)
    session.add(row)
    bump_revision(session)
print(time.time())
"""


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def initiative(slug: str, **fields: object) -> Initiative:
    values: dict[str, object] = {
        "name_fr": "Nom", "state": State.PUBLISHED, "created_at": NOW, "updated_at": NOW, "published_at": NOW,
        "lat": 45.5, "lon": -73.6, "causes": ["food", "nature"], "regions": ["province-24", "mrc-66"],
    }  # fmt: skip
    return Initiative(slug=slug, **(values | fields))


def add(engine: Engine, *rows: Initiative | Need | Meeting) -> list[int]:
    with writing(engine) as session:
        session.add_all(rows)
        session.flush()
        bump_revision(session)
        return [row.id or 0 for row in rows]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def catalogue(engine: Engine, clock: Clock) -> Iterator[Catalogue]:
    made = Catalogue(engine, clock=clock, refresh_seconds=0.1)
    yield made
    made.stop()


def test_only_what_is_published_is_found(engine: Engine, catalogue: Catalogue) -> None:
    assert (catalogue.revision, len(catalogue)) == (0, 0)
    others = [initiative(state.value, state=state) for state in State if state is not State.PUBLISHED]
    *_, shown = add(engine, *others, initiative("shown"))
    assert catalogue.refresh()
    assert [hit.id for hit in catalogue.search().hits] == [shown]
    assert catalogue.label(shown) == Label(shown, "shown", "Nom", None, "food", False)
    assert catalogue.label(shown - 1) is None
    assert not catalogue.refresh(), "nothing changed since"


def test_every_field_comes_through_the_database(engine: Engine, catalogue: Catalogue) -> None:
    (id_,) = add(
        engine,
        initiative(
            "a", name_en="Kitchen", summary_fr="Été", locality="Val-d’Or", languages=["fr"], governance="consensus",
            sharing="members", demonstration=True, remote=True, time_zone="America/Toronto",
        ),
    )  # fmt: skip
    add(
        engine,
        Need(initiative_id=id_, title_fr="Aide", skills=["FRIENDLY"], capacity=2, taken=1, until=date(2026, 11, 23)),
        Meeting(initiative_id=id_, starts_at=NOW, ends_at=NOW + timedelta(hours=1), time_zone="America/Toronto"),
    )
    add(
        engine,
        Meeting(
            initiative_id=id_, starts_at=NOW + timedelta(days=9), ends_at=NOW + timedelta(days=9),
            time_zone="America/Toronto", cancelled_at=NOW,
        ),
    )  # fmt: skip
    catalogue.refresh()
    found = [
        {"cause": "nature"}, {"skill": "FRIENDLY"}, {"region": "mrc-66"}, {"language": "fr"},
        {"governance": "consensus"},
        {"sharing": "members"}, {"demonstration": "true"}, {"remote": "true"}, {"open": "true"}, {"when": "2026-11-23"},
        {"q": "kitchen ete val"}, {"bbox": "-74,45,-73,46"},
    ]  # fmt: skip
    missed = [{"cause": "health"}, {"when": "2026-12-02"}, {"demonstration": "false"}, {"language": "en"}]

    def count(query: dict[str, str]) -> int:
        return catalogue.count(Filters.parse(query, resolve=lambda text: pytest.fail(text)))

    assert [query for query in found if count(query) != 1] == []
    assert [query for query in missed if count(query) != 0] == []
    assert catalogue.search().hits[0].matched.open_needs == 1


def test_a_change_of_another_process_is_found_within_two_seconds(engine: Engine) -> None:
    found: list[float] = []
    changed = threading.Event()

    def note() -> None:
        found.append(time.time())
        changed.set()

    with Catalogue(engine, followers=(note,)) as catalogue:
        url = engine.url.render_as_string(hide_password=False)
        other = [sys.executable, "-c", PUBLISH, url]
        ran = subprocess.run(other, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3])
        assert changed.wait(10)
        assert found[0] - float(ran.stdout) < 2, "counted from the other's commit"
        assert catalogue.count(Filters(q="ailleurs")) == 1


def test_a_meeting_that_ends_and_a_clock_set_back_change_the_answer(
    engine: Engine, catalogue: Catalogue, clock: Clock
) -> None:
    (id_,) = add(engine, initiative("a"))
    add(
        engine, Meeting(initiative_id=id_, starts_at=NOW, ends_at=NOW + timedelta(hours=1), time_zone="America/Toronto")
    )
    catalogue.refresh()
    is_open, before = Filters(open=True), catalogue.version
    assert catalogue.count(is_open) == 1
    clock.now += timedelta(hours=1)
    assert catalogue.refresh()
    assert (catalogue.count(is_open), catalogue.count(Filters(when=When(NOW.date(), None)))) == (0, 1)
    assert catalogue.version != before, "an ETag made from it moves too"
    clock.now -= timedelta(hours=1)
    assert catalogue.refresh()
    assert (catalogue.count(is_open), catalogue.version) == (1, before)


def test_readers_see_one_whole_revision_while_it_changes(engine: Engine, catalogue: Catalogue) -> None:
    """Each change adds two: an odd count, or a count that is not of its revision, would be half a change."""
    done, wrong = threading.Event(), []

    def read() -> None:
        while not done.is_set():
            facets = catalogue.facets()
            if facets.total != 2 * facets.revision or sum(facets.demonstration.values()) != facets.total:
                wrong.append(facets)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(6):
        add(engine, initiative(f"a{turn}"), initiative(f"b{turn}"))
        catalogue.refresh()
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert catalogue.count() == 12


def test_a_failing_refresh_is_said_and_tried_again(
    engine: Engine, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    failed, back = threading.Event(), threading.Event()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            failed.set()

    logger, listener = logging.getLogger("luminance_geo.catalogue.catalogue"), Listener(level=logging.ERROR)
    logger.addHandler(listener)
    catalogue = Catalogue(engine, clock=clock, refresh_seconds=0.02, followers=(back.set,))
    try:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE revision RENAME TO gone"))
        catalogue.start()
        assert failed.wait(10)
        assert catalogue.search().number_matched == 0, "it goes on answering"
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE gone RENAME TO revision"))
        add(engine, initiative("a"))
        assert back.wait(10)
        assert catalogue.count() == 1
    finally:
        catalogue.stop()
        logger.removeHandler(listener)
    assert "stays at revision 0" in caplog.text
    assert catalogue.last_error is None


def test_stopping_ends_the_thread_and_starting_twice_makes_one(catalogue: Catalogue) -> None:
    def running() -> int:
        return sum(thread.name == "catalogue-refresh" for thread in threading.enumerate())

    catalogue.start()
    catalogue.start()
    assert running() == 1
    catalogue.stop()
    catalogue.stop()
    assert running() == 0


def test_a_geodataframe_for_notebooks(engine: Engine, catalogue: Catalogue) -> None:
    ids = add(
        engine, initiative("here"), initiative("online", lat=None, lon=None, remote=True), initiative("b", causes=[])
    )
    catalogue.refresh()
    frame = catalogue.to_geodataframe(Filters(sort="name"))
    assert frame.index.tolist() == ids
    assert frame.crs.to_epsg() == 4326
    assert frame.columns.tolist() == ["slug", "name_fr", "name_en", "cause", "demonstration", "geometry"]
    assert (frame.geometry.iloc[0].x, frame.geometry.iloc[0].y) == (-73.6, 45.5)
    assert frame.geometry.isna().tolist() == [False, True, False]


def test_opening_by_address(engine: Engine) -> None:
    add(engine, initiative("a"))
    with lg.open_catalogue(engine.url.render_as_string(hide_password=False)) as catalogue:
        assert catalogue.count(lg.Filters(cause=frozenset({"food"}))) == 1


def test_a_database_without_tables_is_not_ready(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="luminance serve"):
        lg.open_catalogue(f"sqlite:///{tmp_path / 'empty.sqlite'}")


def test_pages_must_start_at_zero(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="start at 0"):
        catalogue.search(offset=-1)
