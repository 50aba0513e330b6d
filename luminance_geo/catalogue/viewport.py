"""A viewport and its grid, anchored in the world so that panning keeps the cells where they are.

    cell    60 px wide (36 from zoom 13, 26 from 15), to the nearest power of two of units
    grain   the largest power of two of units within half a pixel: what a position counts as

Units are whole: 2³² to the world (9 mm at the equator), so that sums of them are exact in whatever order.
"""

from __future__ import annotations

from math import floor, log2

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.filters import BBox
from luminance_geo.catalogue.parts import Grid, RowNumbers, View
from luminance_geo.catalogue.points import UNITS_ZOOM
from luminance_geo.catalogue.ragged import spans

Units = NDArray[np.int64]
FINEST_ZOOM = 22.0
"""Beyond it (4 cm to the pixel) marks stay as they are."""


def grid_pixels(zoom: float) -> float:
    """Width of the grid's cells in pixels at a zoom, before rounding to a power of two of units.

    >>> grid_pixels(12.5), grid_pixels(13), grid_pixels(16)
    (60.0, 36.0, 26.0)
    """
    return 60.0 if zoom < 13 else 36.0 if zoom < 15 else 26.0


def view_of(box: BBox, zoom: float) -> View:
    """The view of a box at a zoom, with the widths of its cells and grains.

    >>> view_of(BBox(-74, 45, -73, 46), 10.2)
    View(box=BBox(west=-74, south=45, east=-73, north=46), zoom=10.2, shift=20, grain=12)
    """
    zoom = min(zoom, FINEST_ZOOM)
    shift = round(log2(grid_pixels(zoom)) + UNITS_ZOOM - zoom)
    return View(box, zoom, shift, floor(UNITS_ZOOM - 1 - zoom))


def cell_keys(column: Units, row: Units, inside: NDArray[np.integer] | NDArray[np.bool_]) -> Units:
    """One number per cell, different for different cells: southward, then eastward, then outside before inside.

    A turned world has fewer than 2²⁷ columns of any cell's width.
    """
    return np.asarray(((row << 28) + column << 1) + inside, dtype=np.int64)


def grid_of(view: View, x: Units, y: Units, inside: NDArray[np.bool_], rows: RowNumbers) -> Grid:
    """The grid of some rows at turned units, row by row: southward, then eastward.

    Complexity: O(n log n) for n rows.
    """
    column, row = x >> view.shift, y >> view.shift
    key = cell_keys(column, row, inside)
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))[: len(key)])
    heads, ordered = order[starts], rows[order]
    left, top = (axis[order] >> view.grain << view.grain for axis in (x, y))
    width = 1 << view.grain
    count = np.diff(starts, append=len(key))
    return Grid(
        column=column[heads],
        row=row[heads],
        inside=inside[heads],
        count=count,
        sum_x=np.add.reduceat(left, starts) + count * (width // 2),
        sum_y=np.add.reduceat(top, starts) + count * (width // 2),
        west=np.minimum.reduceat(left, starts),
        north=np.minimum.reduceat(top, starts),
        east=np.maximum.reduceat(left, starts) + width,
        south=np.maximum.reduceat(top, starts) + width,
        first=ordered[starts],
        rows=lambda cells: ordered[spans(starts[cells], count[cells])],
    )
