"""What the index costs: the time to build it beside scipy's cKDTree, in turns, and bytes per initiative by part."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from luminance_geo.catalogue.blocks import TOLD, BlocksPart
from luminance_geo.catalogue.points import Points
from tests.benchmarks.peers.floors import BUILD_TIMES_KDTREE, BYTES_PER_INITIATIVE
from tests.benchmarks.peers.ours import Data
from tests.benchmarks.peers.population import Population
from tests.benchmarks.peers.tables import reached
from tests.benchmarks.serving import say_line

ROUNDS = 5
_TEXT = ("columns.words", "columns.labels")
_SHOWN = 0.05


def say_building(population: Population, data: Data) -> None:
    """Medians of some rounds, and a table of bytes."""
    say_line("\n### Building\n")
    for step, seconds in data.seconds.items():
        say_line(f"- {step}, once: {seconds:.2f} s")
    _say_times(population, data)
    _say_bytes(len(population), data)


def _say_times(population: Population, data: Data) -> None:
    try:
        from scipy.spatial import cKDTree
    except ImportError:
        say_line("- scipy is absent: the time to build is not compared")
        return
    somewhere = population.xyz[~np.isnan(population.lat)]

    def index_all() -> None:
        Points.of(population.lat, population.lon).map_order(population.ids)  # columns come sorted: a tree sorts too
        BlocksPart(data.columns, data.present)

    pairs = [(_seconds(index_all), _seconds(lambda: cKDTree(somewhere))) for _ in range(ROUNDS)]
    index, tree = (median(column) for column in zip(*pairs, strict=True))
    say_line(
        f"- index from arrays, sorting by place included: {index * 1000:.0f} ms; scipy cKDTree: {tree * 1000:.0f} ms; "
        f"{index / tree:.2f} times (at most {BUILD_TIMES_KDTREE}), {reached(index <= BUILD_TIMES_KDTREE * tree)}"
    )


def _say_bytes(size: int, data: Data) -> None:
    """The index by itself, then with what it is made from and what completes an answer; words and names come on top."""
    each = {name: held / size for name, held in BlocksPart(data.columns, data.present).bytes().items()}
    index = {name: held for name, held in each.items() if name not in TOLD}
    rest = {name: held for name, held in each.items() if name in TOLD and name not in _TEXT}
    total = sum(index.values())
    say_line(f"- bytes per initiative: {total:.1f}, {reached(total <= BYTES_PER_INITIATIVE)}: {_listed(index)}")
    say_line(f"- besides, what it is made from and what completes an answer: {sum(rest.values()):.1f}: {_listed(rest)}")
    say_line(f"- words and names: {sum(each[name] for name in _TEXT):.1f}")


def _listed(weights: dict[str, float]) -> str:
    shown = sorted(((held, name) for name, held in weights.items() if held >= _SHOWN), reverse=True)
    return ", ".join(f"{name} {held:.1f}" for held, name in shown)


def _seconds(build: Callable[[], object]) -> float:
    began = time.perf_counter()
    build()
    return time.perf_counter() - began
