"""An empty result says which filter to loosen, and by how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from luminance_geo.catalogue.filters import Filters, Near, When
from luminance_geo.catalogue.loosen import loosen
from luminance_geo.catalogue.results import Loosened
from luminance_geo.catalogue.rows import Entry
from tests.unit.catalogue.brute import Maker, World

CENTRE = Near("45,-73", 45.0, -73.0)
FAR = World([Entry(i, f"i-{i}", "Nom", None, causes=("food",), lat=45.2, lon=-73.0) for i in range(1, 13)], [], [])


def test_none_within_5_km_and_twelve_within_25() -> None:
    changes = loosen(FAR.engine(), Filters(near=CENTRE, within_km=5))
    assert changes == [Loosened("within", "25", 12), Loosened("near", None, 12)]


def test_the_cause_that_nobody_has_is_cleared_before_the_place() -> None:
    changes = loosen(FAR.engine(), Filters(near=CENTRE, cause=frozenset({"nature"})))
    assert changes == [Loosened("cause", None, 12)]


def test_nothing_helps_when_two_filters_must_go() -> None:
    assert loosen(FAR.engine(), Filters(q="zzz", cause=frozenset({"nature"}))) == []


def test_every_change_gives_what_it_says_and_more_than_now() -> None:
    given = 0
    for seed in range(150):
        maker = Maker(seed)
        world, f = maker.world(20), maker.filters()
        for change in loosen(world.engine(), f):
            looser = {
                "within": lambda f, value: replace(f, within_km=float(value)),
                "when": lambda f, value: replace(f, when=When(*map(_day, value.split("/")))),
            }
            wider = looser[change.name](f, change.value) if change.value else f.without(change.name)
            assert change.number_matched == world.count(wider) > world.count(f)
            given += 1
    assert given > 100


def _day(text: str) -> date | None:
    return None if text == ".." else date.fromisoformat(text)
