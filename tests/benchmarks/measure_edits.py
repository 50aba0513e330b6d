"""Measures what edits cost at a million and prints it; asserts nothing.

Run `python -m tests.benchmarks.measure_edits [--size N] [--rounds N] [--folder F]`. In one process, with a made-up
country in a database of its own:

    edit to searchable    from the commit of a new name to the first search that finds it; floor 50 ms
    cells while …         medians and 95th percentiles of map views: idle, while edits come, while the overlay is
                          merged, while everything is read anew; floor: 3 times the idle p95. The edits that fill the
                          overlay are written before, and the merge is held back until then
"""

from __future__ import annotations

import argparse
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from unittest import mock

from luminance_geo.bootstrap import House, open_house
from luminance_geo.catalogue import catalogue
from luminance_geo.catalogue.filters import Filters
from luminance_geo.database import bump_revision, writing
from luminance_geo.initiatives.model import Initiative
from luminance_geo.settings import Settings
from tests.benchmarks.peers.population import Population
from tests.benchmarks.peers.workload import Question, questions
from tests.benchmarks.serving import country, say, say_line, say_load

_QUESTIONS = 200
_IDLE_S = 10.0
_PAUSE_S = 0.2
_WARM = 20
_PATIENCE_S = 120.0
_MERGE = "catalogue-merge"
"""The name of the thread that makes overlay and sealed rows one again."""
_COMPILING = "compile the index"
"""The name of the thread that compiles at the start, where the extra is installed."""
_STEP = 500
"""Initiatives that one transaction changes when many are."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--many", type=int, default=3_000, help="edits that fill the overlay until it is merged")
    parser.add_argument("--folder", help="where the database of the made-up country is kept")
    given = parser.parse_args()
    with country(given.size, given.folder) as (folder, population):
        assert population is not None
        began = time.perf_counter()
        house = open_house(Settings(data_dir=folder))
        say("opening the catalogue (s)", [time.perf_counter() - began])
        try:
            _measure(house, population, given.rounds, given.many)
        finally:
            house.close()
    say_load()


def _measure(house: House, population: Population, rounds: int, many: int) -> None:
    _wait(lambda: not _at_work(_COMPILING))
    asked = questions("cells", population, _QUESTIONS)
    _views(house, itertools.islice(asked, _WARM))
    idle = _say_views("cells, idle", house, asked, _for_a_while, None)
    say("edit to searchable (ms)", [_edit(house, 1 + place) for place in range(rounds)])
    _say_views("cells while edits come", house, asked, lambda house: _single_edits(house, rounds), idle)
    _fill(house, many)
    _say_views("cells while the overlay merges", house, asked, _merge, idle)
    _say_views("cells while all is read anew", house, asked, _reload, idle)


def _edit(house: House, id_: int) -> float:
    """Milliseconds from a commit until the new name is found."""
    word = f"modifié{time.time_ns()}"
    _rename(house, {id_: word})
    began = time.perf_counter()
    while not house.catalogue.search(Filters(q=word), limit=1).number_matched:
        if time.perf_counter() - began > _PATIENCE_S:
            raise SystemExit("an edit was not found")
        time.sleep(0.001)
    return (time.perf_counter() - began) * 1000


def _rename(house: House, names: dict[int, str]) -> None:
    with writing(house.engine) as session:
        for id_, name in names.items():
            found = session.get_one(Initiative, id_)
            found.name_fr = name
            found.updated_at = datetime.now(UTC)
        bump_revision(session, list(names))


def _single_edits(house: House, rounds: int) -> None:
    for place in range(rounds):
        _edit(house, 1_000 + place)
        time.sleep(_PAUSE_S)


def _fill(house: House, many: int) -> None:
    """Edits that the overlay holds: none of them begins a merge."""
    with mock.patch.object(catalogue, "LONGEST_OVERLAY", house.catalogue.count()):
        for first in range(2_000, 2_000 + many, _STEP):
            _rename(house, {id_: f"modifié {id_}" for id_ in range(first, min(first + _STEP, 2_000 + many))})
            _edit(house, 1)


def _merge(house: House) -> None:
    """One edit more, which begins a merge, until that has ended."""
    _rename(house, {1: "modifié"})
    _wait(lambda: _at_work(_MERGE))
    _wait(lambda: not _at_work(_MERGE))


def _at_work(name: str) -> bool:
    return any(thread.name == name for thread in threading.enumerate())


def _reload(house: House) -> None:
    """Say that anything may have changed, and wait until it has been read."""
    before = house.catalogue.revision
    with writing(house.engine) as session:
        bump_revision(session)
    _wait(lambda: house.catalogue.revision > before)


def _for_a_while(_: House) -> None:
    time.sleep(_IDLE_S)


def _wait(done: Callable[[], bool]) -> None:
    ends = time.perf_counter() + _PATIENCE_S
    while not done():
        if time.perf_counter() > ends:
            raise SystemExit("the catalogue did not catch up")
        time.sleep(0.01)


def _say_views(
    name: str, house: House, asked: Sequence[Question], meanwhile: Callable[[House], None], idle: float | None
) -> float:
    """Ask for views while something else is done in another thread; the p95."""
    began = time.perf_counter()
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(meanwhile, house)
        taken = sorted(_views(house, itertools.takewhile(lambda _: not work.done(), itertools.cycle(asked))))
        work.result()
    p50, p95 = taken[len(taken) // 2], taken[min(int(0.95 * len(taken)), len(taken) - 1)]
    times = "" if idle is None else f", {p95 / idle:.1f} times idle"
    seconds = time.perf_counter() - began
    say_line(f"{name:<32} p50 {p50:6.2f} ms  p95 {p95:6.2f} ms{times}  ({len(taken)} views in {seconds:.1f} s)")
    return p95


def _views(house: House, asked: Iterator[Question]) -> list[float]:
    taken = []
    for question in asked:
        began = time.perf_counter()
        house.catalogue.cells(question.box, question.zoom, question.filters)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


if __name__ == "__main__":
    main()
