"""Filters as bitmaps: OR within a dimension, AND between dimensions, 64 rows at a time.

A mask is asked for the words that matter only: those that a radius reaches, or all. Facets need, for each dimension,
what all the others keep. Bitmaps are joined from the front and from the back, so that each dimension takes two ANDs
however many there are:

    before    ·     a     ab    abc
    after    bcd    cd    d      ·      ignoring b = a & cd
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import accumulate
from typing import NamedTuple

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
EVERYWHERE = slice(None)


class Mask(NamedTuple):
    """The rows that are in any of some bitmaps: those at `places` of `bits` (bitmaps, words)."""

    bits: Bits
    places: tuple[int, ...]

    @classmethod
    def of(cls, bits: Bits) -> Mask:
        """Of one bitmap."""
        return cls(bits.reshape(1, -1), (0,))

    @classmethod
    def coded(cls, coded: Coded, codes: Iterable[str]) -> Mask:
        """Of some codes."""
        return cls(coded.bits, tuple(map(coded.codes.index, codes)))

    def __call__(self, where: Where) -> Bits:
        """The bits of some words; not to be changed."""
        return reduce(np.bitwise_or, (self.bits[place][where] for place in self.places))


class Matching(NamedTuple):
    """What masks keep of what is alive, of words asked for."""

    alive: Bits
    masks: tuple[Mask, ...]

    def __call__(self, where: Where) -> Bits:
        """The bits of some words."""
        return every(self.alive, self.masks, where)


def masks(columns: Columns, present: Present, layout: Layout, filters: Filters) -> dict[str, Mask]:
    """What each active filter keeps, by its name, those of place (`bbox`, `near`) apart."""
    kept = _coded(columns, present, filters)
    if filters.region:
        kept["region"] = Mask.of(layout.territories.union(filters.region))
    if filters.open:
        kept["open"] = Mask.of(present.open)
    if filters.remote:
        kept["remote"] = Mask.of(columns.remote)
    if filters.demonstration is not None:
        kept["demonstration"] = Mask.of(columns.demonstration if filters.demonstration else ~columns.demonstration)
    if filters.when:
        kept["when"] = Mask.of(layout.calendar.during(filters.when))
    if filters.q:
        kept["q"] = Mask.of(columns.words.match(filters.q))
    return kept


def _coded(columns: Columns, present: Present, filters: Filters) -> dict[str, Mask]:
    kept: dict[str, Mask] = {}
    if filters.cause:
        kept["cause"] = Mask.coded(columns.causes, filters.cause)
    if filters.skill:
        kept["skill"] = Mask.coded(present.skills, filters.skill)
    if filters.language:
        kept["language"] = Mask.coded(columns.languages, filters.language)
    if filters.governance:
        kept["governance"] = Mask.coded(columns.governance, filters.governance)
    if filters.sharing:
        kept["sharing"] = Mask.coded(columns.sharing, filters.sharing)
    return kept


def every(alive: Bits, masks: Iterable[Mask], where: Where) -> Bits:
    """What all masks keep of what is alive."""
    kept = np.array(alive[where])
    for mask in masks:
        kept &= mask(where)
    return kept


def ignoring(alive: Bits, masks: Mapping[str, Mask], where: Where) -> tuple[dict[str, Bits], Bits]:
    """For each mask, what all the others keep of what is alive; and what all of them keep."""
    own, alive = [mask(where) for mask in masks.values()], alive[where]
    *before, whole = accumulate(own, np.bitwise_and, initial=alive)
    after = list(accumulate(reversed(own), np.bitwise_and, initial=alive))[-2::-1]
    return {name: one & other for name, one, other in zip(masks, before, after, strict=True)}, whole
