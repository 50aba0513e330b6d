"""Eight processes, twenty places: stored exactly twenty, every time; and a control that shows that the race is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from luminance_geo.database import make_engine, reading, writing
from luminance_geo.signups import queries
from luminance_geo.signups.model import SignUpState
from tests.integration.signups.racers import RACERS, TRIES, Racers, need_for_race, racing
from tests.integration.signups.seeds import counts, stored

PLACES = 20


@pytest.fixture(scope="module")
def racers_of(server: object) -> Iterator[tuple[str, Racers]]:
    """A database and the processes that race on it, once for the module."""
    url = server.create(True)  # type: ignore[attr-defined]
    with racing(url) as racers:
        yield url, racers


@pytest.fixture
def race(racers_of: tuple[str, Racers]) -> Iterator[tuple[str, Racers, Engine]]:
    engine = make_engine(racers_of[0])
    yield (*racers_of, engine)
    engine.dispose()


def rounds(race: tuple[str, Racers, Engine], count: int) -> None:
    url, racers, engine = race
    for _ in range(count):
        ref = need_for_race(url, PLACES)
        states = Counter(state for answer in racers.run("take", ref) for state in answer)
        assert states == {"held": PLACES, "waiting": RACERS * TRIES - PLACES}
        assert counts(engine, ref) == (PLACES, PLACES, RACERS * TRIES - PLACES)
        line = [row for row in stored(engine, ref) if row.state is SignUpState.WAITING]
        assert [row.place_in_line for row in line] == list(range(1, len(line) + 1))


def test_twenty_places_are_twenty(race: tuple[str, Racers, Engine]) -> None:
    rounds(race, 10)


@pytest.mark.thorough
@pytest.mark.timeout(1200)
def test_twenty_places_are_twenty_a_hundred_times(race: tuple[str, Racers, Engine]) -> None:
    rounds(race, 100)


def test_one_form_sent_eight_times_at_once_is_one_sign_up(race: tuple[str, Racers, Engine]) -> None:
    url, racers, engine = race
    for _ in range(3):
        ref = need_for_race(url, PLACES)
        assert len(set(racers.run("same", ref))) == 1
        assert counts(engine, ref) == (1, 1, 0)


def test_people_who_come_and_go_leave_no_place_idle(race: tuple[str, Racers, Engine]) -> None:
    url, racers, engine = race
    ref = need_for_race(url, 5)
    racers.run("churn", ref)
    taken, counted, waiting = counts(engine, ref)
    assert taken == counted
    assert taken == 5 or not waiting
    with reading(engine) as session:
        assert queries.miscounted(session) == []


def test_without_the_guard_places_are_sold_twice(race: tuple[str, Racers, Engine]) -> None:
    """The control, last: it leaves the database of this module without its CHECK."""
    url, racers, engine = race
    if engine.dialect.name == "postgresql":
        with writing(engine) as session:
            session.execute(text("ALTER TABLE need DROP CONSTRAINT need_taken"))
    for _ in range(20):
        ref = need_for_race(url, PLACES)
        racers.run("unguarded", ref)
        if counts(engine, ref)[1] > PLACES:
            return
    pytest.fail("the control did not oversell in 20 rounds: this machine does not race")
