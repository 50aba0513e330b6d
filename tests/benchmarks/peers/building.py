"""What the index costs: the time to build it beside scipy's cKDTree, in turns, and bytes per initiative by part."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from luminance_geo.catalogue.blocks import BlocksPart
from tests.benchmarks.peers.floors import BUILD_TIMES_KDTREE, BYTES_PER_INITIATIVE
from tests.benchmarks.peers.ours import Ours
from tests.benchmarks.peers.population import Population
from tests.benchmarks.peers.tables import reached
from tests.benchmarks.serving import say_line

ROUNDS = 5


def say_building(population: Population, ours: Ours) -> None:
    """Medians of some rounds, and a table of bytes."""
    say_line("\n### Building\n")
    for step, seconds in ours.seconds.items():
        say_line(f"- {step}, once: {seconds:.2f} s")
    _say_times(population, ours)
    each = {name: held / len(population) for name, held in _bytes(ours).items()}
    total = sum(each.values())
    say_line(f"- bytes per initiative, words and names aside: {total:.1f}, {reached(total <= BYTES_PER_INITIATIVE)}")
    shown = sorted(((held, name) for name, held in each.items() if held >= 0.05), reverse=True)
    say_line("  - " + ", ".join(f"{name} {held:.1f}" for held, name in shown))


def _say_times(population: Population, ours: Ours) -> None:
    try:
        from scipy.spatial import cKDTree
    except ImportError:
        say_line("- scipy is absent: the time to build is not compared")
        return
    somewhere = population.xyz[~np.isnan(population.lat)]
    pairs = [
        (_seconds(lambda: BlocksPart(ours.columns, ours.present)), _seconds(lambda: cKDTree(somewhere)))
        for _ in range(ROUNDS)
    ]
    index, tree = (median(column) for column in zip(*pairs, strict=True))
    say_line(
        f"- index from arrays: {index * 1000:.0f} ms; scipy cKDTree: {tree * 1000:.0f} ms; "
        f"{index / tree:.2f} times (at most {BUILD_TIMES_KDTREE}), {reached(index <= BUILD_TIMES_KDTREE * tree)}"
    )


def _seconds(build: Callable[[], object]) -> float:
    began = time.perf_counter()
    build()
    return time.perf_counter() - began


def _bytes(ours: Ours) -> dict[str, int]:
    """What arrays hold, by the name of the field that leads to them first."""
    seen: set[int] = set()
    fields = {**_fields(ours.columns), **{f"present.{k}": v for k, v in _fields(ours.present).items()}}
    held = {name: _held(value, seen) for name, value in fields.items() if name not in {"words", "labels"}}
    return held | {
        f"index.{name}": _held(value, seen) for name, value in _fields(ours.part).items() if name != "columns"
    }


def _held(value: Any, seen: set[int]) -> int:
    if isinstance(value, np.ndarray):
        whole = value
        while isinstance(whole.base, np.ndarray):
            whole = whole.base
        known = id(whole) in seen
        seen.add(id(whole))
        return 0 if known else whole.nbytes
    parts = value if isinstance(value, list | tuple) else _fields(value).values()
    return sum(_held(part, seen) for part in parts)


def _fields(thing: Any) -> dict[str, Any]:
    slots = (name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ()))
    return {name: getattr(thing, name) for name in slots if hasattr(thing, name)} | getattr(thing, "__dict__", {})
