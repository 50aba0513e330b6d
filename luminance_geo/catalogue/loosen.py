"""When little or nothing answers: which filter to loosen, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from luminance_geo.catalogue.engine import RINGS_KM, Engine
from luminance_geo.catalogue.filters import Filters, When
from luminance_geo.catalogue.results import Loosened

RADII_KM = (*RINGS_KM, 250.0, 500.0, 1000.0)
WIDER_DAYS = (7, 30, 90)
_PLACES = frozenset({"near", "bbox", "region"})


def loosen(engine: Engine, filters: Filters) -> list[Loosened]:
    """The changes of one filter that give more results than now, best first.

    First the smallest wider radius and the smallest wider interval of days, then filters cleared by how many results
    that gives, then giving up on the place. Empty when no single change helps.
    """
    now = engine.count(filters)
    steps = [_first_that_helps(engine, now, "within", _wider_radii(filters))]
    steps += [_first_that_helps(engine, now, "when", _wider_days(filters))]
    found = [step for step in steps if step is not None]
    cleared = [Loosened(name, None, engine.count(filters.without(name))) for name in filters.active]
    cleared.sort(key=lambda change: (change.name in _PLACES, -change.number_matched))
    return found + [change for change in cleared if change.number_matched > now]


def _first_that_helps(engine: Engine, now: int, name: str, steps: Iterator[tuple[str, Filters]]) -> Loosened | None:
    for value, wider in steps:
        if (count := engine.count(wider)) > now:
            return Loosened(name, value, count)
    return None


def _wider_radii(filters: Filters) -> Iterator[tuple[str, Filters]]:
    for km in RADII_KM:
        if filters.within_km is not None and km > filters.within_km:
            yield f"{km:g}", replace(filters, within_km=km)


def _wider_days(filters: Filters) -> Iterator[tuple[str, Filters]]:
    if filters.when is None:
        return
    for days in WIDER_DAYS:
        when = When(_moved(filters.when.start, -days), _moved(filters.when.end, days))
        yield str(when), replace(filters, when=when)


def _moved(day: date | None, days: int) -> date | None:
    """An open end stays open; the calendar's own ends are ends too."""
    if day is None:
        return None
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
