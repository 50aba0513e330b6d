"""The columnar snapshot: one array per field, one row per initiative, in map order.

    Morton key ┌ 0012 ┬ 0012 ┬ 0031 ┬ … ┬ none ┐   rows 0, 1, 2, … everywhere below; neighbours on the map are
    ids        ├  9   ┼  31  ┼  4   ┼ … ┼  1   ┤   neighbours here, and any quadkey cell is one range of rows
    lat, lon   ├  ·   ┼  ·   ┼  ·   ┼ … ┼ nan  ┤   nan: online only, has no position; these come last
    causes     ├  ▓   ┼  ░   ┼  ▓   ┼ … ┼  ░   ┤   a bitmap per code: OR inside a filter, AND between filters
    regions    ├══════════┤  ├═══…                 runs of rows
    needs      └→ row, skills, until               flattened, each pointing back at its row; so are meetings

The key is the bits of the whole Web Mercator units x and y in turn (`points.morton`), ties by id. Columns hold only
what changes with the database; what also changes with the hour is in `present`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue import bits
from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.coded import Bools, Coded, Rows
from luminance_geo.catalogue.frame import Micros
from luminance_geo.catalogue.labels import Labels
from luminance_geo.catalogue.points import Points, scattered
from luminance_geo.catalogue.regions import Regions
from luminance_geo.catalogue.words import WordIndex

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Needs:
    """Needs: their ids, rows and skills, whether places are left, and when they lapse (µs since 1970, UTC)."""

    ids: NDArray[np.int64]
    rows: Rows
    skills: Coded
    places_left: Bools
    lapses: Micros

    @classmethod
    def joined(cls, pieces: Sequence[tuple[Needs, Rows]]) -> Needs:
        """The needs of the rows that stay, each piece with the new row of every row of its columns, -1 for none."""
        moves, size = _moves([(needs.rows, to) for needs, to in pieces])

        def field(name: str) -> NDArray[Any]:
            values = [getattr(needs, name) for needs, _ in pieces]
            return scattered(list(zip(values, moves, strict=True)), size)

        rows = [to[needs.rows] for needs, to in pieces]
        return cls(
            ids=field("ids"),
            rows=scattered(list(zip(rows, moves, strict=True)), size),
            skills=Coded.joined([(needs.skills, move) for (needs, _), move in zip(pieces, moves, strict=True)], size),
            places_left=field("places_left"),
            lapses=field("lapses"),
        )


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings: their row, start and end (µs since 1970, UTC), first and last local day, whether places are left."""

    rows: Rows
    starts: Micros
    ends: Micros
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    places_left: Bools

    @classmethod
    def joined(cls, pieces: Sequence[tuple[Meetings, Rows]]) -> Meetings:
        """The meetings of the rows that stay, each piece with the new row of every row of its columns, -1 for none."""
        moves, size = _moves([(meetings.rows, to) for meetings, to in pieces])

        def field(name: str) -> NDArray[Any]:
            values = [getattr(meetings, name) for meetings, _ in pieces]
            return scattered(list(zip(values, moves, strict=True)), size)

        rows = [to[meetings.rows] for meetings, to in pieces]
        return cls(
            rows=scattered(list(zip(rows, moves, strict=True)), size),
            starts=field("starts"),
            ends=field("ends"),
            first_day=field("first_day"),
            last_day=field("last_day"),
            places_left=field("places_left"),
        )

    def during(self, first: int, last: int, size: int) -> Bits:
        """Of `size` rows, those with a meeting on some local day from `first` to `last` (proleptic ordinals)."""
        return bits.of_rows(self.rows[(self.first_day <= last) & (self.last_day >= first)], size)


@dataclass(frozen=True, slots=True)
class Columns:
    """Every published initiative at one revision; see the drawing above.

    `by_id` gives the rows in the order of ids (in numpy's own width, else it would copy all of them at each look-up),
    the first `located` rows have a position, `primary` is the place of the first cause in `causes.codes`. `newest` and
    `name` are ranks, each row's own.
    """

    revision: int
    ids: NDArray[np.int64]
    by_id: NDArray[np.intp]
    points: Points
    located: int
    causes: Coded
    primary: NDArray[np.int8]
    languages: Coded
    governance: Coded
    sharing: Coded
    regions: Regions
    remote: Bits
    demonstration: Bits
    published: Micros
    newest: Rows
    name: Rows
    words: WordIndex
    needs: Needs
    meetings: Meetings
    labels: Labels

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def is_located(self) -> Bools:
        """For each row, whether it has a position."""
        return np.arange(len(self)) < self.located

    def row(self, id_: int) -> int | None:
        """The row of an id, or None."""
        row = int(self.rows_of_ids(np.array([id_], dtype=np.int64))[0])
        return None if row < 0 else row

    def rows_of_ids(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows of some ids, -1 for unknown ones."""
        if not len(self):
            return np.full(len(ids), -1, dtype=np.int64)
        places = np.searchsorted(self.ids, ids, sorter=self.by_id)
        rows = self.by_id[np.minimum(places, len(self) - 1)]
        return np.where(self.ids[rows] == ids, rows, -1)

    def take(self, rows: NDArray[np.integer]) -> Columns:
        """Some rows, given in whatever order, in map order."""
        to = np.full(len(self), -1, dtype=np.int32)
        to[np.sort(rows)] = np.arange(len(rows), dtype=np.int32)
        return _joined([(self, to)], len(rows), self.revision)

    @classmethod
    def merge(
        cls, one: Columns, other: Columns, revision: int, *, without: NDArray[np.integer] | None = None
    ) -> Columns:
        """The rows of two, but for those of the first that are left out, which then have no id in common.

        Work on arrays alone; beyond that, names and words are looked up only for the smaller of the two.
        """
        order = Points.concat(one.points, other.points).map_order(np.concatenate((one.ids, other.ids)))
        stays = np.ones(len(order), dtype=np.bool_)
        if without is not None:
            stays[without] = False
        order = order[stays[order]]
        size = len(order)
        to = np.full(len(stays), -1, dtype=np.int32)
        to[order] = np.arange(size, dtype=np.int32)
        return _joined([(one, to[: len(one)]), (other, to[len(one) :])], size, revision)


_Pieces = Sequence[tuple[Columns, Rows]]
"""Columns, each with the new row of every row of its own, ascending but for those that are left out: -1."""


def _joined(pieces: _Pieces, size: int, revision: int) -> Columns:
    def of(field: str) -> list[tuple[Any, Rows]]:
        return [(getattr(columns, field), to) for columns, to in pieces]

    def flags(field: str) -> Bits:
        return bits.pack(scattered([(bits.unpack(own, len(to)), to) for own, to in of(field)], size))

    ids, published = scattered(of("ids"), size), scattered(of("published"), size)
    return Columns(
        revision=revision,
        ids=ids,
        by_id=np.argsort(ids),
        points=Points.joined(of("points"), size),
        located=sum(int(np.count_nonzero(to[: columns.located] >= 0)) for columns, to in pieces),
        causes=Coded.joined(of("causes"), size),
        primary=scattered(of("primary"), size),
        languages=Coded.joined(of("languages"), size),
        governance=Coded.joined(of("governance"), size),
        sharing=Coded.joined(of("sharing"), size),
        regions=Regions.joined(of("regions"), size),
        remote=flags("remote"),
        demonstration=flags("demonstration"),
        published=published,
        newest=ranks(-published, ids),
        name=_name_ranks(pieces),
        words=WordIndex.joined(of("words"), size),
        needs=Needs.joined(of("needs")),
        meetings=Meetings.joined(of("meetings")),
        labels=Labels.joined(of("labels"), size),
    )


def _moves(pieces: Sequence[tuple[Rows, Rows]]) -> tuple[list[Rows], int]:
    """Where things that point at rows go when the rows move, so that they stay in the order of rows; how many stay."""
    rows = np.concatenate([to[of] for of, to in pieces])
    kept = np.flatnonzero(rows >= 0)
    place = np.full(len(rows), -1, dtype=np.int32)
    place[kept[np.argsort(rows[kept], kind="stable")]] = np.arange(len(kept), dtype=np.int32)
    return np.split(place, np.cumsum([len(of) for of, _ in pieces])[:-1]), len(kept)


def _name_ranks(pieces: _Pieces) -> Rows:
    """The order of the longest piece is kept; what the others hold is looked up in it, name by name."""
    (base, to), *others = sorted(pieces, key=lambda piece: len(piece[0]), reverse=True)
    order = _inverse(base.name)
    order = order[to[order] >= 0]
    more = sorted(
        (columns.labels.name_key(row), int(columns.ids[row]), int(moved[row]))
        for columns, moved in others
        for row in np.flatnonzero(moved >= 0).tolist()
    )
    key = cache(lambda row: (base.labels.name_key(row), int(base.ids[row])))  # each look-up begins with the same few
    places = [bisect_left(order, (name, id_), key=key) for name, id_, _ in more]
    rows = np.insert(to[order], np.array(places, dtype=np.int64), [row for *_, row in more])
    return _inverse(rows)


def ranks(*keys: NDArray[np.int64]) -> Rows:
    """The place of each row when sorted by the first key, then by the next."""
    return _inverse(np.lexsort(keys[::-1]))


def _inverse(order: NDArray[np.integer]) -> Rows:
    """Where each row stands in an order of them all, and the other way round."""
    places = np.empty(len(order), dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return places
