"""The catalogue beside what one writes by hand: `python -m pytest tests/benchmarks --benchmark-only`.

Left out of the default run, see conftest. One round is twenty questions of a kind over 10,000 initiatives; peers are
numpy and the plain geopandas way, which need nothing but what the checks install. The race against databases and
spatial trees, up to a million, is `python -m tests.benchmarks.peers`. Every answer is checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.peers.answers import Answer, Peer, Truth, check
from tests.benchmarks.peers.by_hand import Haversine
from tests.benchmarks.peers.frames import GeoPandas
from tests.benchmarks.peers.ours import Data, Ours, every_tools
from tests.benchmarks.peers.population import Population, populate
from tests.benchmarks.peers.workload import KINDS, Question, questions

SIZE = 10_000
COUNT = 20


def _ours(population: Population) -> Ours:
    return Ours(Data(population), every_tools()[0])


ENGINES = {"Ours": _ours, "Haversine": Haversine, "GeoPandas": GeoPandas}


@cache
def country() -> Population:
    return populate(SIZE)


@cache
def engine(name: str) -> Peer:
    return ENGINES[name](country())


@cache
def right(question: Question) -> Answer:
    return Truth(country()).ask(question)


def ask(peer: Peer, asked: Sequence[Question]) -> list[Answer]:
    return [peer.ask(question) for question in asked]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (kind, name)
        for kind in KINDS
        for name, own in (("Ours", Ours), ("Haversine", Haversine), ("GeoPandas", GeoPandas))
        if kind in own.kinds
    ],
)
def test_questions(benchmark: BenchmarkFixture, kind: str, name: str) -> None:
    peer, asked = engine(name), questions(kind, country(), COUNT)
    benchmark.group = kind
    for question, given in zip(asked, benchmark(ask, peer, asked), strict=True):
        check(Truth(country()), question, right(question), given, peer)
