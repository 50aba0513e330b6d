"""What registers and hosts share: reading both raw files in one shape, and saying where each entry is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from addresses import tidy_address
from common import POINT_DECIMALS, layer, raw, rows_of, text
from sources import SOURCES
from wording import language_of, postal_code, recased_name, tidy, tidy_name

from luminance_geo.places import locate_many

# Beginning of the source's name in the raw files, and our code for it.
_SOURCE_CODES = {
    "Ville de Montréal — Lieux": "montreal-places",
    "Ville de Québec — Lieux publics": "quebec-places",
    "BouffePourTous": "bouffe-pour-tous",
    "Statistique Canada — BDOICA": "odcaf",
    "City of Vancouver – Community gardens": "vancouver-gardens",
    "City of Vancouver – Free and low cost": "vancouver-food",
    "City of Vancouver – Community centres": "vancouver-centres",
    "City of Toronto – PollinateTO": "toronto-pollinate",
    "City of Toronto – Drop-in": "toronto-drop-ins",
}
_LANGUAGE_OF_REGISTER = {"montreal": "fr", "quebec": "fr", "bouffe": "fr", "vancouver": "en", "toronto": "en"}

_ENGLISH = {"nom": "name", "adresse": "address", "ville": "city", "code_postal": "postal_code", "prov": "province"}
_RAW = ["id", "type_source", "precision", "source", *_ENGLISH.values(), "geometry"]


def read(source: Path) -> gpd.GeoDataFrame:
    """Every raw entry, in id order: source, source_id, kind, name, address, locality, postal_code, precision, point."""
    first = raw(source, "initiatives_reelles").rename(columns=_ENGLISH)
    second = raw(source, "initiatives_vancouver_toronto")
    frame = pd.concat([first[_RAW], second[_RAW]]).sort_values("id", ignore_index=True)
    frame["source"] = frame.source.map(_source_code)
    return gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326")


def _source_code(name: str) -> str:
    return next(code for start, code in _SOURCE_CODES.items() if name.startswith(start))


def clean(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Tidy columns of the chosen entries, those without a name left out, with exact repeats dropped."""
    rows = [_row(entry) for entry in rows_of(frame)]
    points = shapely.set_precision(frame.geometry.to_numpy(), 10.0**-POINT_DECIMALS)
    done = layer({name: [row[name] for row in rows] for name in rows[0]}, gpd.GeoSeries(list(points), crs="EPSG:4326"))
    done = done[done.name.notna()]
    known = done.address.notna()
    repeats = known & done.duplicated(["source", "kind", "name", "address", "locality"])
    return done[~repeats].reset_index(drop=True)


def _row(entry: Any) -> dict[str, str | None]:
    code, province = str(entry.source), str(entry.province)
    city = (tidy(text(entry.city)) or "").partition(" / ")[0] or None
    national = code == "odcaf"
    raw_name = text(entry.name)
    name = recased_name(raw_name, city) if national else tidy_name(raw_name)
    address = text(entry.address)
    return {
        "source": code,
        "source_id": str(entry.id),
        "name": name,
        "name_language": None if name is None else language_of(name) or _register_language(code),
        "kind": str(entry.type_source).removesuffix(" ()"),
        "address": tidy_address(address, province=province, town=city),
        "locality": city,
        "postal_code": postal_code(text(entry.postal_code)),
        "precision": "exact" if entry.precision == "point" else "approximate",
        "licence": SOURCES[code]["licence"],
        "source_date": SOURCES[code]["date"],
    }


def _register_language(code: str) -> str | None:
    return _LANGUAGE_OF_REGISTER.get(code.partition("-")[0])


def with_regions(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The entries with their region codes and time zone."""
    where = locate_many(frame.geometry.y.to_numpy(), frame.geometry.x.to_numpy())
    return frame.assign(regions=where.regions.to_numpy(), time_zone=where.time_zone.to_numpy())
