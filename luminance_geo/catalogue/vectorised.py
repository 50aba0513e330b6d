"""The clear engine: every answer is a few passes of numpy over whole columns. The reference for any faster one.

Complexity: O(n) per query for n initiatives, about 1 µs per filter and 10,000 rows; sorting touches only what matched.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf, isnan

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.around import Around
from luminance_geo.catalogue.bits import Bits, pack, unpack
from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.engine import RINGS_KM
from luminance_geo.catalogue.filters import BBox, Filters, When
from luminance_geo.catalogue.grouping import cells_of
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.results import Cells, Facets, Hit, Matched, SearchResult
from luminance_geo.geo import FloatArray

RowNumbers = NDArray[np.int64]


class VectorisedEngine:
    """Answers as `engine.Engine` says, from columns as they hold at a moment."""

    def __init__(self, columns: Columns, present: Present) -> None:
        self._columns, self._present = columns, present

    @property
    def revision(self) -> int:
        """The revision of the columns."""
        return self._columns.revision

    def count(self, filters: Filters) -> int:
        """How many initiatives match."""
        return int(np.count_nonzero(self._matching(filters, self._around(filters))))

    def ids(self, filters: Filters) -> NDArray[np.int64]:
        """Ids of all that match, in the order of `sort`."""
        around = self._around(filters)
        matching = np.flatnonzero(self._matching(filters, around))
        rows, _ = self._ranked(matching, filters, around, len(matching))
        return self._columns.ids[rows]

    def search(self, filters: Filters, *, limit: int, offset: int) -> SearchResult:
        """A page of what matches."""
        around = self._around(filters)
        matching = np.flatnonzero(self._matching(filters, around))
        rows, km = self._ranked(matching, filters, around, offset + limit)
        return SearchResult(self.revision, len(matching), self._hits(rows[offset:], km[offset:], filters))

    def nearest(self, lat: float, lon: float, k: int, filters: Filters) -> tuple[Hit, ...]:
        """The `k` nearest to a point among what matches and has a position."""
        rows = np.flatnonzero(self._matching(filters, self._around(filters)) & self._columns.is_located)
        return self._hits(*Around(self._columns, lat, lon).first(rows, k), filters)

    def cells(self, bbox: BBox, zoom: float, filters: Filters, *, outside: bool) -> Cells:
        """Marks for a viewport."""
        seen = self._matching(filters, None) & self._columns.points.in_box(bbox)
        around = self._around(filters)
        inside = seen if around is None else self._near(around, filters, seen)
        rows = np.flatnonzero(seen if outside else inside)
        rows = rows[np.argsort(self._columns.ids[rows])]
        flags = inside[rows]
        matched = int(np.count_nonzero(flags))
        features = cells_of(self._columns.points.take(rows), self._columns.ids[rows], bbox, zoom, flags)
        return Cells(self.revision, matched, len(rows) - matched, features)

    def facets(self, filters: Filters) -> Facets:
        """How many each choice would give: rows that fail no filter, or only the one that the choice is about."""
        columns, masks = self._columns, self._masks(filters)
        fails = np.zeros(len(columns), dtype=np.uint8)
        for mask in masks.values():
            fails += ~mask
        around = self._around(filters)
        apart_from_near = fails == 0
        if around is not None:
            masks["near"] = self._near(around, filters, fails <= 1)
            fails += ~masks["near"]

        def ignoring(name: str) -> Bools:
            return np.asarray(fails == ~masks[name] if name in masks else fails == 0)

        demonstration, demonstrates = ignoring("demonstration"), self._flags(columns.demonstration)
        return Facets(
            revision=self.revision,
            total=int(np.count_nonzero(fails == 0)),
            causes=columns.causes.counts(pack(ignoring("cause"))),
            skills=self._present.skills.counts(pack(ignoring("skill"))),
            open=int(np.count_nonzero(self._flags(self._present.open) & ignoring("open"))),
            remote=self.count(replace(filters, remote=True)),
            languages=columns.languages.counts(pack(ignoring("language"))),
            governance=columns.governance.counts(pack(ignoring("governance"))),
            sharing=columns.sharing.counts(pack(ignoring("sharing"))),
            demonstration={
                "true": int(np.count_nonzero(demonstration & demonstrates)),
                "false": int(np.count_nonzero(demonstration & ~demonstrates)),
            },
            within={} if around is None else self._rings(around, filters, apart_from_near),
        )

    def counts_by_region(self, kind: str, filters: Filters) -> dict[str, int]:
        """How many match in each region of a kind, where there is any."""
        return self._columns.regions.counts(kind, pack(self._matching(filters, self._around(filters))))

    def _matching(self, filters: Filters, around: Around | None) -> Bools:
        """What every filter keeps; without `around`, whatever the radius."""
        kept = np.ones(len(self._columns), dtype=np.bool_)
        for mask in self._masks(filters).values():
            kept &= mask
        return kept if around is None else self._near(around, filters, kept)

    def _masks(self, filters: Filters) -> dict[str, Bools]:
        """What each active filter keeps, the radius apart: it is dearer and comes last."""
        columns, present = self._columns, self._present
        masks: dict[str, Bools] = {}
        for name, coded in (
            ("cause", columns.causes), ("skill", present.skills), ("region", columns.regions),
            ("language", columns.languages), ("governance", columns.governance), ("sharing", columns.sharing),
        ):  # fmt: skip
            if codes := getattr(filters, name):
                masks[name] = self._flags(coded.union(codes))
        if filters.open:
            masks["open"] = self._flags(present.open)
        if filters.remote:
            masks["remote"] = self._flags(columns.remote)
        if filters.demonstration is not None:
            masks["demonstration"] = self._flags(columns.demonstration) == filters.demonstration
        if filters.when:
            masks["when"] = self._during(filters.when)
        if filters.q:
            masks["q"] = self._flags(columns.words.match(filters.q))
        if filters.bbox:
            masks["bbox"] = columns.points.in_box(filters.bbox) | self._anywhere(filters)
        return masks

    def _during(self, when: When) -> Bools:
        first = when.start.toordinal() if when.start else 0
        last = when.end.toordinal() if when.end else np.iinfo(np.int32).max
        return self._flags(self._columns.meetings.during(first, last, len(self._columns)))

    def _flags(self, rows: Bits) -> Bools:
        return unpack(rows, len(self._columns))

    def _anywhere(self, filters: Filters) -> Bools:
        """What has no position counts as being everywhere once `remote` is asked for, and nowhere before."""
        return ~self._columns.is_located & filters.remote

    def _around(self, filters: Filters) -> Around | None:
        return Around(self._columns, filters.near.lat, filters.near.lon) if filters.near else None

    def _near(self, around: Around, filters: Filters, among: Bools) -> Bools:
        km = inf if filters.within_km is None else filters.within_km
        return around.within(km, among) | (self._anywhere(filters) & among)

    def _rings(self, around: Around, filters: Filters, among: Bools) -> dict[str, int]:
        everywhere = int(np.count_nonzero(self._anywhere(filters) & among))
        counts = around.counts(RINGS_KM, among)
        return {f"{km:g}": count + everywhere for km, count in zip(RINGS_KM, counts, strict=True)}

    def _ranked(
        self, rows: RowNumbers, filters: Filters, around: Around | None, k: int
    ) -> tuple[RowNumbers, FloatArray]:
        """The first `k` rows in the order asked for, with their distances (nan without a place or a position)."""
        if around is None:
            first = self._first(rows, filters, k)
            return first, np.full(len(first), np.nan)
        if filters.sort not in {None, "distance"}:
            first = self._first(rows, filters, k)
            return first, around.km(first)
        located = rows < self._columns.located
        first, km = around.first(rows[located], k)
        last = rows[~located][: k - len(first)]
        return np.concatenate((first, last)), np.concatenate((km, np.full(len(last), np.nan)))

    def _first(self, rows: RowNumbers, filters: Filters, k: int) -> RowNumbers:
        ranks = {"newest": self._columns.newest, "name": self._columns.name}
        own = ranks.get(filters.sort or "soonest", self._present.soonest)[rows]
        if 0 < k < len(rows):
            chosen = np.argpartition(own, k - 1)[:k]
            rows, own = rows[chosen], own[chosen]
        return rows[np.argsort(own)][:k]

    def _hits(self, rows: RowNumbers, km: FloatArray, filters: Filters) -> tuple[Hit, ...]:
        columns, present = self._columns, self._present
        why = map(
            Matched,
            columns.causes.held(rows, filters.cause),
            present.skills.held(rows, filters.skill),
            present.open_needs[rows].tolist(),
        )
        distances = [None if isnan(far) else far for far in km.tolist()]
        return tuple(map(Hit, columns.ids[rows].tolist(), distances, why))
