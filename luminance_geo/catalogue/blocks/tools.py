"""What a part works with, in numpy alone or compiled, both giving the same answers; which of them this process uses.

    numpy       always there, ready at once
    compiled    with the extra `compiled` (numba): loops over words and rows as machine code; other threads run on

Compiling takes many seconds the first time, and about one once it is cached beside the code. So a process begins with
numpy and compiles aside; every question takes what is ready when it comes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Thread

from luminance_geo.catalogue.blocks.around import Around
from luminance_geo.catalogue.blocks.best import First, first
from luminance_geo.catalogue.blocks.counting import Counts, counts
from luminance_geo.catalogue.blocks.grid import Gridder
from luminance_geo.catalogue.merging import Merge, merge


@dataclass(frozen=True, slots=True)
class Tools:
    """The dear part of each question: distances, cells, counts of codes, first rows, and marks that merge."""

    name: str
    around: type[Around]
    gridder: type[Gridder]
    counts: Counts
    first: First
    merge: Merge

    def __str__(self) -> str:
        return self.name


logger = logging.getLogger(__name__)
NUMPY = Tools("numpy", Around, Gridder, counts, first, merge)
_ready = [NUMPY]
_aside: list[Thread] = []


def ready() -> Tools:
    """The quickest that this process has."""
    return _ready[-1]


def loops() -> str:
    """What answers: `numpy`, still so while `compiling`, or `compiled`."""
    return "compiling" if any(thread.is_alive() for thread in _aside) else ready().name


def compilable() -> bool:
    """Whether the extra is installed."""
    return find_spec("numba") is not None


def compile_aside() -> Thread | None:
    """Compile in a thread, which is given back, unless that cannot or need not be done.

    What fails is logged, and answers go on as before.
    """
    if not compilable() or loops() != NUMPY.name:
        return None
    thread = Thread(target=_compile, name="compile the index", daemon=True)
    thread.start()
    _aside[:] = [thread]
    return thread


def _compile() -> None:
    try:
        from luminance_geo.catalogue.blocks.compiled import COMPILED, warm

        warm()
    except Exception:
        logger.exception("the index's loops could not be compiled; numpy answers")
    else:
        _ready.append(COMPILED)
        logger.info("the index's loops are compiled")
