"""What a part works with, in numpy alone or compiled, both giving the same answers; which of them this process uses.

    numpy       always there, ready at once
    compiled    with the extra `compiled` (numba): loops over words and rows as machine code; other threads run on

Compiling takes seconds the first time, and little once it is cached beside the code. So a process begins with numpy,
and whoever starts it has `compile_now` run aside; every question takes what is ready when it comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from luminance_geo.catalogue.blocks.around import Around
from luminance_geo.catalogue.blocks.counting import Counts, counts
from luminance_geo.catalogue.blocks.grid import Gridder


@dataclass(frozen=True, slots=True)
class Tools:
    """The dear part of each question: distances, cells, and counts of codes."""

    name: str
    around: type[Around]
    gridder: type[Gridder]
    counts: Counts

    def __str__(self) -> str:
        return self.name


NUMPY = Tools("numpy", Around, Gridder, counts)
_ready = [NUMPY]


def ready() -> Tools:
    """The quickest that this process has."""
    return _ready[-1]


def compilable() -> bool:
    """Whether the extra is installed."""
    return find_spec("numba") is not None


def compile_now() -> Tools:
    """Compile, or take what is cached: from then on `ready`. Only where it is `compilable`."""
    from luminance_geo.catalogue.blocks.compiled import COMPILED, warm

    warm()
    _ready.append(COMPILED)
    return COMPILED
