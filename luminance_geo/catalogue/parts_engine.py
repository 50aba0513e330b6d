"""The engine over parts: asks each one, and puts the answers together so that nobody sees where a part ends.

    count, facets, regions   added up
    search, nearest          the first of each part, merged by keys that mean the same everywhere
    cells                    grids of one view, grouped as one (`grouping`)

Complexity: that of the parts, and O(k log k) for the k rows that a page needs up to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from luminance_geo import vocabulary
from luminance_geo.catalogue.blocks.tools import Tools, ready
from luminance_geo.catalogue.engine import RINGS_KM
from luminance_geo.catalogue.filters import BBox, Filters
from luminance_geo.catalogue.grouping import Source, cells_from
from luminance_geo.catalogue.parts import Key, Part, Ranked
from luminance_geo.catalogue.results import Cells, Facets, Hit, SearchResult
from luminance_geo.catalogue.viewport import view_of

Order = list[tuple[int, int]]
"""Which part, and which of its ranked rows, comes next."""
Keys = Callable[[Part, Ranked], list[Key]]
"""What to compare ranked rows of a part by with those of another."""


class PartsEngine:
    """Answers as `engine.Engine` says, from parts that hold no initiative twice; `tools` as in `BlocksPart`."""

    def __init__(self, parts: Iterable[Part], *, revision: int, tools: Tools | None = None) -> None:
        self._parts, self._revision, self._tools = tuple(parts), revision, tools

    @property
    def revision(self) -> int:
        """The revision of the data that it answers from."""
        return self._revision

    def count(self, filters: Filters) -> int:
        """How many initiatives match."""
        return sum(part.count(filters) for part in self._parts)

    def ids(self, filters: Filters) -> NDArray[np.int64]:
        """Ids of all that match, in the order of `sort`."""
        ranked = [part.first(filters, part.count(filters)) for part in self._parts]
        alone = _alone(ranked)
        if alone is not None:
            return self._parts[alone].columns.ids[ranked[alone].rows]
        ids = [part.columns.ids[own.rows].tolist() for part, own in zip(self._parts, ranked, strict=True)]
        order = self._merged(ranked, lambda part, own: part.keys(filters, own))
        return np.array([ids[number][place] for number, place in order], dtype=np.int64)

    def search(self, filters: Filters, *, limit: int, offset: int) -> SearchResult:
        """A page of what matches."""
        ranked = [part.first(filters, offset + limit) for part in self._parts]
        hits = self._hits(ranked, slice(offset, offset + limit), filters, lambda part, own: part.keys(filters, own))
        return SearchResult(self._revision, sum(own.matched for own in ranked), hits)

    def nearest(self, lat: float, lon: float, k: int, filters: Filters) -> tuple[Hit, ...]:
        """The `k` nearest to a point among what matches and has a position."""
        ranked = [part.nearest(lat, lon, k, filters) for part in self._parts]
        return self._hits(ranked, slice(k), filters, _nearness)

    def cells(self, bbox: BBox, zoom: float, filters: Filters, *, outside: bool) -> Cells:
        """Marks for a viewport."""
        view = view_of(bbox, zoom)
        sources = [
            Source(part.grid(view, filters, outside=outside), part.columns.points, part.columns.ids)
            for part in self._parts
        ]
        matched = sum(int(source.grid.count[source.grid.inside].sum()) for source in sources)
        every = sum(int(source.grid.count.sum()) for source in sources)
        return Cells(
            self._revision, matched, every - matched, cells_from(sources, view, (self._tools or ready()).merge)
        )

    def facets(self, filters: Filters) -> Facets:
        """How many each choice would give."""
        every = [part.facets(filters) for part in self._parts] or [_nothing(filters)]
        return Facets(
            revision=self._revision,
            total=sum(own.total for own in every),
            causes=_added(own.causes for own in every),
            skills=_added(own.skills for own in every),
            open=sum(own.open for own in every),
            remote=sum(own.remote for own in every),
            languages=_added(own.languages for own in every),
            governance=_added(own.governance for own in every),
            sharing=_added(own.sharing for own in every),
            demonstration=_added(own.demonstration for own in every),
            within=_added(own.within for own in every),
        )

    def counts_by_region(self, kind: str, filters: Filters) -> dict[str, int]:
        """How many match in each region of a kind, where there is any."""
        return _added(part.counts_by_region(kind, filters) for part in self._parts)

    def page(self, filters: Filters, after: int, limit: int) -> tuple[int, NDArray[np.int64]]:
        """How many match, and the first `limit` ids of these beyond `after`, ascending."""
        pages = [part.page(filters, after, limit) for part in self._parts]
        return sum(matched for matched, _ in pages), np.sort(_end_to_end(ids for _, ids in pages))[:limit]

    def need_ids(self, filters: Filters) -> NDArray[np.int64]:
        """Ids of standing needs of what matches, ascending; under `skill` and `open` those that meet it."""
        return np.sort(_end_to_end(part.need_ids(filters) for part in self._parts))

    def _merged(self, ranked: Sequence[Ranked], keys: Keys) -> Order:
        """The ranked rows of all parts in their common order."""
        keyed = [
            (key, (number, place))
            for number, own in enumerate(ranked)
            for place, key in enumerate(keys(self._parts[number], own))
        ]
        return [at for _, at in sorted(keyed)]

    def _hits(self, ranked: Sequence[Ranked], page: slice, filters: Filters, keys: Keys) -> tuple[Hit, ...]:
        """A page of the ranked rows of all parts in their common order."""
        alone = _alone(ranked)
        if alone is not None:
            own = ranked[alone]
            return tuple(self._parts[alone].hits(own.rows[page], own.km[page], filters))
        order = self._merged(ranked, keys)[page]
        places: list[list[int]] = [[] for _ in self._parts]
        for number, place in order:
            places[number].append(place)
        found = [
            iter(part.hits(own.rows[at], own.km[at], filters) if at else ())
            for part, own, at in zip(self._parts, ranked, places, strict=True)
        ]
        return tuple(next(found[number]) for number, _ in order)


def _alone(ranked: Sequence[Ranked]) -> int | None:
    """The only part that gave any row, if there is one: its rows stand in the common order already."""
    filled = [number for number, own in enumerate(ranked) if len(own.rows)]
    return filled[0] if len(filled) == 1 else None


def _nearness(part: Part, ranked: Ranked) -> list[Key]:
    return list(zip(ranked.km.tolist(), part.columns.ids[ranked.rows].tolist(), strict=True))


def _end_to_end(ids: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(0, dtype=np.int64), *ids])


def _nothing(filters: Filters) -> Facets:
    """What no part at all would answer: every choice, giving nothing."""
    return Facets(
        revision=0,
        total=0,
        causes=dict.fromkeys(vocabulary.causes(), 0),
        skills=dict.fromkeys(vocabulary.skills(), 0),
        languages=dict.fromkeys(vocabulary.activity_languages(), 0),
        governance=dict.fromkeys(vocabulary.governance(), 0),
        sharing=dict.fromkeys(vocabulary.sharing(), 0),
        demonstration={"true": 0, "false": 0},
        within={f"{km:g}": 0 for km in RINGS_KM} if filters.near else {},
    )


def _added(every: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts by key, added up; each key stays where it first came."""
    total: dict[str, int] = {}
    for counts in every:
        total |= {key: total.get(key, 0) + number for key, number in counts.items()}
    return total
