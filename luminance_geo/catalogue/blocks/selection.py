"""What some filters select of the rows that are alive."""

from __future__ import annotations

from functools import cached_property

from luminance_geo.catalogue.bits import Bits, none
from luminance_geo.catalogue.blocks.around import Around
from luminance_geo.catalogue.blocks.layout import Layout
from luminance_geo.catalogue.blocks.masks import every, masks
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.present import Present


class Selection:
    """Bitmaps of one query. `masks` has all active filters but the radius, which is dearer and comes last."""

    def __init__(self, columns: Columns, present: Present, layout: Layout, alive: Bits, filters: Filters) -> None:
        self.columns, self.present, self.layout, self.alive, self.filters = columns, present, layout, alive, filters
        self.masks = masks(columns, present, layout, filters)
        if filters.bbox:
            inside = layout.boxes.within_box(columns.points, filters.bbox, alive & layout.placed)
            self.masks["bbox"] = inside | self.anywhere

    @cached_property
    def around(self) -> Around | None:
        """The distances from the place asked for."""
        near = self.filters.near
        return Around(self.columns, self.layout.spheres, near.lat, near.lon) if near else None

    @cached_property
    def whatever_radius(self) -> Bits:
        """What all filters keep, the radius apart."""
        return every(self.alive, self.masks)

    @cached_property
    def bits(self) -> Bits:
        """What all filters keep."""
        return self.near(self.whatever_radius)

    def near(self, among: Bits) -> Bits:
        """What the radius keeps of some rows."""
        if self.around is None or self.filters.within_km is None:
            return among
        near = self.around.within(self.filters.within_km, among & self.layout.placed)
        return near | (self.anywhere & among) if self.filters.remote else near

    @property
    def anywhere(self) -> Bits:
        """What has no position counts as being everywhere once `remote` is asked for, and nowhere before."""
        return ~self.layout.placed if self.filters.remote else none(len(self.columns))
