"""The four sources of the gazetteer, each as rows of the same columns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from common import raw, rows_of

from luminance_geo.geo import distance_km
from luminance_geo.places.names import fold, slug

__all__ = ["census_communities", "fold", "geonames", "municipalities", "neighbourhoods"]

# The few cities whose names differ between the two languages in federal use; GeoNames keeps one.
_BOTH_NAMES = {
    6325494: ("Québec", "Quebec City"),
    6077243: ("Montréal", "Montreal"),
    5964700: ("Grand Sudbury", "Greater Sudbury"),
}
_LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿŒœ0-9'’.\- ]{3,}")
# Detroit's zone is the same clock; the place is in Ontario.
_ZONES = {"America/Detroit": "America/Toronto"}
# Types of census subdivision where people live together; the rest is countryside, parishes and unorganized land.
_COMMUNITIES = {
    "C", "CC", "CN", "CV", "CY", "DM", "HAM", "IRI", "M", "MU", "NH", "NV", "RGM", "RV", "S-É", "SÉ", "SET", "SV", "T",
    "TP", "TV", "VC", "VK", "VL",
}  # fmt: skip
_NOT_A_NAME = re.compile(r"^(Quartier \d-\d|Est|Ouest|Centre|Centre-Nord|Nord|Sud)$")
_DESIGNATIONS = {
    "Ville": "town",
    "Village": "village",
    "Réserve indienne": "reserve",
    "Territoire non organisé": "territory",
}


def geonames(frame: pd.DataFrame) -> pd.DataFrame:
    """Cities, towns and villages of GeoNames, with the alternate names that are written in Latin letters."""
    rows = []
    for place in rows_of(frame):
        french, english = _BOTH_NAMES.get(place.geonameid, (place.name, place.name))
        rows.append(
            _row(f"gn-{place.geonameid}", french, english, place)
            | {
                "names": sorted({name for name in place.alternatenames if _LATIN.fullmatch(name)} | {place.name}),
                "kind": _kind(place.population),
                "province": place.prov,
                "population": place.population,
                "time_zone": _ZONES.get(place.timezone, place.timezone),
                "source": "geonames",
            }
        )
    return _frame(rows)


def municipalities(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Québec municipalities, at a point inside their outline."""
    rows = []
    # The middle of a wide municipality is far from its village: half its box's diagonal, and 10 km for the outline.
    west, south, east, north = frame.bounds.to_numpy().T
    reaches = 10.0 + distance_km(south, west, north, east) / 2.0
    for town, (lon, lat), reach_km in zip(rows_of(frame), _points_inside(frame.geometry), reaches, strict=True):
        people = None if pd.isna(town.pop_2021) else int(town.pop_2021)
        kind = _DESIGNATIONS.get(town.designation, "municipality")
        at = {"lat": lat, "lon": lon, "approximate": True, "reach_km": reach_km}
        rows.append(
            _row(f"mu-{town.code_mun}", town.nom, town.nom, None)
            | at
            | {
                "kind": "city" if kind == "town" and (people or 0) >= 10_000 else kind,
                "province": "QC",
                "population": people,
                "source": "mamh",
            }
        )
    return _frame(rows)


def census_communities(frame: pd.DataFrame) -> pd.DataFrame:
    """Communities elsewhere in Canada that the census knows, at the middle of their subdivision."""
    rows = []
    kept = frame[(frame.pt != "QC") & frame.csd_type.isin(_COMMUNITIES) & (frame.pop_2021.fillna(0) > 0)]
    for place in rows_of(kept):
        english, _, french = re.sub(r" \(Part\)$", "", place.name).partition(" / ")
        rows.append(
            _row(f"csd-{place.csduid}", french or english, english, place)
            | {
                "kind": "reserve" if place.csd_type == "IRI" else _kind(place.pop_2021),
                "province": place.pt,
                "population": int(place.pop_2021),
                "approximate": True,
                "reach_km": 60.0,
                "source": "statcan",
            }
        )
    return _frame(rows)


def neighbourhoods(source: Path) -> pd.DataFrame:
    """Boroughs and neighbourhoods of Montréal and Québec City, at a point inside their outline."""
    boroughs = raw(source, "montreal_arrondissements").query("type == 'Arrondissement'")
    dashed = {fold(name): name for name in raw(source, "montreal_quartiers").nom_arr.dropna().unique()}
    quarters = raw(source, "montreal_quartiers").dropna(subset="nom_qr")
    layers = [
        ("Montréal", "borough", [dashed.get(fold(name), name) for name in boroughs.nom], boroughs.geometry),
        ("Québec", "borough", *_named(raw(source, "quebec_arrondissements"), "nom")),
        ("Montréal", "neighbourhood", *_named(quarters, "nom_qr")),
        ("Québec", "neighbourhood", *_named(raw(source, "quebec_quartiers"), "nom")),
    ]
    rows = []
    for city, kind, names, shapes in layers:
        for name, (lon, lat) in zip(names, _points_inside(shapes), strict=True):
            if _NOT_A_NAME.match(name):
                continue
            place_id = f"{'bo' if kind == 'borough' else 'nb'}-{slug(city)}-{slug(name)}"
            at = {"lat": lat, "lon": lon, "approximate": True, "reach_km": 6.0}
            rows.append(_row(place_id, name, name, None) | at | {"kind": kind, "province": "QC", "locality": city})
    frame = _frame(rows).drop_duplicates(["key", "locality"])  # a borough of one neighbourhood is listed once
    return frame.assign(source=lambda rows: rows.locality.map({"Montréal": "montreal", "Québec": "quebec"}))


def _points_inside(shapes: gpd.GeoSeries) -> list[list[float]]:
    """Longitude and latitude of a point inside each shape."""
    points: list[list[float]] = shapely.get_coordinates(shapes.representative_point().to_numpy()).tolist()
    return points


def _named(frame: gpd.GeoDataFrame, column: str) -> tuple[list[str], gpd.GeoSeries]:
    """Names with an en dash between parts, as the cities write them themselves."""
    return [str(name).replace("—", "–").replace(" - ", "–") for name in frame[column]], frame.geometry


def _row(place_id: str, french: str, english: str, at: Any) -> dict[str, Any]:
    return {
        "id": place_id,
        "name_fr": french,
        "name_en": english,
        "names": sorted({french, english}),
        "locality": None,
        "lat": None if at is None else at.lat,
        "lon": None if at is None else at.lon,
        "population": None,
        "time_zone": None,
        "approximate": False,
        "reach_km": 0.0,
    }


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows).assign(key=lambda rows: rows.name_fr.map(fold))
    frame["population"] = frame.population.astype("Int64")
    for column in ("locality", "time_zone"):
        frame[column] = frame[column].astype("str")
    return frame


def _kind(people: float | None) -> str:
    count = people or 0
    return "city" if count >= 10_000 else "town" if count >= 1_000 else "village"
