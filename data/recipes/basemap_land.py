"""Land, land abroad, fine shores and lakes of the built-in map."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely
from basemap_lines import CITY_GAP, DIVISION_GAP, MUNICIPAL_GAP, clean
from common import raw as read
from shapely.geometry.base import BaseGeometry

CLIP = (-142.0, 41.0, -50.0, 83.2)
"""West, south, east, north where the Natural Earth extract was cut."""

SKIRT = 8.0
"""Degrees of land invented beyond the cut, in the flat colour of abroad, for the map to fade over."""

_COARSE = 0.002  # degrees, a third of a pixel at zoom 8
_FINE = 0.00025  # degrees
_SEAM = 0.02  # degrees by which land abroad runs under Canada, so that no water shows between them


def _land_of_canada(source: Path) -> tuple[BaseGeometry, BaseGeometry]:
    """Natural Earth land parted in two: `(Canada, abroad)`; both still cover the lakes that they hold."""
    land = shapely.union_all(read(source, "ne_land_10m_clip").geometry.values)
    countries = read(source, "ne_countries_50m_clip").set_index("ADM0_A3").geometry
    foreign = shapely.union_all(countries.drop("CAN").values)
    near = shapely.buffer(countries["CAN"], 0.12, quad_segs=4)
    canada = shapely.difference(shapely.intersection(land, near), foreign)
    return canada, shapely.intersection(shapely.buffer(shapely.difference(land, canada), _SEAM, quad_segs=2), land)


def _skirt(land: BaseGeometry) -> BaseGeometry:
    """Land pulled straight out over the cut edges by `SKIRT` degrees."""
    west, south, east, north = CLIP
    pulls = [
        (shapely.box(west, south, east, south + 0.02), (0.0, -SKIRT)),
        (shapely.box(west, south, west + 0.02, north), (-SKIRT, 0.0)),
        (shapely.box(east - 0.02, south, east, north), (SKIRT, 0.0)),
    ]
    out = []
    for edge, (dx, dy) in pulls:
        for part in shapely.get_parts(shapely.intersection(land, edge)):
            x0, y0, x1, y1 = part.bounds
            out.append(shapely.box(min(x0, x0 + dx), min(y0, y0 + dy), max(x1, x1 + dx), max(y1, y1 + dy)))
    return shapely.buffer(shapely.buffer(shapely.union_all(out), 0.5, quad_segs=2), -0.5, quad_segs=2)


def _fine_land(source: Path) -> BaseGeometry:
    """Canada for the closer zooms: census divisions, and in Québec municipalities and the districts of two cities."""
    gaps = {"qc_municipalites": MUNICIPAL_GAP, "montreal_quartiers": CITY_GAP, "quebec_quartiers": CITY_GAP}
    parts = [shapely.union_all(clean(read(source, name), gap).geometry.values) for name, gap in gaps.items()]
    quebec = shapely.simplify(shapely.union_all(parts, grid_size=1e-6), _FINE)
    divisions = clean(read(source, "statcan_census_divisions"), DIVISION_GAP)
    others = shapely.union_all(list(divisions.geometry[divisions.pruid != "24"]))
    return shapely.union(others, quebec, grid_size=1e-6)


def _lakes(source: Path, land: BaseGeometry) -> BaseGeometry:
    """Natural Earth's lakes, and Lake Michigan, which the extract lacks: the hole that the countries leave there."""
    lakes = read(source, "ne_lakes_10m_canada").geometry.values
    countries = shapely.union_all(read(source, "ne_countries_50m_clip").geometry.values)
    basin = shapely.box(-88.3, 41.5, -84.6, 46.2)
    water = shapely.difference(shapely.intersection(land, basin), shapely.union_all([countries, *lakes]))
    michigan = next(part for part in shapely.get_parts(water) if part.contains(shapely.Point(-87.0, 43.5)))
    return shapely.union_all([*lakes, michigan])


def _drop_specks(shape: BaseGeometry, square_degrees: float) -> BaseGeometry:
    kept = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and part.area >= square_degrees:
            holes = [hole for hole in part.interiors if shapely.Polygon(hole).area >= square_degrees]
            kept.append(shapely.Polygon(part.exterior, holes))
    return shapely.MultiPolygon(kept)


def areas(source: Path) -> gpd.GeoDataFrame:
    """One row per polygon: `layer` (skirt, abroad, land, lake), zooms `low` to `high` (inclusive) at which it is drawn.

    From zoom 9 the land has its own holes for the larger lakes, so only the lakes that it lacks are drawn on it.
    """
    canada, abroad = _land_of_canada(source)
    ground = shapely.union(canada, abroad)
    lakes, fine = _lakes(source, ground), _drop_specks(_fine_land(source), 1e-7)
    shapely.prepare(fine)
    on_land = [bool(fine.contains(shapely.point_on_surface(lake))) for lake in shapely.get_parts(lakes)]
    smooth = shapely.simplify(shapely.get_parts(lakes), _COARSE / 4)
    layers = [
        ("skirt", 0, 24, _skirt(ground)),
        ("abroad", 0, 8, shapely.simplify(abroad, _COARSE)),
        ("abroad", 9, 24, shapely.simplify(shapely.difference(abroad, lakes), _COARSE / 4)),
        ("land", 0, 8, _drop_specks(shapely.simplify(canada, _COARSE), 2e-5)),
        ("land", 9, 24, fine),
        *(("lake", 0, 24 if dry else 8, lake) for lake, dry in zip(smooth, on_land, strict=True)),
    ]
    frame = gpd.GeoDataFrame(layers, columns=["layer", "low", "high", "geometry"], crs="EPSG:4326")
    return frame.explode(ignore_index=True)
