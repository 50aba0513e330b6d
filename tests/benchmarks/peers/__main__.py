"""The catalogue against its peers, taking turns on the same questions: `python -m tests.benchmarks.peers`.

Prints a table for each size and kind of question: medians, 95th percentiles, each peer's total time divided by ours,
compiled and in numpy alone, and whether the floors are reached. Each is compared with what gives the same, since ours
also tells more. Every answer is checked against float64 over all rows; a wrong one stops the run.
Peers come with `pip install -c constraints.txt ".[checks,compiled,peers]"`, PostGIS with the system (Debian:
`apt install postgresql-15-postgis-3`), supercluster with npm at run time; what is missing is said and left out.
A million takes some 20 minutes and 12 GB of memory on two cores.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version

from tests.benchmarks.peers import clusters, postgis
from tests.benchmarks.peers.answers import Peer
from tests.benchmarks.peers.building import say_building
from tests.benchmarks.peers.by_hand import Chords, Haversine
from tests.benchmarks.peers.duck import DuckDB
from tests.benchmarks.peers.frames import Folium, GeoPandas
from tests.benchmarks.peers.ours import Data, Ours, OursBare, every_tools
from tests.benchmarks.peers.polar import Polars
from tests.benchmarks.peers.population import Population, populate
from tests.benchmarks.peers.race import race
from tests.benchmarks.peers.tables import say_laps
from tests.benchmarks.peers.trees import KDTree, STRTree
from tests.benchmarks.peers.workload import KINDS
from tests.benchmarks.serving import say_line, say_load

SIZES = (10_000, 100_000, 1_000_000)
COUNT = 200
_MODULES = {"duckdb": DuckDB, "polars": Polars, "scipy": KDTree, "shapely": STRTree, "geopandas": GeoPandas}
_MODULES |= {"folium": Folium, "numpy": Haversine}


def main() -> None:
    """Race and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=__doc__)
    parser.add_argument("--size", type=int, action="append", help="10,000, 100,000 and 1,000,000 if not given")
    parser.add_argument("--kind", choices=KINDS, action="append", help="all of them if not given")
    parser.add_argument("--questions", type=int, default=COUNT, help="of each kind (200)")
    parser.add_argument("--without", action="append", default=[], help="a peer to leave out: duckdb, postgis…")
    given = parser.parse_args()
    held = [_measure(size, given.kind or KINDS, given.questions, set(given.without)) for size in given.size or SIZES]
    say_line(f"\nFloors reached: {sum(yes for yes, _ in held)} of {sum(all_ for _, all_ in held)}")
    say_load()


def _measure(size: int, kinds: tuple[str, ...], count: int, without: set[str]) -> tuple[int, int]:
    say_line(f"\n## {size:,} initiatives\n")
    population = populate(size)
    data = Data(population)
    ours = [Ours(data, tools) for tools in every_tools()]
    bare = [OursBare(one) for one in ours]
    reached = floors = 0
    with _running(population, without) as peers:
        say_building(population, data)
        for kind in kinds:
            laps = race(kind, population, [*ours, *bare], peers, count)
            some = say_laps(size, kind, laps, [one.name for one in (bare if kind in OursBare.kinds else ours)])
            reached, floors = reached + some[0], floors + some[1]
    return reached, floors


@contextmanager
def _running(population: Population, without: set[str]) -> Iterator[list[Peer]]:
    """Those who are here, each filled."""
    with ExitStack() as stack:
        makers: dict[str, Callable[[Population], Peer]] = {}
        for module, make in _MODULES.items():
            if module not in without and _is_here(module):
                makers[f"{module} {version(module)}"] = make
        if "numpy" not in without:
            makers["numpy, chords"] = Chords
        _add_postgis(stack, makers, without)
        if "supercluster" not in without and not _absent("supercluster", clusters.missing()):
            makers[clusters.PACKAGE] = clusters.Supercluster
        say_line("Peers: " + ", ".join(makers) + "\n")
        peers = [make(population) for make in makers.values()]
        for peer in peers:
            stack.callback(peer.close)
        yield peers


def _add_postgis(stack: ExitStack, makers: dict[str, Callable[[Population], Peer]], without: set[str]) -> None:
    folder = postgis.binaries()
    if "postgis" in without or folder is None:
        if folder is None:
            _absent("PostGIS", "a PostgreSQL of the system with PostGIS")
        return
    address = stack.enter_context(postgis.server(folder))
    makers[f"PostGIS on PostgreSQL {folder.parent.name}"] = lambda population: postgis.PostGIS(population, address)


def _is_here(module: str) -> bool:
    return not _absent(module, "" if importlib.util.find_spec(module) else 'the extra "peers"')


def _absent(name: str, needs: str) -> bool:
    if needs:
        say_line(f"{name} is left out: it needs {needs}.")
    return bool(needs)


if __name__ == "__main__":
    main()
