"""One layer of polygons, and which of them each point is in, or nearest to at the shore.

Outlines are simplified: about 1.6 % of real addresses fall just outside all of them. Such a point takes the nearest
polygon, if one lies within `SHORE_KM`, and the answer says how far it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from luminance_geo.geo import FloatArray, distance_km
from luminance_geo.places.tables import read_table

SHORE_KM = 5.0
"""How far outside every outline a point may lie and still be given the nearest one, in km."""

IntArray = NDArray[np.int64]

# Statistics Canada Lambert, metres: only chooses candidates, since it stretches lengths by up to 4 % here; the
# ellipsoid measures them. Parallels are straight in degrees and curved there, hence the added vertices.
_METRIC_CRS = "EPSG:3347"
_MARGIN = 1.1
_STEP_DEGREES = 0.05
_TOUCHING_KM = 0.001  # a point on the line between two polygons is inside, whatever projection does to its last digits


@dataclass(frozen=True)
class Outlines:
    """Polygons of one layer in WGS84, with their attributes as columns; rows are in code order."""

    columns: dict[str, list[Any]]
    shapes: NDArray[np.object_]

    @cached_property
    def tree(self) -> shapely.STRtree:
        """An index of the polygons, which are prepared for many questions."""
        shapely.prepare(self.shapes)
        return shapely.STRtree(self.shapes)

    def containing(self, lats: FloatArray, lons: FloatArray, parents: IntArray | None, of: IntArray | None) -> IntArray:
        """Row of the polygon that holds each point, −1 where none does; degrees, arrays of one length.

        With `parents` (per point) and `of` (per polygon), only polygons of the point's own parent answer.
        """
        found = np.full(len(lats), -1, dtype=np.int64)
        point, row = self.tree.query(shapely.points(lons, lats))
        if parents is not None and of is not None:
            own = parents[point] == of[row]
            point, row = point[own], row[own]
        inside = shapely.contains_xy(self.shapes[row], lons[point], lats[point])
        # Where outlines overlap the first in code order answers, hence the reversed assignment.
        found[point[inside][::-1]] = row[inside][::-1]
        return found

    def nearest(
        self, lats: FloatArray, lons: FloatArray, parents: IntArray | None, of: IntArray | None
    ) -> tuple[IntArray, FloatArray]:
        """Row of the nearest polygon within `SHORE_KM` and its distance in km; −1 and infinity where none is.

        A point on an edge is at 0 km.
        """
        found = np.full(len(lats), -1, dtype=np.int64)
        km = np.full(len(lats), np.inf)
        if not len(lats):
            return found, km
        x, y = _to_metric().transform(lons, lats)
        spots = shapely.points(x, y)
        point, row = self._metric_tree.query(spots, predicate="dwithin", distance=SHORE_KM * 1000.0 * _MARGIN)
        if parents is not None and of is not None:
            own = parents[point] == of[row]
            point, row = point[own], row[own]
        apart = _geodesic_gap(spots[point], self._metric[row])
        for place in np.lexsort((row, apart))[::-1]:
            found[point[place]], km[point[place]] = row[place], apart[place]
        km[km < _TOUCHING_KM] = 0.0
        beyond = km > SHORE_KM
        found[beyond], km[beyond] = -1, np.inf
        return found, km

    @cached_property
    def _metric(self) -> NDArray[np.object_]:
        dense = shapely.segmentize(self.shapes, _STEP_DEGREES)
        projected = shapely.transform(dense, lambda xy: np.column_stack(_to_metric().transform(xy[:, 0], xy[:, 1])))
        return np.asarray(shapely.make_valid(projected), dtype=object)

    @cached_property
    def _metric_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._metric)


@cache
def _to_metric() -> Transformer:
    return Transformer.from_crs("EPSG:4326", _METRIC_CRS, always_xy=True)


def _geodesic_gap(spots: NDArray[np.object_], shapes: NDArray[np.object_]) -> FloatArray:
    """Distance in km on the ellipsoid between points and the nearest spots of polygons, both in metres."""
    ends = shapely.get_coordinates(shapely.shortest_line(spots, shapes)).reshape(-1, 2, 2)
    lons, lats = _to_metric().transform(ends[:, :, 0], ends[:, :, 1], direction="INVERSE")
    return distance_km(lats[:, 0], lons[:, 0], lats[:, 1], lons[:, 1])


def read_outlines(name: str) -> Outlines:
    """The shipped layer `name` of `boundaries/`."""
    table = read_table(f"boundaries/{name}")
    shapes = shapely.from_wkb(table.column("geometry").to_pylist())
    columns = {column: table.column(column).to_pylist() for column in table.column_names if column != "geometry"}
    return Outlines(columns, np.asarray(shapes, dtype=object))
