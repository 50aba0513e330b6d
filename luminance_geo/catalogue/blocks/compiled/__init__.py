"""The same tools as machine code, by numba: what numpy does in many passes over arrays is one loop here.

Only what is dear is written twice; the property tests put both to the same questions. Importing this needs the extra.
"""

from __future__ import annotations

from luminance_geo.catalogue.blocks.compiled.around import CompiledAround
from luminance_geo.catalogue.blocks.compiled.best import first
from luminance_geo.catalogue.blocks.compiled.counting import counts
from luminance_geo.catalogue.blocks.compiled.grid import CompiledGridder
from luminance_geo.catalogue.blocks.compiled.merging import merge
from luminance_geo.catalogue.blocks.compiled.warm import warm_with
from luminance_geo.catalogue.blocks.tools import Tools

__all__ = ["COMPILED", "warm"]

COMPILED = Tools("compiled", CompiledAround, CompiledGridder, counts, first, merge)


def warm() -> None:
    """Have every loop compiled, for the types that questions will bring."""
    warm_with(COMPILED)
