"""The race: on each question every engine takes its turn, in another order each time; answers are checked."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from random import Random
from statistics import median

from tests.benchmarks.peers.answers import Answer, Peer, Truth, check
from tests.benchmarks.peers.population import Population
from tests.benchmarks.peers.workload import Question, questions

WARM = 5


@dataclass
class Lap:
    """What one engine took for a kind of question, in seconds, by the place of the question."""

    name: str
    exact: bool
    taken: dict[int, float] = field(default_factory=dict)

    @property
    def median_ms(self) -> float:
        """The middle one."""
        return median(self.taken.values()) * 1000

    @property
    def p95_ms(self) -> float:
        """What one in twenty exceeds."""
        ordered = sorted(self.taken.values())
        return ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)] * 1000

    @property
    def total_ms(self) -> float:
        """All together."""
        return sum(self.taken.values()) * 1000

    def times(self, ours: Lap) -> float:
        """Our total goes into its own so many times, over the questions that both answered."""
        return sum(self.taken.values()) / sum(ours.taken[place] for place in self.taken)


def race(kind: str, population: Population, ours: Sequence[Peer], peers: Sequence[Peer], count: int) -> list[Lap]:
    """`count` questions of a kind to all who can answer them, ours first in the list; stops at a wrong answer."""
    own, others = ([peer for peer in some if kind in peer.kinds] for some in (ours, peers))
    truth, runners = Truth(population), [*own, *others]
    asked = questions(kind, population, count)
    for question in asked:
        question.prepare()
    right = [truth.ask(question) for question in asked]
    laps = {peer.name: Lap(peer.name, peer.exact) for peer in runners}
    for peer in runners:
        for question in [each for each in asked if _can(peer, each)][:WARM]:
            peer.ask(question)
    gc.collect()
    for place, question in enumerate(asked):
        for peer in _woven(own, others, Random(place)):
            if place % peer.every == 0 and _can(peer, question):
                laps[peer.name].taken[place], given = _timed(peer, question)
                check(truth, question, right[place], given, peer)
    return [lap for lap in laps.values() if lap.taken]


def _woven(ours: Sequence[Peer], peers: Sequence[Peer], random: Random) -> Iterator[Peer]:
    """One of ours, one of theirs…: what one of ours has just read would be ready in the cache for the next.

    Each comes after any other: some leave threads at work behind them, and all leave the cache full of their own.
    """
    some, others = (random.sample(each, len(each)) for each in (ours, peers))
    for pair in zip_longest(some, others):
        yield from filter(None, pair)


def _can(peer: Peer, question: Question) -> bool:
    """Some leave out what would take minutes."""
    can = getattr(peer, "can", None)
    return can is None or can(question)


def _timed(peer: Peer, question: Question) -> tuple[float, Answer]:
    began = time.perf_counter()
    given = peer.ask(question)
    taken = time.perf_counter() - began
    return getattr(peer, "taken_s", taken), given
