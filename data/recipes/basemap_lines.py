"""Rivers and boundaries of the built-in map: only edges that two territories share, never the shore."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

_GRID = 1e5  # steps per degree in which two outlines count as the same edge (about a metre)
_INLAND = 0.0008  # degrees from the shore at which an unpaired edge is still a boundary


def _read(source: Path, name: str) -> gpd.GeoDataFrame:
    return gpd.read_parquet(source / f"{name}.parquet")


def _edges(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Each distinct edge of the polygons: `ax ay bx by` (grid steps), its `first` and `last` owner row, `owners`."""
    rings = shapely.get_rings(frame.geometry.values)
    owner_of_ring = np.repeat(np.arange(len(frame)), [len(shapely.get_rings(shape)) for shape in frame.geometry])
    points, ring = shapely.get_coordinates(rings, return_index=True)
    steps: npt.NDArray[np.int64] = np.round(points * _GRID).astype(np.int64)
    same = (ring[1:] == ring[:-1]) & (steps[1:] != steps[:-1]).any(axis=1)
    start, end = steps[:-1][same], steps[1:][same]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[swap], end[swap] = end[swap], start[swap].copy()
    table = pd.DataFrame(np.hstack([start, end]), columns=["ax", "ay", "bx", "by"])
    table["owner"] = owner_of_ring[ring[:-1][same]]
    return table.groupby(["ax", "ay", "bx", "by"], as_index=False).owner.agg(first="min", last="max", owners="nunique")


def _segments(edges: pd.DataFrame) -> npt.NDArray[np.object_]:
    points = edges[["ax", "ay", "bx", "by"]].to_numpy().reshape(-1, 2, 2) / _GRID
    return np.asarray(shapely.linestrings(points), dtype=object)


def _inner(edges: pd.DataFrame, shore: shapely.STRtree) -> npt.NDArray[np.bool_]:
    """Edges with two owners, and those of one (outlines drawn from two sources) that run well inland."""
    lines = _segments(edges)
    near = np.zeros(len(lines), dtype=bool)
    near[shore.query(lines, predicate="dwithin", distance=_INLAND)[0]] = True
    return np.asarray((edges.owners > 1).to_numpy() | ~near)


def _merged(edges: pd.DataFrame, tolerance: float) -> list[shapely.LineString]:
    if edges.empty:
        return []
    joined = shapely.line_merge(shapely.union_all(_segments(edges)))
    return [line for line in shapely.get_parts(shapely.simplify(joined, tolerance)) if line.length > 2 * tolerance]


def _shore(ground: gpd.GeoDataFrame) -> shapely.STRtree:
    fine = ground[(ground.layer == "land") & (ground.high > 9)]
    points, ring = shapely.get_coordinates(shapely.get_rings(fine.geometry.values), return_index=True)
    pairs = np.stack([points[:-1], points[1:]], axis=1)[ring[1:] == ring[:-1]]
    return shapely.STRtree(shapely.linestrings(pairs))


def lines(source: Path, ground: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One row per line: `layer` (river, province, division, mrc, municipality, quartier), zooms `low` to `high`."""
    shore = _shore(ground)
    rows: list[tuple[str, int, int, shapely.LineString]] = []

    def add(layer: str, low: int, high: int, found: list[shapely.LineString]) -> None:
        rows.extend((layer, low, high, line) for line in found)

    divisions = _read(source, "statcan_census_divisions")
    edges = _edges(divisions)
    edges = edges[edges.owners > 1]
    province = divisions.pruid.to_numpy()
    crossing = province[edges["first"]] != province[edges["last"]]
    quebec = province[edges["first"]] == "24"
    add("province", 0, 24, _merged(edges[crossing], 0.0005))
    add("division", 7, 24, _merged(edges[~crossing & ~quebec], 0.0005))

    towns = _read(source, "qc_municipalites")
    edges = _edges(towns)
    edges = edges[_inner(edges, shore)]
    mrc = towns.mrc_code.astype(str).to_numpy()
    between = mrc[edges["first"]] != mrc[edges["last"]]
    add("mrc", 7, 24, _merged(edges[between], 0.00025))
    add("municipality", 10, 24, _merged(edges[~between], 0.00025))

    for city in ("montreal_quartiers", "quebec_quartiers"):
        edges = _edges(_read(source, city))
        add("quartier", 11, 24, _merged(edges[_inner(edges, shore)], 0.0001))

    rivers = _read(source, "ne_rivers_10m_canada").explode()
    add("river", 0, 8, list(shapely.simplify(rivers.geometry.values, 0.001)))
    return gpd.GeoDataFrame(rows, columns=["layer", "low", "high", "geometry"], crs="EPSG:4326")
