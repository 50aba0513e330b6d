"""Points into marks of a map: a grid of screen pixels, then a merge of the marks that would touch.

    1. grid    cells of 60 px (36 from zoom 13, 26 from 15), anchored in world pixels so that panning keeps them;
               doubled until few enough cells are left
    2. merge   the two nearest marks first, at their mean, until none are nearer than 42 px (two single points: 30)
    3. stacks  a group that is still one mark at zoom 18 lists its members

Complexity: O(n log n) for n points of the viewport, then O(c log c) for c ≤ 800 cells. Positions are whole numbers of
2⁻³² of the world's width (9 mm at the equator), so that sums, hence means and merges, do not depend on the order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.filters import BBox
from luminance_geo.catalogue.points import UNITS_ZOOM, WORLD, Points, Turned
from luminance_geo.catalogue.results import Cell
from luminance_geo.geo import from_pixels, to_pixels, world_pixels

MERGE_PX = 42.0
MERGE_SINGLES_PX = 30.0
_NEAR, _NEAR_SINGLES = MERGE_PX**2, MERGE_SINGLES_PX**2
MOST = 400
MOST_MEMBERS = 12
DEEPEST_ZOOM = 18.0
_FINEST_ZOOM = 22.0
"""Beyond it (4 cm to the pixel) the keys of the grid would no longer be whole in float64."""

Extent = tuple[float, float, float, float]


def grid_pixels(zoom: float) -> float:
    """Width of the grid's cells in pixels at a zoom.

    >>> grid_pixels(12.5), grid_pixels(13), grid_pixels(16)
    (60.0, 36.0, 26.0)
    """
    return 60.0 if zoom < 13 else 36.0 if zoom < 15 else 26.0


def cells_of(
    points: Points, ids: NDArray[np.int64], box: BBox, zoom: float, inside: NDArray[np.bool_], most: int = MOST
) -> tuple[Cell, ...]:
    """At most `most` marks for points of a viewport, given in the order of their ids; `inside` ones stay apart."""
    turned, zoom = points.turned(box), min(zoom, _FINEST_ZOOM)
    marks = _marks(turned, zoom, inside, most)
    return tuple(map(partial(_cell, points, ids), marks, _centres(marks), _stacks(turned, marks, zoom)))


@dataclass(slots=True)
class _Mark:
    """A cell or a merge of cells: sums of units, centre in pixels of the zoom."""

    count: int
    sum_x: float
    sum_y: float
    x: float
    y: float
    flag: bool
    extent: Extent
    parts: list[NDArray[np.int64]]

    def merged(self, other: _Mark, scale: float) -> _Mark:
        """Both as one."""
        count, x, y = self.count + other.count, self.sum_x + other.sum_x, self.sum_y + other.sum_y
        (w1, s1, e1, n1), (w2, s2, e2, n2) = self.extent, other.extent
        extent = (min(w1, w2), min(s1, s2), max(e1, e2), max(n1, n2))
        return _Mark(count, x, y, x / count * scale, y / count * scale, self.flag, extent, self.parts + other.parts)


def _marks(points: Turned, zoom: float, flags: NDArray[np.bool_], most: int = MOST) -> list[_Mark]:
    if not len(points.lat):
        return []
    scale = world_pixels(zoom) / WORLD
    size = grid_pixels(zoom)
    while True:
        order, starts = _grid(points, flags, size / scale)
        if len(starts) <= 2 * most:
            marks = _merge(_cells(points, flags, order, starts, scale), scale)
            if len(marks) <= most:
                return marks
        size *= 2


def _grid(points: Turned, flags: NDArray[np.bool_], size: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The points in the order of their cells, and where each cell starts; `size` is in units."""
    column, row = np.floor(points.x / size), np.floor(points.y / size)
    column -= column.min()
    row -= row.min()
    width, height = column.max() + 1, row.max() + 1
    key = (row * width + column) * 2 + flags
    # 16-bit keys are sorted by radix, several times faster; a viewport hardly ever needs more.
    kind = np.uint16 if width * height * 2 < 2**16 else np.int64
    order = np.argsort(key.astype(kind), kind="stable")
    ordered = key[order]
    return order, np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))


def _cells(
    points: Turned,
    flags: NDArray[np.bool_],
    order: NDArray[np.int64],
    starts: NDArray[np.int64],
    scale: float,
) -> list[_Mark]:
    lat, lon, x, y = points.lat[order], points.lon[order], points.x[order], points.y[order]
    counts = np.diff(starts, append=len(order))
    sum_x, sum_y = np.add.reduceat(x, starts), np.add.reduceat(y, starts)
    extents = zip(
        np.minimum.reduceat(lon, starts).tolist(),
        np.minimum.reduceat(lat, starts).tolist(),
        np.maximum.reduceat(lon, starts).tolist(),
        np.maximum.reduceat(lat, starts).tolist(),
        strict=True,
    )
    columns = (counts, sum_x, sum_y, sum_x / counts * scale, sum_y / counts * scale, flags[order[starts]])
    parts = ([order[start : start + count]] for start, count in zip(starts.tolist(), counts.tolist(), strict=True))
    return [_Mark(*cell) for cell in zip(*(column.tolist() for column in columns), extents, parts, strict=True)]


_Pair = tuple[float, int, int]
"""Squared distance of two marks, and their places in the order of making."""


def _merge(cells: list[_Mark], scale: float) -> list[_Mark]:
    """Nearest pair first, ties in the order of making, until no pair is too near."""
    pairs = _near_pairs(cells)
    if not pairs:
        return cells
    marks: list[_Mark | None] = list(cells)
    shelves: _Shelves = {}
    for place, mark in enumerate(cells):
        shelves.setdefault(_shelf(mark), []).append((mark.x, mark.y, place))
    heapify(pairs)
    while pairs:
        _, first, second = heappop(pairs)
        one, other = marks[first], marks[second]
        if one is None or other is None:
            continue
        marks[first] = marks[second] = None
        merged = one.merged(other, scale)
        for apart, neighbour in _neighbours(shelves, merged):
            if marks[neighbour] is not None:
                heappush(pairs, (apart, neighbour, len(marks)))
        shelves.setdefault(_shelf(merged), []).append((merged.x, merged.y, len(marks)))
        marks.append(merged)
    return [mark for mark in marks if mark is not None]


def _near_pairs(cells: list[_Mark]) -> list[_Pair]:
    """The pairs of cells that are too near: each is compared with those less than a merge distance below it."""
    x, y = np.array([cell.x for cell in cells]), np.array([cell.y for cell in cells])
    single, flag = np.array([cell.count == 1 for cell in cells]), np.array([cell.flag for cell in cells])
    order = np.argsort(y, kind="stable")
    ends = np.searchsorted(y[order], y[order] + MERGE_PX)
    below = ends - np.arange(len(cells)) - 1
    first = np.repeat(np.arange(len(cells)), below)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(below) - below, below)
    one, other = order[first], order[second]
    apart = (x[one] - x[other]) ** 2 + (y[one] - y[other]) ** 2
    near = (apart < np.where(single[one] & single[other], _NEAR_SINGLES, _NEAR)) & (flag[one] == flag[other])
    one, other = one[near], other[near]
    return list(
        zip(apart[near].tolist(), np.minimum(one, other).tolist(), np.maximum(one, other).tolist(), strict=True)
    )


_Shelves = dict[int, list[tuple[float, float, int]]]
"""Squares of the merge distance, numbered, with the marks that lie on each; merged ones are left lying."""
_SHELF_ROW = 2**32
_AROUND = tuple(column * 2 + row * _SHELF_ROW for row in (-1, 0, 1) for column in (-1, 0, 1))


def _shelf(mark: _Mark) -> int:
    return int(mark.x // MERGE_PX) * 2 + int(mark.y // MERGE_PX) * _SHELF_ROW + mark.flag


def _neighbours(shelves: _Shelves, group: _Mark) -> Iterator[tuple[float, int]]:
    """Squared distance and place of the marks that are too near to a group."""
    shelf = _shelf(group)
    for offset in _AROUND:
        for x, y, place in shelves.get(shelf + offset, ()):
            apart = (group.x - x) ** 2 + (group.y - y) ** 2
            if apart < _NEAR:
                yield apart, place


def _centres(marks: list[_Mark]) -> list[tuple[float, float]]:
    """Latitude and longitude of the means, in Mercator."""
    counts = np.array([mark.count for mark in marks], dtype=np.float64)
    sums = np.array([(mark.sum_x, mark.sum_y) for mark in marks], dtype=np.float64).reshape(-1, 2)
    lat, lon = from_pixels(sums[:, 0] / counts, sums[:, 1] / counts, UNITS_ZOOM)
    return list(zip(lat.tolist(), lon.tolist(), strict=True))


def _stacks(points: Turned, marks: list[_Mark], zoom: float) -> list[bool]:
    """Which marks of several points are still one mark at the deepest zoom."""
    extents = np.array([mark.extent for mark in marks], dtype=np.float64).reshape(-1, 4)
    west, north = to_pixels(extents[:, 3], extents[:, 0], DEEPEST_ZOOM)
    east, south = to_pixels(extents[:, 1], extents[:, 2], DEEPEST_ZOOM)
    apart = np.hypot(east - west, south - north).tolist()
    return [
        mark.count > 1 and (zoom >= DEEPEST_ZOOM or px < MERGE_SINGLES_PX or _stays_one(points, mark, px))
        for mark, px in zip(marks, apart, strict=True)
    ]


def _stays_one(points: Turned, mark: _Mark, apart: float) -> bool:
    """Marks that merge at their means can reach further than the merge distance, though hardly four times."""
    if apart > 4 * MERGE_PX:
        return False
    rows = np.concatenate(mark.parts)
    if mark.count == 2:  # too far apart to merge, they are one only in one cell of the grid
        cell = grid_pixels(DEEPEST_ZOOM) * WORLD / world_pixels(DEEPEST_ZOOM)
        (x1, x2), (y1, y2) = points.x[rows] // cell, points.y[rows] // cell
        return bool(x1 == x2 and y1 == y2)
    return len(_marks(points.take(rows), DEEPEST_ZOOM, np.full(len(rows), mark.flag))) == 1


def _cell(points: Points, ids: NDArray[np.int64], mark: _Mark, centre: tuple[float, float], stack: bool) -> Cell:
    if mark.count == 1:
        row = mark.parts[0][0]
        lat, lon = float(points.lat[row]), float(points.lon[row])
        return Cell(lon, lat, 1, mark.flag, (lon, lat, lon, lat), id=int(ids[row]))
    lat, lon = centre
    west, south, east, north = mark.extent
    return Cell(
        lon=_wrap(min(max(lon, west), east)),
        lat=min(max(lat, south), north),
        count=mark.count,
        inside=mark.flag,
        extent=(_wrap(west), south, _wrap(east), north),
        members=tuple(ids[np.sort(np.concatenate(mark.parts))[:MOST_MEMBERS]].tolist()) if stack else (),
    )


def _wrap(lon: float) -> float:
    """Back into [-180, 180] after a turn of the world."""
    return lon - 360.0 if lon > 180.0 else lon + 360.0 if lon < -180.0 else lon
