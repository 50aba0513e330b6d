"""The figures as tables that a README can quote."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.peers.floors import floor
from tests.benchmarks.peers.race import Lap
from tests.benchmarks.serving import say_line

MEANING = {
    "search": "first 50 by distance within a radius, and the exact total; ours also tells distances and what matched",
    "cells": "a map view on its grid, with the bytes of its GeoJSON; ours also merges marks that touch",
    "facets": "every cause and skill counted without its own filter; ours also counts all other filters and rings",
    "regions": "counts by region, some 1,300 of them",
    "nearest": "the 10 nearest that pass the filters; ours also tells distances and what matched",
}


def reached(yes: bool) -> str:
    """In words."""
    return "reached" if yes else "NOT REACHED"


def say_laps(size: int, kind: str, laps: Sequence[Lap], ours: Sequence[str]) -> tuple[int, int]:
    """One table; how many floors were reached by the first of `ours`, and how many there are.

    `ours` are those of our engines that give what the peers give, the quickest first.
    """
    own = [lap for name in ours for lap in laps if lap.name == name]
    say_line(f"\n### {kind}: {MEANING[kind]}\n")
    say_line(f"| engine | median ms | p95 ms | questions |{''.join(f' its total ÷ {name} |' for name in ours)} floor |")
    say_line("|---|---|---|---|" + "---|" * (len(own) + 1))
    held = []
    for lap in laps:
        wanted, times = floor(size, kind, lap.name), [lap.times(one) for one in own]
        held += [] if wanted is None else [times[0] >= wanted]
        least = "" if wanted is None else f"{wanted:g}, " + ", ".join(reached(each >= wanted) for each in times)
        inexact = "" if lap.exact else " (not exact)"
        figures = (f"{lap.median_ms:.2f}", f"{lap.p95_ms:.2f}", str(len(lap.taken)), *(f"{each:.1f}" for each in times))
        say_line(f"| {lap.name}{inexact} | {' | '.join(figures)} | {least} |")
    return sum(held), len(held)
