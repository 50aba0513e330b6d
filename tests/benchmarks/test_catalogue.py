"""The catalogue against its peers, on the same rows and queries: `python -m pytest tests/benchmarks --benchmark-only`.

Left out of the default run, see conftest. Peers: numpy by hand (`brute`: float64 haversine over all rows, then
masks) and the plain geopandas way (`geopandas`: boolean columns, `distance` in EPSG:3347, `groupby` of a grid). Every
peer must first give the same count as we do, on the sphere to 0.6 % for the planar one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from luminance_geo import vocabulary
from luminance_geo.catalogue.bits import unpack
from luminance_geo.catalogue.build import build
from luminance_geo.catalogue.filters import BBox, Filters, Near
from luminance_geo.catalogue.parts_engine import PartsEngine
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.vectorised import VectorisedPart
from luminance_geo.geo import EARTH_RADIUS_KM, to_pixels
from tests.synthetic import NOW, rows

SIZE = 10_000
CAUSES, SKILLS = list(vocabulary.causes())[:2], list(vocabulary.skills())[:3]
CENTRE = Near("Montréal", 45.5088, -73.5878)
FILTERS = Filters(cause=frozenset(CAUSES), skill=frozenset(SKILLS), near=CENTRE, within_km=25)
VIEWS = {
    "country": (BBox(-141, 41, -52, 70), 4.0),
    "region": (BBox(-76, 44, -70, 48), 8.0),
    "city": (BBox(-74, 45.3, -73.2, 45.8), 11.0),
}


class Data(NamedTuple):
    """The same rows in three forms."""

    engine: PartsEngine
    lat: np.ndarray
    lon: np.ndarray
    cause: dict[str, np.ndarray]
    skill: dict[str, np.ndarray]
    frame: gpd.GeoDataFrame


@cache
def data() -> Data:
    made = rows(SIZE)
    columns = build(*made)
    present = Present.at(columns, NOW)
    cause = dict(zip(columns.causes.codes, unpack(columns.causes.bits, len(columns)), strict=True))
    skill = dict(zip(present.skills.codes, present.skills.has, strict=True))
    points = columns.points
    frame = gpd.GeoDataFrame(
        pd.DataFrame({**cause, **skill}), geometry=gpd.points_from_xy(points.lon, points.lat), crs=4326
    )
    return Data(
        PartsEngine([VectorisedPart(columns, present)], revision=columns.revision),
        points.lat,
        points.lon,
        cause,
        skill,
        frame,
    )


def ours_search() -> int:
    return data().engine.search(FILTERS, limit=20, offset=0).number_matched


def haversine() -> np.ndarray:
    lat, lon, lat0, lon0 = (np.radians(x) for x in (data().lat, data().lon, CENTRE.lat, CENTRE.lon))
    a = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * np.cos(lat0) * np.sin((lon - lon0) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(a))


def any_of(columns: dict[str, np.ndarray], codes: list[str]) -> np.ndarray:
    return np.logical_or.reduce([columns[code] for code in codes])


def brute_search() -> int:
    km = haversine()
    kept = np.flatnonzero(any_of(data().cause, CAUSES) & any_of(data().skill, SKILLS) & (km <= 25))
    kept[np.argsort(km[kept])][:20].tolist()
    return len(kept)


def geopandas_search() -> int:
    frame = data().frame
    kept = frame[frame[CAUSES].any(axis=1) & frame[SKILLS].any(axis=1) & ~frame.geometry.is_empty]
    centre = gpd.GeoSeries.from_xy([CENTRE.lon], [CENTRE.lat], crs=4326).to_crs(3347).iloc[0]
    km = kept.to_crs(3347).distance(centre) / 1000
    return len(km[km <= 25].sort_values())


def ours_facets() -> int:
    return data().engine.facets(FILTERS).total


def brute_facets() -> int:
    near = haversine() <= 25
    cause, skill = any_of(data().cause, CAUSES), any_of(data().skill, SKILLS)
    for has in data().cause.values():
        np.count_nonzero(has & skill & near)
    for has in data().skill.values():
        np.count_nonzero(has & cause & near)
    return int(np.count_nonzero(cause & skill & near))


def geopandas_facets() -> int:
    frame = data().frame
    centre = gpd.GeoSeries.from_xy([CENTRE.lon], [CENTRE.lat], crs=4326).to_crs(3347).iloc[0]
    near = frame[~frame.geometry.is_empty].to_crs(3347).distance(centre) / 1000 <= 25
    kept = frame.loc[near[near].index]
    cause, skill = kept[CAUSES].any(axis=1), kept[SKILLS].any(axis=1)
    kept.loc[skill, list(data().cause)].sum()
    kept.loc[cause, list(data().skill)].sum()
    return int((cause & skill).sum())


def ours_cells(view: str) -> int:
    box, zoom = VIEWS[view]
    return data().engine.cells(box, zoom, Filters(), outside=False).number_matched


def brute_cells(view: str) -> int:
    """Grid and means alone: neither merged, nor at most 400, nor with extents and members."""
    (box, zoom), lat, lon = VIEWS[view], data().lat, data().lon
    seen = (lon >= box.west) & (lon <= box.east) & (lat >= box.south) & (lat <= box.north)
    x, y = to_pixels(lat[seen], lon[seen], zoom)
    _, cell, count = np.unique(np.stack((x // 60, y // 60)), axis=1, return_inverse=True, return_counts=True)
    list(zip(np.bincount(cell, x) / count, np.bincount(cell, y) / count, count, strict=True))
    return int(count.sum())


def geopandas_cells(view: str) -> int:
    (box, zoom), frame = VIEWS[view], data().frame
    seen = frame.cx[box.west : box.east, box.south : box.north]
    x, y = to_pixels(seen.geometry.y, seen.geometry.x, zoom)
    grid = pd.DataFrame({"x": x, "y": y, "column": x // 60, "row": y // 60}).groupby(["column", "row"])
    return int(grid.agg(x=("x", "mean"), y=("y", "mean"), n=("x", "size"))["n"].sum())


@pytest.mark.parametrize("peer", [ours_search, brute_search, geopandas_search])
def test_search(benchmark: Callable[[Callable[[], int]], int], peer: Callable[[], int]) -> None:
    peer()  # makes the data, outside the clock
    assert benchmark(peer) == pytest.approx(ours_search(), rel=0.02)
    assert ours_search() > 20


@pytest.mark.parametrize("peer", [ours_facets, brute_facets, geopandas_facets])
def test_facets(benchmark: Callable[[Callable[[], int]], int], peer: Callable[[], int]) -> None:
    assert benchmark(peer) == pytest.approx(ours_facets(), rel=0.02)


@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize("peer", [ours_cells, brute_cells, geopandas_cells])
def test_cells(benchmark: Callable[[Callable[[str], int], str], int], peer: Callable[[str], int], view: str) -> None:
    assert benchmark(peer, view) == ours_cells(view) > 100
