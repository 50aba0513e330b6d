"""What is only known by nearness: the census subdivision outside Québec, and the time zone.

Nearest on the sphere, among the points of the same province; the distance told is geodesic.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from luminance_geo.geo import FloatArray, distance_km, unit_vectors
from luminance_geo.places.boundaries import outlines
from luminance_geo.places.located import RegionAt
from luminance_geo.places.outlines import IntArray
from luminance_geo.places.tables import read_table

_AT_ONCE = 1024  # rows of a distance table held in memory at a time


@dataclass(frozen=True)
class _Points:
    """Points of one kind with the row of their province."""

    lats: FloatArray
    lons: FloatArray
    provinces: IntArray

    def nearest(self, lats: FloatArray, lons: FloatArray, provinces: IntArray) -> IntArray:
        """Index of the nearest point in the same province, or among all where the province is −1."""
        found = np.zeros(len(lats), dtype=np.int64)
        for province in np.unique(provinces):
            own = np.arange(len(self.lats)) if province < 0 else np.flatnonzero(self.provinces == province)
            vectors = unit_vectors(self.lats[own], self.lons[own]).T
            asked = np.flatnonzero(provinces == province)
            for start in range(0, len(asked), _AT_ONCE):
                block = asked[start : start + _AT_ONCE]
                # The smallest chord; the dot product alone would lose metres to rounding, which only breaks ties.
                found[block] = own[np.argmax(unit_vectors(lats[block], lons[block]) @ vectors, axis=1)]
        return found


@cache
def census_points() -> tuple[RegionAt, ...]:
    """Every census subdivision of 2021, as the nearest one to some point."""
    table = read_table("places/csd_points").to_pydict()
    rows = zip(table["csduid"], table["name_fr"], table["name_en"], table["vintage"], strict=True)
    return tuple(
        RegionAt(f"subdivision-{csduid}", "subdivision", french, english, vintage, approximate=True)
        for csduid, french, english, vintage in rows
    )


def nearest_subdivision(lats: FloatArray, lons: FloatArray, provinces: IntArray) -> tuple[IntArray, FloatArray]:
    """Row in `census_points` nearest to each point and its distance in km; −1 and NaN where the province is −1."""
    points = _census_geometry()
    found = np.full(len(lats), -1, dtype=np.int64)
    km = np.full(len(lats), np.nan)
    known = provinces >= 0
    found[known] = points.nearest(lats[known], lons[known], provinces[known])
    near = found[known]
    km[known] = distance_km(lats[known], lons[known], points.lats[near], points.lons[near])
    return found, km


def time_zones(lats: FloatArray, lons: FloatArray, provinces: IntArray) -> NDArray[np.object_]:
    """IANA name of each point's time zone: that of the nearest place (of its province, if it has one).

    Far from Canada this is still the zone of a Canadian place.
    """
    points, names = _zone_points()
    return names[points.nearest(lats, lons, provinces)]


@cache
def _census_geometry() -> _Points:
    return _points("places/csd_points")


@cache
def _zone_points() -> tuple[_Points, NDArray[np.object_]]:
    names = np.array(read_table("places/gazetteer").column("time_zone").to_pylist(), dtype=object)
    return _points("places/gazetteer"), names


def _points(name: str) -> _Points:
    table = read_table(name)
    rows = {code: row for row, code in enumerate(outlines("province").columns["abbreviation"])}
    provinces = np.array([rows[code] for code in table.column("province").to_pylist()], dtype=np.int64)
    lats, lons = (np.asarray(table.column(column).to_numpy(), dtype=np.float64) for column in ("lat", "lon"))
    return _Points(lats, lons, provinces)
