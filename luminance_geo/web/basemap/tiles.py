"""Vector tiles in a format of our own: JSON of integers, small enough to draw on a canvas in a few milliseconds.

A tile is an object whose keys are layers (`skirt`, `abroad`, `land`, `lake`, `river`, `province`, `division`, `mrc`,
`municipality`, `quartier`; absent when empty) and whose values are lists of rings or lines. Each is a flat list
`[x, y, dx, dy, dx, dy, …]`: the first point, then steps, in 4096ths of the tile, x eastward and y southward.
Areas run `MARGIN` units over the edge so that their cut sides are never seen.
"""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from luminance_geo.web.basemap.shapes import FINEST_BAND, Layer, band

EXTENT: Final = 4096
MARGIN: Final = 64
MAX_ZOOM: Final = 18
_CACHED_TILES: Final = 4096  # about 2 kB each


def _steps(shape: shapely.Geometry, west: float, north: float, scale: float) -> list[int] | None:
    """One ring or line as its first point and steps, in tile units; None when it shrinks to a point."""
    points: npt.NDArray[np.int64] = np.round((shapely.get_coordinates(shape) - (west, north)) * scale).astype(np.int64)
    steps = np.diff(points, axis=0)
    steps = steps[steps.any(axis=1)]
    if not len(steps):
        return None
    return [*points[0].tolist(), *steps.ravel().tolist()]


def _cut(layer: Layer, tile: tuple[float, float, float], scale: float) -> list[list[int]]:
    """The layer's rings or lines inside the tile `(west, north, side)` of the unit square."""
    west, north, side = tile
    pad = side * MARGIN / EXTENT
    window = (west - pad, north - pad, west + side + pad, north + side + pad)
    found = layer.shapes[np.sort(layer.tree.query(shapely.box(*window)))]
    pieces = shapely.get_parts(shapely.clip_by_rect(found, *window))
    if layer.closed:
        pieces = shapely.get_rings(pieces[shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON])
    drawn = (_steps(piece, west, north, scale) for piece in pieces)
    return [steps for steps in drawn if steps]


def exists(z: int, x: int, y: int) -> bool:
    """Whether there is a tile with this address."""
    return 0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z


def tile(z: int, x: int, y: int) -> dict[str, list[list[int]]]:
    """The layers of one tile, in drawing order. Address as in slippy maps, with tiles of 512 screen pixels.

    >>> exists(3, 1, 2), exists(3, 8, 0)
    (True, False)
    """
    side = 2.0**-z
    place = (x * side, y * side, side)
    cut = ((layer.name, _cut(layer, place, EXTENT / side)) for layer in band(min(z, FINEST_BAND)))
    return {name: shapes for name, shapes in cut if shapes}


@lru_cache(maxsize=_CACHED_TILES)
def packed(z: int, x: int, y: int) -> bytes:
    """The tile as gzip-compressed JSON, the same bytes each time."""
    return gzip.compress(json.dumps(tile(z, x, y), separators=(",", ":")).encode(), compresslevel=6, mtime=0)


def warm() -> None:
    """Prepare every zoom's shapes and the tiles of a first look at the country, so that no visitor waits for them."""
    for z in range(1, FINEST_BAND + 1):
        band(z)
    for x in range(4):
        for y in range(4):
            packed(3, x, y)
            packed(2, x // 2, y // 2)
