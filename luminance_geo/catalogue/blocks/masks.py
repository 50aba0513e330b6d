"""Filters as bitmaps: OR within a dimension, AND between dimensions, 64 rows at a time.

Facets need, for each dimension, what all the others keep. Bitmaps are joined from the front and from the back, so that
each dimension takes two ANDs however many there are:

    before    ·     a     ab    abc
    after    bcd    cd    d      ·      ignoring b = a & cd
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

import numpy as np

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.layout import Layout
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.present import Present


def masks(columns: Columns, present: Present, layout: Layout, filters: Filters) -> dict[str, Bits]:
    """What each active filter keeps, by its name, those of place (`bbox`, `near`) apart."""
    kept = {
        name: coded.union(codes)
        for name, coded in (
            ("cause", columns.causes), ("skill", present.skills), ("region", layout.territories),
            ("language", columns.languages), ("governance", columns.governance), ("sharing", columns.sharing),
        )
        if (codes := getattr(filters, name))
    }  # fmt: skip
    if filters.open:
        kept["open"] = present.open
    if filters.remote:
        kept["remote"] = columns.remote
    if filters.demonstration is not None:
        kept["demonstration"] = columns.demonstration if filters.demonstration else ~columns.demonstration
    if filters.when:
        kept["when"] = layout.calendar.during(filters.when)
    if filters.q:
        kept["q"] = columns.words.match(filters.q)
    return kept


def every(alive: Bits, masks: Mapping[str, Bits]) -> Bits:
    """What all masks keep of what is alive."""
    kept = alive.copy()
    for mask in masks.values():
        kept &= mask
    return kept


def ignoring(alive: Bits, masks: Mapping[str, Bits]) -> dict[str, Bits]:
    """For each mask, what all the others keep of what is alive."""
    own = list(masks.values())
    before = list(accumulate(own, np.bitwise_and, initial=alive))[:-1]
    after = list(accumulate(reversed(own), np.bitwise_and, initial=alive))[-2::-1]
    return {name: one & other for name, one, other in zip(masks, before, after, strict=True)}
