"""Grids into what the map shows: marks with their position and extent, single ones by name, stacks with their members.

    position   the mean of the grains (see `viewport`) in Mercator; of a single one and of a stack: exact
    extent     what the grains cover; of a single one and of a stack: exact
    stack      what is still one mark at zoom 18, where all that is near merges: it lists its members

Complexity: as `marks`, then O(m) for m marks and O(k) for k members of what may be a stack. Nothing here runs once per
mark but the making of the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue import merging
from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.filters import BBox
from luminance_geo.catalogue.marks import Marks, marks_of, merged, of_points, united
from luminance_geo.catalogue.merging import MERGE_PX, Merge
from luminance_geo.catalogue.parts import Grid, View
from luminance_geo.catalogue.points import UNITS_ZOOM, WORLD, Points
from luminance_geo.catalogue.results import Cell
from luminance_geo.catalogue.viewport import Units, cell_keys, grid_of, view_of
from luminance_geo.geo import FloatArray, from_pixels

MOST = 400
MOST_MEMBERS = 12
DEEPEST_ZOOM = 18.0
_REACH = np.array([0.0, 0.0, 47.0, 67.0, 90.0, 4 * MERGE_PX]) * 2 ** (UNITS_ZOOM - DEEPEST_ZOOM)
"""In units, by number of members: how far apart they can be at most and be one mark at the deepest zoom.

Two are within a cell (45 px from corner to corner, and a pixel for rounding) or a merge of one another; three are two,
and one that is nearer than a merge to their middle; four so too. More hardly ever reach further than four merges.
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A grid, and the positions and ids that its rows refer to."""

    grid: Grid
    points: Points
    ids: NDArray[np.int64]


def cells_of(
    points: Points, ids: NDArray[np.int64], box: BBox, zoom: float, inside: Bools, most: int = MOST
) -> tuple[Cell, ...]:
    """At most `most` marks for points that lie in a box; `inside` ones stay apart."""
    view = view_of(box, zoom)
    grid = grid_of(view, *points.turned(box), inside, np.arange(len(ids)))
    return cells_from([Source(grid, points, ids)], view, most=most)


def cells_from(
    sources: Sequence[Source], view: View, merge: Merge = merging.merge, most: int = MOST
) -> tuple[Cell, ...]:
    """At most `most` marks for what the sources show of one view."""
    if not sum(len(source.grid.count) for source in sources):
        return ()
    marks = marks_of([source.grid for source in sources], view, most, merge)
    places = _Places.of(marks)
    ids = _place_singles(sources, marks, places)
    members = _place_stacks(sources, marks, view, places, merge)
    return places.cells(marks, ids, members)


@dataclass(frozen=True, slots=True)
class _Places:
    """Positions and extents of marks in degrees; longitudes are turned as the view is. Refined in place."""

    lat: FloatArray
    lon: FloatArray
    west: FloatArray
    south: FloatArray
    east: FloatArray
    north: FloatArray

    @classmethod
    def of(cls, marks: Marks) -> _Places:
        """By grains; those at the edge of the square world reach to the poles."""
        (west, north, east, south), (x, y) = marks.bounds, marks.sums[1:] / marks.counts
        lat, lon = from_pixels(np.stack((x, west, -east)), np.stack((y, north, -south)), UNITS_ZOOM)
        return cls(
            lat[0], lon[0], lon[1], np.where(south <= -WORLD, -90.0, lat[2]), lon[2], np.where(north <= 0, 90.0, lat[1])
        )

    def cells(self, marks: Marks, ids: list[int | None], members: dict[int, tuple[int, ...]]) -> tuple[Cell, ...]:
        """The answer, longitudes back in [-180, 180]."""
        lon, west, east = _wrapped(np.array((self.lon, self.west, self.east))).tolist()
        extents = zip(west, self.south.tolist(), east, self.north.tolist(), strict=True)
        listed = [members.get(mark, ()) for mark in range(len(ids))] if members else [()] * len(ids)
        inside = marks.side.astype(np.bool_).tolist()
        columns = (lon, self.lat.tolist(), marks.counts.tolist(), inside, extents, ids, listed)
        return tuple(map(partial(tuple.__new__, Cell), zip(*columns, strict=True)))  # as `Cell._make`, sooner


def _wrapped(lon: FloatArray) -> FloatArray:
    return np.where(lon > 180.0, lon - 360.0, np.where(lon < -180.0, lon + 360.0, lon))


def _place_singles(sources: Sequence[Source], marks: Marks, places: _Places) -> list[int | None]:
    """The ids of single ones, which stand exactly where they are."""
    begin, ids = 0, np.full(len(marks), None, dtype=np.object_)
    for source in sources:
        of = marks.of[begin : begin + len(source.grid.count)]
        begin += len(of)
        single = marks.counts[of] == 1
        mark, rows = of[single], source.grid.first[single]
        lat, lon = source.points.lat[rows], source.points.lon[rows]
        places.lat[mark] = places.south[mark] = places.north[mark] = lat
        places.lon[mark] = places.west[mark] = places.east[mark] = lon
        ids[mark] = source.ids[rows]
    return ids.tolist()


def _place_stacks(
    sources: Sequence[Source], marks: Marks, view: View, places: _Places, merge: Merge
) -> dict[int, tuple[int, ...]]:
    """The first members of each stack, which stand exactly where these are."""
    possible = marks.counts > 1
    if view.zoom < DEEPEST_ZOOM:
        possible &= _least_apart(marks, view) <= reach_units(marks.counts)
    if not possible.any():
        return {}
    members = _Members.of(sources, marks, possible, view)
    if view.zoom < DEEPEST_ZOOM:
        members = members.take(members.stay_one(len(marks), merge)[members.mark])
    return members.placed(places)


def _least_apart(marks: Marks, view: View) -> FloatArray:
    """How far apart in units the outermost members of each mark are at least, by their grains."""
    west, north, east, south = marks.bounds
    inner = 2 << view.grain
    return np.asarray(np.hypot(np.maximum(-east - west - inner, 0), np.maximum(-south - north - inner, 0)))


def reach_units(count: Units) -> FloatArray:
    """How far apart, by their number, members of one mark at the deepest zoom can be at most."""
    return np.asarray(_REACH[np.minimum(count, len(_REACH) - 1)])


@dataclass(frozen=True, slots=True)
class _Members:
    """All that some marks hold, one after the other, in the order of marks and of ids."""

    mark: NDArray[np.intp]
    ids: NDArray[np.int64]
    lat: FloatArray
    lon: FloatArray
    x: Units
    y: Units

    @classmethod
    def of(cls, sources: Sequence[Source], marks: Marks, wanted: Bools, view: View) -> _Members:
        """Of the marks wanted."""
        begin, found = 0, []
        for source in sources:
            of = marks.of[begin : begin + len(source.grid.count)]
            begin += len(of)
            cells = np.flatnonzero(wanted[of])
            rows = source.grid.rows(cells) if len(cells) else cells
            found.append(_rows(source, np.repeat(of[cells], source.grid.count[cells]), rows, view.box))
        every = cls(*map(np.concatenate, zip(*found, strict=True)))
        return every.take(np.lexsort((every.ids, every.mark)))

    def take(self, which: NDArray[np.integer] | Bools) -> _Members:
        """Some of them."""
        return _Members(*(getattr(self, name)[which] for name in self.__slots__))

    def stay_one(self, marks: int, merge: Merge) -> Bools:
        """For each of so many marks, whether its members are one mark at the deepest zoom; others are not."""
        starts = self._starts()
        wide = np.hypot(*(np.maximum.reduceat(a, starts) - np.minimum.reduceat(a, starts) for a in (self.x, self.y)))
        narrow = np.zeros(marks, dtype=np.bool_)
        narrow[self.mark[starts]] = wide <= reach_units(np.diff(starts, append=len(self.mark)))
        few = self.take(narrow[self.mark])
        deep = view_of(BBox(-180, -90, 180, 90), DEEPEST_ZOOM)
        _, cell = np.unique(
            cell_keys(few.x >> deep.shift, few.y >> deep.shift, np.zeros_like(few.x)), return_inverse=True
        )
        parted = merged(united(of_points(few.x, few.y, few.mark, deep), cell * marks + few.mark), DEEPEST_ZOOM, merge)
        return np.asarray(np.bincount(parted.side, minlength=marks) == 1)

    def placed(self, places: _Places) -> dict[int, tuple[int, ...]]:
        """Places each mark exactly, and gives its first members."""
        if not len(self.mark):
            return {}
        starts = self._starts()
        marks, ends = self.mark[starts], np.append(starts[1:], len(self.mark))
        x, y = (np.add.reduceat(axis, starts) / (ends - starts) for axis in (self.x, self.y))
        lat, lon = from_pixels(x, y, UNITS_ZOOM)
        for own, mean, least, most in (
            (self.lat, lat, places.south, places.north), (self.lon, lon, places.west, places.east),
        ):  # fmt: skip
            least[marks], most[marks] = np.minimum.reduceat(own, starts), np.maximum.reduceat(own, starts)
            np.clip(mean, least[marks], most[marks], out=mean)
        places.lat[marks], places.lon[marks] = lat, lon
        spans = zip(marks.tolist(), starts.tolist(), ends.tolist(), strict=True)
        ids = self.ids
        return {mark: tuple(ids[start : min(end, start + MOST_MEMBERS)].tolist()) for mark, start, end in spans}

    def _starts(self) -> NDArray[np.intp]:
        return np.flatnonzero(np.diff(self.mark, prepend=-1))


_MemberColumns = tuple[NDArray[np.intp], NDArray[np.int64], FloatArray, FloatArray, Units, Units]


def _rows(source: Source, mark: NDArray[np.intp], rows: NDArray[np.int64], box: BBox) -> _MemberColumns:
    """The columns of `_Members` for some rows of a source."""
    points = source.points.take(rows)
    return mark, source.ids[rows], points.lat, points.lon + 360.0 * points.turns(box), *points.turned(box)
