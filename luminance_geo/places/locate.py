"""Where points are: their regions with their vintage, time zone, and whether they lie in water or abroad."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from luminance_geo.errors import InvalidInput
from luminance_geo.geo import FloatArray, Floats
from luminance_geo.i18n import N_
from luminance_geo.places.boundaries import LAYERS, outlines, parents_of
from luminance_geo.places.located import Located, RegionAt
from luminance_geo.places.nearby import census_points, nearest_subdivision, time_zones
from luminance_geo.places.outlines import IntArray, Outlines, read_outlines
from luminance_geo.places.place import SURROUNDINGS

if TYPE_CHECKING:
    import pandas as pd

BORDER_KM = 1.0
"""Outside Canada's outlines by more than this, and on another country's land, a point is abroad."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class _Found:
    """Row in a layer for each point (−1 for none), and how far that region is in km: 0 inside, infinite for none."""

    rows: IntArray
    km: FloatArray


@dataclass(frozen=True)
class _Whereabouts:
    """Answers for many points at once, as arrays."""

    regions: dict[str, _Found]
    subdivision: _Found
    zones: NDArray[np.object_]
    water: Flags
    abroad: Flags


def locate(lat: float, lon: float) -> Located:
    """Where one point in WGS84 degrees is; the same answer as `locate_many`.

    Raises `InvalidInput` when a coordinate is not finite or out of range.

    >>> here = locate(45.5434, -73.6230)
    >>> [region.name_fr for region in here.regions][-2:], here.time_zone
    (['Montréal', 'Villeray–Saint-Michel–Parc-Extension'], 'America/Toronto')
    """
    where = _find(*_checked([lat], [lon]))
    named = [_region_at(kind, found, 0) for kind, found in where.regions.items() if found.rows[0] >= 0]
    if where.subdivision.rows[0] >= 0:
        nearest = census_points()[where.subdivision.rows[0]]
        named.append(replace(nearest, nearest_km=float(where.subdivision.km[0])))
    return Located(tuple(named), str(where.zones[0]), bool(where.water[0]), bool(where.abroad[0]))


def locate_many(lats: Floats, lons: Floats) -> pd.DataFrame:
    """Where points in WGS84 degrees are: one row per point, in order.

    Columns: for each of province, division, region, mrc, municipality, borough and subdivision its code or None, and
    `<kind>_km`, 0 when the point is inside and NaN without a code; `time_zone`, `in_water`, `abroad`; and `regions`,
    the list of codes that `region=` takes. Raises `InvalidInput` as `locate` does, and when lengths differ.
    """
    import pandas as pd

    where = _find(*_checked(lats, lons))
    codes = {kind: _codes(outlines(kind).columns["code"], found.rows) for kind, found in where.regions.items()}
    codes["subdivision"] = _codes([point.code for point in census_points()], where.subdivision.rows)
    columns: dict[str, object] = {}
    for kind, found in (where.regions | {"subdivision": where.subdivision}).items():
        columns[kind] = pd.Series(codes[kind], dtype=object)  # else pandas turns None into NaN
        columns[f"{kind}_km"] = np.where(found.rows >= 0, found.km, np.nan)
    stored = np.stack([codes[kind] for kind in LAYERS], axis=1).tolist()
    columns["regions"] = [[code for code in row if code is not None] for row in stored]
    columns |= {"time_zone": where.zones, "in_water": where.water, "abroad": where.abroad}
    return pd.DataFrame(columns)


def _checked(lats: Floats, lons: Floats) -> tuple[FloatArray, FloatArray]:
    y, x = np.asarray(lats, dtype=np.float64), np.asarray(lons, dtype=np.float64)
    if y.ndim != 1 or y.shape != x.shape:
        raise InvalidInput(N_("As many longitudes as latitudes are needed."), parameter="lat,lon")
    # NaN compares false, so it is refused here with the rest.
    wrong = np.flatnonzero(~((np.abs(y) <= 90) & (np.abs(x) <= 180)))
    if len(wrong):
        text = f"{y[wrong[0]]},{x[wrong[0]]}"
        message = N_("Latitude goes from −90 to 90 and longitude from −180 to 180: “{text}” is outside.")
        raise InvalidInput(message, parameter="lat,lon", text=text)
    return y, x


def _find(lats: FloatArray, lons: FloatArray) -> _Whereabouts:
    province, water, abroad = _provinces(lats, lons)
    in_quebec = province.rows == outlines("province").columns["abbreviation"].index("QC")
    division = _within("division", lats, lons, np.where(in_quebec, -1, province.rows))
    mrc = _within("mrc", lats, lons, None, in_quebec)
    town, borough = _towns(lats, lons, mrc)
    found = {
        "province": province,
        "division": _Found(np.where(in_quebec, _parent(_division_of_mrc(), mrc.rows), division.rows),
                           np.where(in_quebec, mrc.km, division.km)),
        "region": _Found(_parent(_region_of_mrc(), mrc.rows), mrc.km),
        "mrc": mrc,
        "municipality": town,
        "borough": borough,
    }  # fmt: skip
    subdivision = _Found(*nearest_subdivision(lats, lons, np.where(in_quebec, -1, province.rows)))
    return _Whereabouts(found, subdivision, time_zones(lats, lons, province.rows), water, abroad)


def _towns(lats: FloatArray, lons: FloatArray, mrc: _Found) -> tuple[_Found, _Found]:
    """Municipalities, and boroughs where there are some.

    Borough outlines are the cities' own, finer than those of the municipalities: where one holds the point, it decides.
    """
    town = _within("municipality", lats, lons, mrc.rows)
    part = outlines("borough").containing(lats, lons, None, None)
    city = _parent(parents_of("borough"), part)
    agrees = (part >= 0) & (_parent(parents_of("municipality"), city) == mrc.rows)
    town = _Found(np.where(agrees, city, town.rows), np.where(agrees, 0.0, town.km))
    has_parts = np.isin(town.rows, np.unique(parents_of("borough")))
    return town, _within("borough", lats, lons, town.rows, has_parts)


def _provinces(lats: FloatArray, lons: FloatArray) -> tuple[_Found, Flags, Flags]:
    """Provinces, and which points are in water or abroad."""
    west, south, east, north = SURROUNDINGS
    around = (lats >= south) & (lats <= north) & (lons >= west) & (lons <= east)
    found = _within("province", lats, lons, None, around)
    foreign = np.zeros(len(lats), dtype=bool)
    outside = np.flatnonzero(around & (found.km > 0))
    foreign[outside] = _neighbours().containing(lats[outside], lons[outside], None, None) >= 0
    abroad = (foreign & (found.km > BORDER_KM)) | ~around
    rows = np.where(abroad, -1, found.rows)
    return _Found(rows, np.where(rows >= 0, found.km, np.inf)), around & (found.km > 0) & ~foreign, abroad


def _within(
    kind: str, lats: FloatArray, lons: FloatArray, parents: IntArray | None, asked: Flags | None = None
) -> _Found:
    """The region of one kind for each point asked about: the one that holds it, else the nearest near enough."""
    layer = outlines(kind)
    of = None if parents is None else parents_of(kind)
    wanted = np.ones(len(lats), dtype=bool) if asked is None else asked
    wanted = wanted if parents is None else wanted & (parents >= 0)
    rows, km = np.full(len(lats), -1, dtype=np.int64), np.full(len(lats), np.inf)
    spot = np.flatnonzero(wanted)
    rows[spot] = layer.containing(lats[spot], lons[spot], None if parents is None else parents[spot], of)
    km[rows >= 0] = 0.0
    spot = np.flatnonzero(wanted & (rows < 0))
    rows[spot], km[spot] = layer.nearest(lats[spot], lons[spot], None if parents is None else parents[spot], of)
    return _Found(rows, km)


@cache
def _region_of_mrc() -> IntArray:
    rows = {code: row for row, code in enumerate(outlines("region").columns["region_code"])}
    return np.array([rows[code] for code in outlines("mrc").columns["region_code"]], dtype=np.int64)


@cache
def _division_of_mrc() -> IntArray:
    """In Québec a census division is one MRC, or two to four whose codes begin alike."""
    rows = {cduid: row for row, cduid in enumerate(outlines("division").columns["cduid"])}
    return np.array([rows[f"24{code[:2]}"] for code in outlines("mrc").columns["mrc_code"]], dtype=np.int64)


def _parent(parents: IntArray, rows: IntArray) -> IntArray:
    """The parent of each row, −1 where there is no row."""
    return np.where(rows >= 0, parents[rows], -1)


@cache
def _neighbours() -> Outlines:
    return read_outlines("abroad")


def _region_at(kind: str, found: _Found, point: int) -> RegionAt:
    columns, row, km = outlines(kind).columns, int(found.rows[point]), float(found.km[point])
    beside = km > 0
    return RegionAt(
        code=columns["code"][row],
        kind=kind,
        name_fr=columns["name_fr"][row],
        name_en=columns["name_en"][row],
        vintage=columns["vintage"][row],
        approximate=beside,
        nearest_km=km if beside else None,
    )


def _codes(codes: list[str], rows: IntArray) -> NDArray[np.object_]:
    """The code at each row, None at −1."""
    return np.array([*codes, None], dtype=object)[rows]
