"""The shapes of the built-in map, in Web Mercator, simplified for each zoom."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import shapely

from luminance_geo.geo import TILE_PIXELS, to_pixels
from luminance_geo.settings import data_root

TILE_SIZE = 512
"""Width in screen pixels at which a tile is drawn, so tile zoom z serves the map's zoom z + 1."""

FINEST_BAND = 12
"""Tile zoom from which shapes are no longer simplified."""

_TOLERANCE_PIXELS = 0.5

_ONE_AT_A_TIME = threading.Lock()
"""A first screen asks for a dozen tiles at once: without it, each would prepare the same shapes."""

Geometries = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Layer:
    """Shapes of one kind with their index. Coordinates: the world is the unit square, x eastward and y southward."""

    name: str
    shapes: Geometries
    tree: shapely.STRtree

    @property
    def closed(self) -> bool:
        """Whether the shapes are areas rather than lines."""
        return bool(len(self.shapes)) and shapely.get_dimensions(self.shapes[0]) == 2


def folder() -> Path:
    """Where the shipped files of the built-in map are."""
    return data_root() / "basemap"


def _unit_square(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    x, y = to_pixels(points[:, 1], points[:, 0], 0)
    return np.column_stack([x, y]) / TILE_PIXELS


@cache
def _rows() -> list[tuple[str, npt.NDArray[np.int64], npt.NDArray[np.int64], Geometries]]:
    """Each layer with its zooms and shapes in the unit square, in the order they are drawn."""
    layers = []
    for name in ("areas", "lines"):
        table: dict[str, Any] = pq.read_table(folder() / f"{name}.parquet").to_pydict()
        kinds = np.asarray(table["layer"])
        low, high = np.asarray(table["low"]), np.asarray(table["high"])
        shapes = shapely.transform(shapely.from_wkb(table["geometry"]), _unit_square)
        for kind in dict.fromkeys(kinds):
            here = kinds == kind
            layers.append((str(kind), low[here], high[here], shapes[here]))
    return layers


def band(tile_zoom: int) -> tuple[Layer, ...]:
    """The layers to draw on tiles of `tile_zoom`, simplified to half a pixel, without what is smaller than one."""
    with _ONE_AT_A_TIME:
        return _band(tile_zoom)


@cache
def _band(tile_zoom: int) -> tuple[Layer, ...]:
    tolerance = _TOLERANCE_PIXELS / (TILE_SIZE * 2.0**tile_zoom)
    layers = []
    for name, low, high, shapes in _rows():
        kept = shapes[(low <= tile_zoom + 1) & (tile_zoom + 1 <= high)]
        if tile_zoom < FINEST_BAND:
            kept = shapely.simplify(kept, tolerance)
        size = (shapely.bounds(kept)[:, 2:] - shapely.bounds(kept)[:, :2]).max(axis=1, initial=0)
        kept = kept[~shapely.is_empty(kept) & (size > 2 * tolerance)]
        if len(kept):
            layers.append(Layer(name, kept, shapely.STRtree(kept)))
    return tuple(layers)
