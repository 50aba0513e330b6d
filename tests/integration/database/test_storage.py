"""What both databases must do alike: aware times, constraints, writers that queue, a revision that moves."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import select

from luminance_geo.database import bump_revision, reading, revision, writing
from luminance_geo.ecosystem.model import Actor
from luminance_geo.initiatives.model import Initiative, Need, Precision, State
from luminance_geo.meetings.model import Meeting

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


def initiative(**fields: Any) -> Initiative:
    return Initiative(**({"slug": "x", "name_fr": "Nom", "created_at": NOW, "updated_at": NOW} | fields))


def stored(engine: Engine, **fields: Any) -> int:
    with writing(engine) as session:
        row = initiative(**fields)
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def test_times_come_back_aware_and_equal(engine: Engine) -> None:
    local = NOW.astimezone(ZoneInfo("America/St_Johns"))
    stored(engine, created_at=local)
    with reading(engine) as session:
        row = session.exec(select(Initiative)).one()
        assert row.created_at == NOW
        assert row.created_at.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="times must be aware"):
        stored(engine, created_at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_codes_are_stored_as_they_are_written(engine: Engine) -> None:
    stored(engine, state=State.PUBLISHED, precision=Precision.APPROXIMATE)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT state, precision FROM initiative")).one() == ("published", "approximate")


@pytest.mark.parametrize(
    "fields",
    [
        {"name_fr": None},
        {"lat": 45.0},
        {"lat": 95.0, "lon": 0.0},
        {"lat": 45.0, "lon": 200.0},
        {"source": "a", "source_id": "1"},
        {"slug": "taken"},
    ],
    ids=str,
)
def test_an_impossible_initiative_is_refused(engine: Engine, fields: dict[str, Any]) -> None:
    stored(engine, slug="taken", source="a", source_id="1")
    with pytest.raises(IntegrityError):
        stored(engine, **fields)


@pytest.mark.parametrize("sql", ["UPDATE initiative SET state = 'gone'", "UPDATE initiative SET precision = 'vague'"])
def test_an_unknown_code_is_refused(engine: Engine, sql: str) -> None:
    stored(engine)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(sql))


@pytest.mark.parametrize("fields", [{"capacity": 0}, {"taken": 4}, {"taken": -1}, {"title_fr": None}], ids=str)
def test_an_impossible_need_is_refused(engine: Engine, fields: dict[str, Any]) -> None:
    key = stored(engine)
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add(Need(**({"initiative_id": key, "title_fr": "Aide", "capacity": 3} | fields)))


@pytest.mark.parametrize(
    "fields",
    [{"ends_at": NOW - timedelta(hours=1)}, {"capacity": 0}, {"capacity": 2, "taken": 3}, {"lat": 45.0}, {"taken": -1}],
    ids=str,
)
def test_an_impossible_meeting_is_refused(engine: Engine, fields: dict[str, Any]) -> None:
    key = stored(engine)
    whole = {"initiative_id": key, "starts_at": NOW, "ends_at": NOW, "time_zone": "America/Toronto"}
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add(Meeting(**(whole | fields)))


def test_a_need_belongs_to_an_initiative_and_goes_with_it(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add(Need(initiative_id=1, title_fr="Aide", capacity=1))
    key = stored(engine)
    with writing(engine) as session:
        session.add(Need(initiative_id=key, title_fr="Aide", capacity=1))
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM initiative"))
        assert connection.scalar(text("SELECT count(*) FROM need")) == 0


def test_an_actor_has_a_name_and_a_whole_position(engine: Engine) -> None:
    for fields in ({"name_fr": None}, {"lat": 45.0}):
        with pytest.raises(IntegrityError), writing(engine) as session:
            session.add(Actor(**({"slug": "a", "kind": "library", "name_fr": "B", "created_at": NOW} | fields)))


def test_work_that_fails_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add_all([initiative(slug="good"), initiative(slug="bad", name_fr=None)])
    with reading(engine) as session:
        assert session.exec(select(Initiative)).all() == []


def _bump_and_fail(engine: Engine) -> None:
    with writing(engine) as session:
        bump_revision(session)
        session.add(initiative())


def test_the_revision_moves_with_its_change_only(engine: Engine) -> None:
    with reading(engine) as session:
        assert revision(session) == 0
    with writing(engine) as session:
        bump_revision(session)
    stored(engine)
    with pytest.raises(IntegrityError):
        _bump_and_fail(engine)
    with reading(engine) as session:
        assert revision(session) == 1


def test_writers_queue_and_none_is_lost(engine: Engine) -> None:
    """Each reads, then writes: without IMMEDIATE, SQLite refuses the second one at once."""
    start = threading.Barrier(4)

    def work(_: int) -> None:
        start.wait()
        for _ in range(10):
            with writing(engine) as session:
                revision(session)
                bump_revision(session)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    with reading(engine) as session:
        assert revision(session) == 40


def test_a_reader_sees_one_state_while_another_writes(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(initiative())
        session.flush()
        with reading(engine) as other:
            assert other.exec(select(Initiative)).all() == []
