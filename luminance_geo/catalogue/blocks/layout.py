"""What is worked out once from columns, a few numbers per word of 64 rows; shared by all parts of the same columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.bits import Bits, pack
from luminance_geo.catalogue.blocks.boxes import Boxes
from luminance_geo.catalogue.blocks.calendar import Calendar
from luminance_geo.catalogue.blocks.opened import by_word
from luminance_geo.catalogue.blocks.spheres import Spheres
from luminance_geo.catalogue.blocks.sums import grain_sums
from luminance_geo.catalogue.blocks.territories import Territories
from luminance_geo.catalogue.coded import Rows
from luminance_geo.catalogue.columns import Columns


@dataclass(frozen=True, slots=True)
class Layout:
    """Extents, sums and spheres of the words that have a position, least ranks of all words; meetings and regions.

    `placed` are the rows that have a position.
    """

    boxes: Boxes
    sums: NDArray[np.uint16]
    spheres: Spheres
    newest: Rows
    name: Rows
    calendar: Calendar
    territories: Territories
    placed: Bits

    @classmethod
    def build(cls, columns: Columns) -> Layout:
        """A few passes over each column."""
        size, located = len(columns), columns.located
        boxes = Boxes.build(columns.points, located)
        return cls(
            boxes=boxes,
            sums=grain_sums(columns.points, boxes),
            spheres=Spheres.build(columns.points, located),
            newest=least(columns.newest),
            name=least(columns.name),
            calendar=Calendar.build(columns.meetings, size),
            territories=Territories.build(columns.regions),
            placed=pack(np.arange(size) < located),
        )


def least(ranks: Rows) -> Rows:
    """The least rank in each word."""
    return np.asarray(by_word(ranks).min(axis=1))
