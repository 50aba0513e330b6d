"""Boundaries: provinces, census divisions, Québec regions, MRC, municipalities, boroughs, and the neighbours abroad.

Every layer has `code` (as `region=` takes it), `name_fr`, `name_en`, `population`, `vintage` and its own id columns.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
from common import layer, raw, save

from luminance_geo.places.names import fold, slug

CENSUS = "2021"


def make(source: Path, data: Path) -> dict[str, int]:
    """Write `boundaries/*.parquet`; give the number of rows of each."""
    layers = {
        "provinces": _provinces(source),
        "divisions": _divisions(source),
        "qc_regions": _regions(source),
        "qc_mrc": _mrc(source),
        "qc_municipalities": _municipalities(source),
        "boroughs": _boroughs(source),
        "abroad": _abroad(source),
    }
    return {f"boundaries/{name}.parquet": save(frame, data / "boundaries" / f"{name}.parquet")
            for name, frame in layers.items()}  # fmt: skip


def _provinces(source: Path) -> gpd.GeoDataFrame:
    frame = raw(source, "statcan_provinces_2021").sort_values("pruid")
    columns = {
        "code": "province-" + frame.pruid,
        "pruid": frame.pruid,
        "abbreviation": frame.pt,
        "name_fr": frame.name_fr,
        "name_en": frame.name_en,
        "population": frame.pop_2021.astype("Int64"),
        "vintage": CENSUS,
    }
    return layer(columns, frame.geometry)


def _divisions(source: Path) -> gpd.GeoDataFrame:
    frame = raw(source, "statcan_census_divisions").sort_values("cduid")
    english, french = _both_names(frame["name"])
    columns = {
        "code": "division-" + frame.cduid,
        "cduid": frame.cduid,
        "pruid": frame.pruid,
        "name_fr": french,
        "name_en": english,
        "population": frame.pop_2021.astype("Int64"),
        "vintage": "2016",  # outlines of 2016; the 293 ids and the population are those of 2021
    }
    return layer(columns, frame.geometry)


def _both_names(names: pd.Series[str]) -> tuple[pd.Series[str], pd.Series[str]]:
    """Statistics Canada writes some names `English / Français`."""
    parts = names.str.replace(r"\s+", " ", regex=True).str.split(" / ")
    return parts.str[0].str.strip(), parts.str[-1].str.strip()


def _regions(source: Path) -> gpd.GeoDataFrame:
    frame = raw(source, "qc_regions").sort_values("region_code")
    columns = {
        "code": "region-" + frame.region_code,
        "region_code": frame.region_code,
        "name_fr": frame.region_nom,
        "name_en": frame.region_nom,
        "population": frame.pop_2021.astype("Int64"),
        "vintage": CENSUS,
    }
    return layer(columns, frame.geometry)


def _mrc(source: Path) -> gpd.GeoDataFrame:
    frame = raw(source, "qc_mrc").sort_values("mrc_code")
    columns = {
        "code": "mrc-" + frame.mrc_code,
        "mrc_code": frame.mrc_code,
        "region_code": frame.region_code,
        "name_fr": frame.mrc_nom,
        "name_en": frame.mrc_nom,
        "population": frame.pop_2021.astype("Int64"),
        "vintage": CENSUS,
    }
    return layer(columns, frame.geometry)


def _municipalities(source: Path) -> gpd.GeoDataFrame:
    frame = raw(source, "qc_municipalites").sort_values("code_mun")
    columns = {
        "code": "municipality-" + frame.code_mun,
        "code_mun": frame.code_mun,
        "mrc_code": frame.mrc_code,
        "region_code": frame.region_code,
        "name_fr": frame.nom,
        "name_en": frame.nom,
        "designation": frame.designation,
        "population": frame.pop_2021.astype("Int64"),
        "vintage": CENSUS,
    }
    return layer(columns, frame.geometry)


def _boroughs(source: Path) -> gpd.GeoDataFrame:
    montreal = raw(source, "montreal_arrondissements")
    montreal = montreal[montreal["type"] == "Arrondissement"]
    dashed = {fold(name): name for name in raw(source, "montreal_quartiers").nom_arr.dropna().unique()}
    quebec = raw(source, "quebec_arrondissements")
    both = [
        ("Montréal", "66023", [dashed.get(fold(name), name) for name in montreal.nom], montreal.geometry),
        ("Québec", "23027", list(quebec.nom), quebec.geometry),
    ]
    rows = [
        {
            "code": f"borough-{slug(city)}-{slug(name)}",
            "code_mun": code_mun,
            "city": city,
            "name_fr": name,
            "name_en": name,
            "vintage": "2022",
            "geometry": shape,
        }
        for city, code_mun, names, shapes in both
        for name, shape in zip(names, shapes, strict=True)
    ]
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326").sort_values("code")
    return frame.assign(population=pd.array([pd.NA] * len(frame), dtype="Int64"))


def _abroad(source: Path) -> gpd.GeoDataFrame:
    """Land of other countries around Canada (Natural Earth 1:50 000 000): enough to tell a neighbour from the sea."""
    frame = raw(source, "ne_countries_50m_clip")
    frame = frame[frame.ADM0_A3 != "CAN"].sort_values("ADM0_A3")
    return layer({"country": frame.ADM0_A3, "name_en": frame.NAME}, frame.geometry)
