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

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue import bits
from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.coded import Bools, Coded, Rows
from luminance_geo.catalogue.frame import Micros
from luminance_geo.catalogue.labels import Labels
from luminance_geo.catalogue.points import Points
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


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings: their row, start and end (µs since 1970, UTC), first and last local day, whether places are left."""

    rows: Rows
    starts: Micros
    ends: Micros
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    places_left: Bools

    def during(self, first: int, last: int, size: int) -> Bits:
        """Of `size` rows, those with a meeting on some local day from `first` to `last` (proleptic ordinals)."""
        return bits.of_rows(self.rows[(self.first_day <= last) & (self.last_day >= first)], size)


@dataclass(frozen=True, slots=True)
class Columns:
    """Every published initiative at one revision; see the drawing above.

    `by_id` gives the rows in the order of ids, the first `located` rows have a position, `primary` is the place of the
    first cause in `causes.codes`. `newest` and `name` are ranks, each row's own.
    """

    revision: int
    ids: NDArray[np.int64]
    by_id: Rows
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
        rows = self.by_id[np.minimum(places, len(self) - 1)].astype(np.int64)
        return np.where(self.ids[rows] == ids, rows, -1)


def ranks(*keys: NDArray[np.int64]) -> Rows:
    """The place of each row when sorted by the first key, then by the next."""
    order = np.lexsort(keys[::-1])
    places = np.empty(len(order), dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return places
