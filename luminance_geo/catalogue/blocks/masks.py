"""Filters as bitmaps: OR within a dimension, AND between dimensions, 64 rows at a time.

A mask is asked for the words that matter only: those that a radius reaches, or all. Facets need, for each dimension,
what all the others keep. Bitmaps are joined from the front and from the back, so that each dimension takes two ANDs
however many there are:

    before    ·     a     ab    abc
    after    bcd    cd    d      ·      ignoring b = a & cd
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial, reduce
from itertools import accumulate

import numpy as np

from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.layout import Layout
from luminance_geo.catalogue.blocks.opened import Words
from luminance_geo.catalogue.coded import Coded
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.present import Present

Where = Words | slice
"""Some words, or a stretch of them."""
Mask = Callable[[Where], Bits]
"""The bits of some words; not to be changed."""
EVERYWHERE = slice(None)


def masks(columns: Columns, present: Present, layout: Layout, filters: Filters) -> dict[str, Mask]:
    """What each active filter keeps, by its name, those of place (`bbox`, `near`) apart."""
    kept: dict[str, Mask] = {
        name: partial(_any_of, coded, codes)
        for name, coded in (
            ("cause", columns.causes), ("skill", present.skills), ("language", columns.languages),
            ("governance", columns.governance), ("sharing", columns.sharing),
        )
        if (codes := getattr(filters, name))
    }  # fmt: skip
    if filters.region:
        kept["region"] = layout.territories.union(filters.region).__getitem__
    if filters.open:
        kept["open"] = present.open.__getitem__
    if filters.remote:
        kept["remote"] = columns.remote.__getitem__
    if filters.demonstration is not None:
        kept["demonstration"] = partial(_as_asked, columns.demonstration, filters.demonstration)
    if filters.when:
        kept["when"] = layout.calendar.during(filters.when).__getitem__
    if filters.q:
        kept["q"] = columns.words.match(filters.q).__getitem__
    return kept


def _any_of(coded: Coded, codes: Iterable[str], where: Where) -> Bits:
    own = (coded.bits[coded.codes.index(code)][where] for code in codes)
    return reduce(np.bitwise_or, own)


def _as_asked(flags: Bits, asked: bool, where: Where) -> Bits:
    return flags[where] if asked else ~flags[where]


def every(alive: Bits, masks: Iterable[Mask], where: Where) -> Bits:
    """What all masks keep of what is alive."""
    kept = np.array(alive[where])
    for mask in masks:
        kept &= mask(where)
    return kept


def ignoring(alive: Bits, masks: Mapping[str, Mask], where: Where) -> dict[str, Bits]:
    """For each mask, what all the others keep of what is alive."""
    own, alive = [mask(where) for mask in masks.values()], alive[where]
    before = list(accumulate(own, np.bitwise_and, initial=alive))[:-1]
    after = list(accumulate(reversed(own), np.bitwise_and, initial=alive))[-2::-1]
    return {name: one & other for name, one, other in zip(masks, before, after, strict=True)}
