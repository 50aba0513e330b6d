"""Loops are compiled by `warm`, for all types that they will meet: a question in want of one would wait for seconds."""

from __future__ import annotations

import multiprocessing
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module

import numpy as np
from numba.core.dispatcher import Dispatcher

from luminance_geo.catalogue.blocks import BlocksPart, compiled
from luminance_geo.catalogue.blocks.compiled import COMPILED
from luminance_geo.catalogue.blocks.tools import compile_aside, ready
from luminance_geo.catalogue.build import build
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.parts_engine import PartsEngine
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.vectorised import VectorisedPart
from tests.unit.catalogue.brute import NOW, Maker
from tests.unit.catalogue.test_blocks import CHECKS, ZOOMS, changed

SIZES = [0, 1, 63, 64, 300, 700]
WORLDS = 4
Signatures = dict[str, list[str]]


def test_no_question_compiles_anything() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
        warmed, asked = fresh.submit(warmed_then_asked).result()
    assert asked == warmed
    assert all(warmed[name] for name in ("_apart", "_reach_in", "_within", "_worst", "_up_to")), "positive control"


def warmed_then_asked() -> tuple[Signatures, Signatures]:
    """The types that each loop is compiled for, in a process of its own: after `warm`, then after many questions."""
    thread = compile_aside()
    assert thread is not None
    thread.join()
    assert ready() is COMPILED
    warmed = signatures()
    for seed in range(WORLDS):
        maker = Maker(seed)
        for columns in worlds(maker):
            ask(columns, maker)
    return warmed, signatures()


def signatures() -> Signatures:
    """By the names of the loops; what only other loops call has none once it comes from the disk."""
    names = [module.name for module in pkgutil.iter_modules(compiled.__path__, f"{compiled.__name__}.")]
    things = [item for name in names for item in vars(import_module(name)).items()]
    loops = {name: thing for name, thing in things if isinstance(thing, Dispatcher)}
    return {name: list(map(str, loop.signatures)) for name, loop in loops.items()}


def worlds(maker: Maker) -> Iterator[Columns]:
    """As read, as merged with edits, and as taken from others."""
    for size in SIZES:
        world = maker.world(size)
        columns = build(world.entries, world.needs, world.meetings)
        yield columns
        yield columns.take(np.arange(size // 2))
        yield Columns.merge(columns.take(np.arange(size // 2)), columns.take(np.arange(size // 2, size)), 8)


def ask(columns: Columns, maker: Maker) -> None:
    """All kinds of questions, before and after edits; maps through the engine, which merges marks."""
    present, alive = Present.at(columns, NOW), np.ones(len(columns), dtype=np.bool_)
    part = BlocksPart(columns, present)
    for check in CHECKS:
        check(part, VectorisedPart(columns, present, alive), maker)
        part, present, alive = changed(part, columns, present, alive, maker)
        engine = PartsEngine([part, VectorisedPart(columns.take(np.arange(0)), present)], revision=1)
        engine.cells(maker.box(), maker.random.choice(ZOOMS), maker.filters(), outside=True)
