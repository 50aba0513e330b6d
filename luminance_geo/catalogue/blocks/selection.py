"""What some filters select of the rows that are alive.

With a radius only the words that it reaches are asked what the other filters keep; what has no position lies in the
last words, the tail, and counts as being everywhere once `remote` is asked for, and nowhere before.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from luminance_geo.catalogue.bits import WORD, Bits, count
from luminance_geo.catalogue.blocks.around import NOWHERE, Around, Reach
from luminance_geo.catalogue.blocks.layout import Layout
from luminance_geo.catalogue.blocks.masks import EVERYWHERE, Mask, Matching, Where, every, masks
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.present import Present


class Selection:
    """Bitmaps of one query. `masks` has all active filters but the radius, which is dearer and comes last."""

    def __init__(
        self,
        columns: Columns,
        present: Present,
        layout: Layout,
        alive: Bits,
        filters: Filters,
        distances: type[Around],
    ) -> None:
        self.columns, self.present, self.layout, self.alive, self.filters = columns, present, layout, alive, filters
        self._distances = distances
        self.tail = slice(columns.located // WORD, None)
        self.masks = masks(columns, present, layout, filters)
        if filters.bbox:
            inside = layout.boxes.within_box(columns.points, filters.bbox, alive & layout.placed)
            if filters.remote:
                inside |= ~layout.placed
            self.masks["bbox"] = Mask.of(inside)

    @cached_property
    def around(self) -> Around | None:
        """The distances from the place asked for."""
        near = self.filters.near
        return self._distances(self.columns, self.layout.spheres, near.lat, near.lon) if near else None

    @property
    def km(self) -> float:
        """The radius; a place never comes without."""
        return self.filters.within_km or 0.0

    @cached_property
    def reach(self) -> Reach:
        """The words that the radius reaches, none where none is asked for."""
        return self.around.reach(self.km) if self.around else NOWHERE

    def at(self, where: Where) -> Bits:
        """What all filters keep of some words, the radius apart."""
        return every(self.alive, self.masks.values(), where)

    def placed_at(self, where: Where) -> Bits:
        """The same, of what has a position."""
        return self.at(where) & self.layout.placed[where]

    def matching(self, among: Bits) -> Matching:
        """What all filters keep of some rows that are alive."""
        if self.around is not None:
            return Matching(self.bits & among, ())
        return Matching(among, tuple(self.masks.values()))

    @cached_property
    def whatever_radius(self) -> Bits:
        """What all filters keep, the radius apart."""
        return self.at(EVERYWHERE)

    @cached_property
    def reached(self) -> Bits:
        """Of the words that the radius reaches, what all filters keep of what has a position."""
        bits = self.placed_at(self.reach.words)
        return self.around.within(self.km, self.reach, bits) if self.around else bits

    def near(self, among: Bits) -> Bits:
        """What the radius keeps of some rows, all with a position."""
        if self.around is None:
            return among
        kept = np.zeros_like(among)
        kept[self.reach.words] = self.around.within(self.km, self.reach, among[self.reach.words])
        return kept

    @cached_property
    def anywhere(self) -> Bits:
        """Of the tail, what all filters keep of what has no position, whatever the radius; none unless `remote`."""
        unplaced = ~self.layout.placed[self.tail]
        return self.at(self.tail) & unplaced if self.filters.remote else np.zeros_like(unplaced)

    @cached_property
    def bits(self) -> Bits:
        """What all filters keep."""
        if self.around is None:
            return self.whatever_radius
        kept = np.zeros_like(self.alive)
        kept[self.reach.words] = self.reached
        kept[self.tail] |= self.anywhere
        return kept

    @property
    def count(self) -> int:
        """How many rows all filters keep."""
        if self.around is None:
            return count(self.whatever_radius)
        return count(self.reached) + (count(self.anywhere) if self.filters.remote else 0)
