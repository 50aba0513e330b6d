"""Rivers and boundaries of the built-in map: only edges that two territories share, never the shore."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from common import raw as read

DIVISION_GAP = 0.002
MUNICIPAL_GAP = 0.001
CITY_GAP = 0.0004
_GRID = 1e6  # steps per degree: shared vertices are identical once the coverage is clean


def clean(frame: gpd.GeoDataFrame, gap: float) -> gpd.GeoDataFrame:
    """The polygons as a coverage: no overlap, shared edges identical, gaps narrower than `gap` degrees closed.

    The sources simplified each polygon on its own, which would draw most boundaries twice.
    """
    valid = shapely.make_valid(frame.geometry.values, method="structure")
    cleaned = shapely.coverage_clean(valid, gap_width=gap, snapping_distance=gap / 20)  # type: ignore[attr-defined]
    return frame.set_geometry(cleaned)


def _shared_edges(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Each edge that two territories share: `ax ay bx by` (grid steps), rows `first` and `last` of its two owners."""
    parts, row_of_part = shapely.get_parts(frame.geometry.values, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    steps: npt.NDArray[np.int64] = np.round(points * _GRID).astype(np.int64)
    same = (ring[1:] == ring[:-1]) & (steps[1:] != steps[:-1]).any(axis=1)
    start, end = steps[:-1][same], steps[1:][same]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[swap], end[swap] = end[swap], start[swap].copy()
    table = pd.DataFrame(np.hstack([start, end]), columns=["ax", "ay", "bx", "by"])
    table["owner"] = row_of_part[part_of_ring][ring[:-1][same]]
    by_edge = table.groupby(["ax", "ay", "bx", "by"]).owner
    edges = pd.DataFrame({"first": by_edge.min(), "last": by_edge.max()}).reset_index()
    return edges[edges["first"] != edges["last"]]


def _merged(edges: pd.DataFrame, tolerance: float) -> list[shapely.LineString]:
    points = edges[["ax", "ay", "bx", "by"]].to_numpy().reshape(-1, 2, 2) / _GRID
    joined = shapely.line_merge(shapely.MultiLineString(list(points)))
    return [line for line in shapely.get_parts(shapely.simplify(joined, tolerance)) if line.length > 0]


def _of(frame: gpd.GeoDataFrame, column: str, edges: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    values = frame[column].astype(str).reset_index(drop=True)
    return values[edges["first"]].set_axis(edges.index), values[edges["last"]].set_axis(edges.index)


def lines(source: Path) -> gpd.GeoDataFrame:
    """One row per line: `layer` (river, province, division, mrc, municipality, quartier), zooms `low` to `high`."""
    rows: list[tuple[str, int, int, shapely.LineString]] = []

    def add(layer: str, low: int, high: int, found: list[shapely.LineString]) -> None:
        rows.extend((layer, low, high, line) for line in found)

    divisions = clean(read(source, "statcan_census_divisions"), DIVISION_GAP)
    edges = _shared_edges(divisions)
    one, other = _of(divisions, "pruid", edges)
    add("province", 0, 24, _merged(edges[one != other], 0.0005))
    add("division", 7, 24, _merged(edges[(one == other) & (one != "24")], 0.0005))

    towns = clean(read(source, "qc_municipalites"), MUNICIPAL_GAP)
    edges = _shared_edges(towns)
    one, other = _of(towns, "mrc_code", edges)
    add("mrc", 7, 24, _merged(edges[one != other], 0.00025))
    cities = [clean(read(source, city), CITY_GAP) for city in ("montreal_quartiers", "quebec_quartiers")]
    drawn_finer = shapely.buffer(shapely.union_all([shapely.union_all(city.geometry.values) for city in cities]), 0.001)
    limits = _merged(edges[one == other], 0.00025)
    add("municipality", 10, 10, limits)
    apart = shapely.get_parts(shapely.difference(limits, drawn_finer))
    add("municipality", 11, 24, [line for line in apart if line.length > 0.01])
    for city in cities:
        add("quartier", 11, 24, _merged(_shared_edges(city), 0.0001))

    rivers = read(source, "ne_rivers_10m_canada").explode()
    add("river", 0, 8, list(shapely.simplify(rivers.geometry.values, 0.001)))
    has_shores = shapely.buffer(shapely.union_all(towns.geometry.values), -0.02)
    far = shapely.get_parts(shapely.difference(rivers.geometry.values, has_shores))
    add("river", 9, 11, [line for line in far if line.length > 0.05])
    return gpd.GeoDataFrame(rows, columns=["layer", "low", "high", "geometry"], crs="EPSG:4326")
