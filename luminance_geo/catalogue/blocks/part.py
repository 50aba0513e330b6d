"""The bitmap-block part of a catalogue: each question is put to words of 64 neighbours first, and to rows last."""

from __future__ import annotations

from copy import copy
from functools import partial

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue import bits, ranking
from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.facets import facets
from luminance_geo.catalogue.blocks.layout import Layout, least
from luminance_geo.catalogue.blocks.selection import Selection
from luminance_geo.catalogue.blocks.tools import Tools, ready
from luminance_geo.catalogue.blocks.weight import bytes_by_field
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.paging import first_beyond
from luminance_geo.catalogue.parts import Grid, Key, Ranked, RowNumbers, View
from luminance_geo.catalogue.present import Present, standing
from luminance_geo.catalogue.results import Facets, Hit
from luminance_geo.geo import FloatArray

TOLD = frozenset({
    "columns.by_id", "columns.primary", "columns.published", "columns.needs", "columns.meetings", "columns.words",
    "columns.labels", "columns.regions", "present.next_start",
})  # fmt: skip
"""Fields that the index was made from, or that complete an answer; the others are the index."""


class BlocksPart:
    """Implements `parts.Part` over columns as they hold at a moment. Immutable: `without` and `at` give others.

    `tools` are the quickest that the process has `ready`, unless given.
    """

    def __init__(self, columns: Columns, present: Present, tools: Tools | None = None) -> None:
        self.columns, self._present, self._own_tools = columns, present, tools
        self._layout, self._soonest = Layout.build(columns), least(present.soonest)
        self._alive, self._placed = bits.every(len(columns)), self._layout.placed

    def without(self, rows: RowNumbers) -> BlocksPart:
        """The same part without some rows, which have died."""
        part = copy(self)
        left = ~bits.of_rows(rows, len(self.columns))
        part._alive, part._placed = self._alive & left, self._placed & left
        return part

    def at(self, present: Present) -> BlocksPart:
        """The same part at another moment."""
        part = copy(self)
        part._present, part._soonest = present, least(present.soonest)
        return part

    def bytes(self) -> dict[str, int]:
        """What each field of columns, present and layout weighs, those of `TOLD` too."""
        held = {"columns": self.columns, "present": self._present, "layout": self._layout}
        return {
            f"{room}.{name}": weight for room, thing in held.items() for name, weight in bytes_by_field(thing).items()
        }

    def selection(self, filters: Filters) -> Selection:
        """What some filters select, as bitmaps."""
        return Selection(self.columns, self._present, self._layout, self._alive, filters, self._tools.around)

    def count(self, filters: Filters) -> int:
        """How many match."""
        return self.selection(filters).count

    def page(self, filters: Filters, after: int, limit: int) -> tuple[int, NDArray[np.int64]]:
        """How many match, and the first `limit` ids of these beyond `after`, ascending."""
        selection = self.selection(filters)
        return selection.count, first_beyond(self.columns, after, limit, partial(bits.has, selection.bits))

    def first(self, filters: Filters, k: int) -> Ranked:
        """The first `k` in the order that `sort` asks for, ties by id."""
        selection = self.selection(filters)
        around, matched = selection.around, selection.count
        if around is None or not ranking.by_distance(filters):
            rows = self._by_rank(filters, selection.bits, min(k, matched))
            return Ranked(matched, rows, around.km(rows) if around else np.full(len(rows), np.nan))
        rows, km = around.first(selection.reach, selection.reached, k)
        if len(rows) < min(k, matched):
            last = bits.rows_of(selection.anywhere)[: k - len(rows)] + selection.tail.start * bits.WORD
            rows, km = np.concatenate((rows, last)), np.append(km, np.full(len(last), np.nan))
        return Ranked(matched, rows, km)

    def nearest(self, lat: float, lon: float, k: int, filters: Filters) -> Ranked:
        """The `k` nearest to a point among what matches and has a position, ties by id; nothing beyond is counted."""
        around = self._tools.around(self.columns, self._layout.spheres, lat, lon)
        rows, km = around.nearest(self.selection(filters).matching(self._placed), k)
        return Ranked(len(rows), rows, km)

    def keys(self, filters: Filters, ranked: Ranked) -> list[Key]:
        """What to compare ranked rows by with those of another part, in the order of `filters.sort`."""
        return ranking.keys(self.columns, self._present, filters, ranked)

    def hits(self, rows: RowNumbers, km: FloatArray, filters: Filters) -> list[Hit]:
        """Rows as hits, in the order given."""
        return ranking.hits(self.columns, self._present, rows, km, filters)

    def grid(self, view: View, filters: Filters, *, outside: bool) -> Grid:
        """The occupied cells of a view; with `outside`, also of what only the radius leaves out, marked so."""
        return self._tools.gridder(self.selection(filters), view).grid(outside=outside)

    def facets(self, filters: Filters) -> Facets:
        """How many each choice would give; the revision is the columns'."""
        return facets(self.selection(filters), self._tools.counts)

    def counts_by_region(self, kind: str, filters: Filters) -> dict[str, int]:
        """How many match in each region of a kind, where there is any."""
        return self._layout.territories.counts(kind, self.selection(filters).bits)

    def need_ids(self, filters: Filters) -> NDArray[np.int64]:
        """Ids of standing needs of what matches, ascending; under `skill` and `open` those needs that meet it."""
        needs = self.columns.needs
        meet = standing(needs, self._present.since) & bits.has(self.selection(filters).bits, needs.rows)
        if filters.skill:
            meet &= bits.unpack(needs.skills.union(filters.skill), len(meet))
        if filters.open:
            meet &= needs.places_left
        return np.sort(needs.ids[meet])

    @property
    def _tools(self) -> Tools:
        return self._own_tools or ready()

    def _by_rank(self, filters: Filters, matching: Bits, k: int) -> RowNumbers:
        ranks, bounds = {
            "newest": (self.columns.newest, self._layout.newest),
            "name": (self.columns.name, self._layout.name),
        }.get(filters.sort or "", (self._present.soonest, self._soonest))
        return self._tools.first(matching, bounds, ranks, k)
