"""Where demonstration initiatives stand: spread over the country as its population is, on land."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luminance_geo.geo import FloatArray
from luminance_geo.places import locate_many, region
from luminance_geo.places.tables import read_rows

_KINDS = {"city", "town", "village", "municipality"}
"""Not neighbourhoods, already counted in their city; nor First Nations communities, which speak for themselves."""

_PRUIDS = {
    "NL": "10", "PE": "11", "NS": "12", "NB": "13", "QC": "24", "ON": "35", "MB": "46", "SK": "47", "AB": "48",
    "BC": "59", "YT": "60", "NT": "61", "NU": "62",
}  # fmt: skip

_KM_PER_DEGREE = 111.2
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A position in WGS84 degrees, and what is around it. `near` names are used in texts, `locality` in addresses."""

    lat: float
    lon: float
    province: str
    locality: str
    near_fr: str
    near_en: str
    big: bool
    regions: tuple[str, ...]
    time_zone: str


@cache
def _places() -> tuple[list[dict[str, Any]], FloatArray]:
    """Places with people, and the running share of the population, up to 1.

    Each province weighs what its census says: the gazetteer counts some towns twice and misses others.
    """
    rows = [row for row in read_rows("places/gazetteer") if row["kind"] in _KINDS and (row["population"] or 0) > 0]
    listed = Counter[str]()
    for row in rows:
        listed[row["province"]] += row["population"]
    census = {code: region(f"province-{pruid}") for code, pruid in _PRUIDS.items()}
    weight = {code: (found.population or 0) / listed[code] for code, found in census.items() if found and listed[code]}
    people = np.cumsum([row["population"] * weight.get(row["province"], 0.0) for row in rows])
    return rows, np.asarray(people / people[-1], dtype=np.float64)


def spots(count: int, *seed: int) -> list[Spot]:
    """`count` spots, drawn by population; the same for the same seed."""
    draw = np.random.default_rng(seed)
    places, share = _places()
    chosen = np.minimum(np.searchsorted(share, draw.random(count)), len(places) - 1)
    rows = [places[index] for index in chosen]
    lats, lons = np.array([row["lat"] for row in rows]), np.array([row["lon"] for row in rows])
    spread_km = 0.12 * np.sqrt(np.array([float(row["population"]) for row in rows]) / 1000) + 0.15
    wanted = np.array([row["province"] for row in rows])
    found_lats, found_lons, found = _on_land(draw, lats, lons, spread_km, wanted)
    return [
        _spot(rows[i], float(found_lats[i]), float(found_lons[i]), found["regions"][i], found["time_zone"][i])
        for i in range(count)
    ]


def _on_land(
    draw: np.random.Generator, lats: FloatArray, lons: FloatArray, spread_km: FloatArray, province: NDArray[np.str_]
) -> tuple[FloatArray, FloatArray, dict[str, list[Any]]]:
    """Positions scattered around places; those in water or across a border are drawn again, closer each time."""
    count = len(lats)
    at_lats, at_lons = lats.copy(), lons.copy()
    known: dict[str, list[Any]] = {"regions": [[]] * count, "time_zone": ["America/Toronto"] * count}
    left = np.arange(count)
    for tries in range(_TRIES + 1):
        degrees = spread_km[left] / 2**tries / _KM_PER_DEGREE * (tries < _TRIES)  # at last the place itself
        at_lats[left] = lats[left] + draw.standard_normal(len(left)) * degrees
        at_lons[left] = lons[left] + draw.standard_normal(len(left)) * degrees / np.cos(np.radians(lats[left]))
        found = locate_many(at_lats[left], at_lons[left])
        for i, regions, zone in zip(left.tolist(), found["regions"], found["time_zone"], strict=True):
            known["regions"][i], known["time_zone"][i] = regions, zone
        wrong = found["in_water"].to_numpy(bool) | found["abroad"].to_numpy(bool)
        left = left[wrong | _elsewhere(found["regions"].tolist(), province[left])]
        if not len(left):
            break
    return at_lats, at_lons, known


def _elsewhere(regions: list[list[str]], province: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Which positions lie in another province than their place."""
    pairs = zip(regions, province.tolist(), strict=True)
    return np.array([f"province-{_PRUIDS.get(code)}" not in codes for codes, code in pairs], dtype=bool)


def _spot(place: dict[str, Any], lat: float, lon: float, regions: list[str], time_zone: str) -> Spot:
    around = [_name(code) for code in regions if code.startswith(("municipality-", "borough-"))]
    fr, en = around[-1] if around else (place["name_fr"], place["name_en"])
    town = around[0][0] if around else (place["name_fr"] if place["province"] == "QC" else place["name_en"])
    return Spot(
        lat=round(lat, 5),
        lon=round(lon, 5),
        province=place["province"],
        locality=_typographic(town),
        near_fr=_typographic(fr),
        near_en=_typographic(en),
        big=place["population"] > 100_000,
        regions=tuple(regions),
        time_zone=time_zone,
    )


@cache
def _name(code: str) -> tuple[str, str]:
    found = region(code)
    return (found.name_fr, found.name_en) if found else (code, code)


def _typographic(name: str) -> str:
    return name.replace("'", "’")
