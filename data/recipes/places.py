"""The gazetteer (GeoNames, municipalities, census communities, neighbourhoods), postal prefixes, census points."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import place_rows
import shapely
from common import POINT_DECIMALS, raw, raw_table, rows_of, save

from luminance_geo.geo import distance_km, unit_vectors

COLUMNS = [
    "id", "name_fr", "name_en", "names", "kind", "province", "locality", "lat", "lon", "population", "time_zone",
    "approximate", "source",
]  # fmt: skip
_SHOWN = ("name_fr", "name_en")


def make(source: Path, data: Path) -> dict[str, int]:
    """Write `places/*.parquet`; give the number of rows of each."""
    gazetteer = _gazetteer(source)
    made = {
        "gazetteer": gazetteer,
        "fsa": _postal_prefixes(source, gazetteer),
        "csd_points": _census_points(source),
    }
    return {f"places/{name}.parquet": save(frame, data / "places" / f"{name}.parquet") for name, frame in made.items()}


def _gazetteer(source: Path) -> pd.DataFrame:
    municipalities = raw(source, "qc_municipalites")
    cities = place_rows.geonames(raw_table(source, "geonames_places_canada"))
    cities = _name_the_sectors(cities, municipalities)
    cities = _fill_populations(cities, municipalities)
    found = [cities]
    for more in (
        place_rows.municipalities(municipalities),
        place_rows.census_communities(raw_table(source, "statcan_csd_points_2021")),
        place_rows.neighbourhoods(source),
    ):
        found.append(more[~_already_there(more, pd.concat(found))])
    rows = pd.concat(found, ignore_index=True)
    known = rows.time_zone.notna().to_numpy()
    rows.loc[~known, "time_zone"] = _nearest_time_zone(rows[~known], rows[known])
    rows[["lat", "lon"]] = rows[["lat", "lon"]].round(POINT_DECIMALS)
    return rows.sort_values("id")[COLUMNS]


def _already_there(more: pd.DataFrame, known: pd.DataFrame) -> pd.Series[bool]:
    """True where a place of the same folded name lies in the same province, near enough to be the same one."""
    mine = more.assign(row=range(len(more)))[["row", "key", "province", "lat", "lon", "reach_km"]]
    both = [known[["province", "lat", "lon"]].assign(key=known[name].map(place_rows.fold)) for name in _SHOWN]
    theirs = pd.concat(both).drop_duplicates()
    pairs = mine.merge(theirs, on=["key", "province"])
    km = distance_km(pairs.lat_x, pairs.lon_x, pairs.lat_y, pairs.lon_y)
    same = set(pairs.row[km <= pairs.reach_km.to_numpy()])
    return pd.Series([row in same for row in range(len(more))], index=more.index)


def _name_the_sectors(cities: pd.DataFrame, municipalities: gpd.GeoDataFrame) -> pd.DataFrame:
    """A GeoNames place inside a large Québec municipality of another name is one of its neighbourhoods."""
    large = municipalities[municipalities.pop_2021 >= 50_000]
    tree = shapely.STRtree(large.geometry.to_numpy())
    point, shape = tree.query(shapely.points(cities.lon, cities.lat), predicate="within")
    names = large.nom.to_numpy()[shape]
    rows = cities.index[point]
    differs = [place_rows.fold(name) != cities.key[row] for name, row in zip(names, rows, strict=True)]
    cities.loc[rows[differs], "kind"] = "neighbourhood"
    cities.loc[rows[differs], "locality"] = names[differs]
    return cities


def _fill_populations(cities: pd.DataFrame, municipalities: gpd.GeoDataFrame) -> pd.DataFrame:
    """GeoNames says 0 where it does not know: take the census population of the municipality of that name, or none."""
    empty = cities.index[cities.population == 0]
    census = {
        place_rows.fold(name): people for name, people in zip(municipalities.nom, municipalities.pop_2021, strict=True)
    }
    for row in empty:
        inside = cities.province[row] == "QC"
        cities.loc[row, "population"] = census.get(cities.key[row], pd.NA) if inside else pd.NA
    return cities


def _nearest_time_zone(places: pd.DataFrame, known: pd.DataFrame) -> list[str]:
    """The time zone of the nearest place that has one, looked for in the same province first."""
    zones = []
    for place in rows_of(places):
        near = known[known.province == place.province]
        near = near if len(near) else known
        closeness = np.dot(unit_vectors(near.lat, near.lon), unit_vectors(place.lat, place.lon))
        zones.append(str(near.time_zone.iloc[int(np.argmax(closeness))]))
    return zones


def _postal_prefixes(source: Path, gazetteer: pd.DataFrame) -> pd.DataFrame:
    frame = raw_table(source, "geonames_fsa_centroids").sort_values("fsa")
    frame = frame.assign(province=frame.admin1_code)
    return pd.DataFrame(
        {
            "fsa": frame.fsa,
            "name": frame.place_name,
            "province": frame.province,
            "lat": frame.lat.round(POINT_DECIMALS),
            "lon": frame.lon.round(POINT_DECIMALS),
            "suggested_km": _suggested_km(frame),
            "time_zone": _nearest_time_zone(frame, gazetteer),
        }
    )


def _suggested_km(prefixes: pd.DataFrame) -> list[float]:
    """A radius that covers most of a prefix's area: from how far the next prefixes of its kind are.

    Rural prefixes (0 as second character) get 100 km; the measure is in `data/README.md`.
    """
    vectors = unit_vectors(prefixes.lat, prefixes.lon)
    closeness = np.sort(vectors @ vectors.T, axis=1)[:, ::-1]
    third_km = 6371.0088 * np.arccos(np.clip(closeness[:, 3], -1.0, 1.0))
    rural = prefixes.fsa.str[1].eq("0").to_numpy()
    urban_km = np.select([third_km < 3.0, third_km < 8.0, third_km < 20.0], [5.0, 10.0, 25.0], 50.0)
    radii: list[float] = np.where(rural, 100.0, urban_km).tolist()
    return radii


def _census_points(source: Path) -> pd.DataFrame:
    frame = raw_table(source, "statcan_csd_points_2021").sort_values("csduid")
    names = frame["name"].str.replace(r"\s+", " ", regex=True).str.split(" / ")
    return pd.DataFrame(
        {
            "csduid": frame.csduid,
            "name_fr": names.str[-1].str.strip(),
            "name_en": names.str[0].str.strip(),
            "csd_type": frame.csd_type,
            "cduid": frame.cduid,
            "pruid": frame.pruid,
            "province": frame.pt,
            "population": frame.pop_2021.astype("Int64"),
            "lat": frame.lat.round(POINT_DECIMALS),
            "lon": frame.lon.round(POINT_DECIMALS),
            "vintage": "2021",
        }
    )
