"""Names on the built-in map: towns, provinces, waters and city districts, in French and English."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from common import raw

_CODED = re.compile(r"^Ct \d+|–|--|^Saint-Louis-de-Terrebonne$")
"""GeoNames' census tracts and composite borough names, which are not places that people name, and a former parish that
carries the population of the city it became."""

# name fr, name en, lon, lat, least and greatest zoom. Hand-placed where the water is widest.
_WATERS = [
    ("Baie d’Hudson", "Hudson Bay", -85.5, 59.8, 3, 7),
    ("Baie James", "James Bay", -80.5, 53.4, 5, 8),
    ("Baie d’Ungava", "Ungava Bay", -67.3, 59.4, 5, 8),
    ("Baie de Baffin", "Baffin Bay", -65.0, 72.6, 3, 7),
    ("Mer du Labrador", "Labrador Sea", -54.5, 57.4, 3, 7),
    ("Mer de Beaufort", "Beaufort Sea", -136.5, 71.3, 3, 7),
    ("Océan Atlantique", "Atlantic Ocean", -57.5, 43.6, 3, 7),
    ("Océan Pacifique", "Pacific Ocean", -134.0, 48.6, 3, 7),
    ("Golfe du Saint-Laurent", "Gulf of St. Lawrence", -61.8, 48.3, 5, 8),
    ("Baie de Fundy", "Bay of Fundy", -66.2, 44.9, 6, 9),
    ("Détroit d’Hudson", "Hudson Strait", -72.0, 62.0, 5, 8),
    ("Baie Georgienne", "Georgian Bay", -80.9, 45.2, 6, 9),
    ("Lac Supérieur", "Lake Superior", -87.3, 47.75, 4, 9),
    ("Lac Huron", "Lake Huron", -82.2, 44.4, 5, 9),
    ("Lac Michigan", "Lake Michigan", -87.0, 43.3, 5, 8),
    ("Lac Érié", "Lake Erie", -81.2, 42.2, 5, 10),
    ("Lac Ontario", "Lake Ontario", -77.8, 43.62, 5, 10),
    ("Lac Winnipeg", "Lake Winnipeg", -97.3, 52.3, 5, 9),
    ("Grand lac des Esclaves", "Great Slave Lake", -114.2, 61.6, 5, 9),
    ("Grand lac de l’Ours", "Great Bear Lake", -120.9, 66.0, 5, 9),
    ("Lac Athabasca", "Lake Athabasca", -109.6, 59.2, 6, 9),
    ("Lac Saint-Jean", "Lac Saint-Jean", -72.05, 48.6, 7, 11),
    ("Lac Mistassini", "Lake Mistassini", -73.5, 51.0, 6, 10),
    ("Réservoir Manicouagan", "Manicouagan Reservoir", -68.25, 51.75, 7, 10),
    ("Lac Nipigon", "Lake Nipigon", -88.5, 49.8, 6, 10),
    ("Détroit de Georgie", "Strait of Georgia", -123.75, 49.35, 7, 11),
    ("Fleuve Saint-Laurent", "St. Lawrence River", -69.35, 48.12, 7, 11),
    ("Fleuve Saint-Laurent", "St. Lawrence River", -73.41, 45.63, 10, 13),
    ("Fleuve Saint-Laurent", "St. Lawrence River", -71.33, 46.74, 10, 13),
    ("Lac Saint-Louis", "Lac Saint-Louis", -73.83, 45.39, 10, 13),
    ("Lac des Deux Montagnes", "Lake of Two Mountains", -74.0, 45.47, 10, 13),
    ("Rivière des Prairies", "Rivière des Prairies", -73.665, 45.587, 12, 15),
    ("Lac Saint-Pierre", "Lac Saint-Pierre", -72.83, 46.2, 9, 12),
    ("Baie Burrard", "English Bay", -123.19, 49.294, 11, 14),
]
# NE's label points for provinces fall in awkward spots (islands, borders): these are the visual middles.
_PROVINCES = {
    "CA-QC": (-72.0, 52.6), "CA-ON": (-86.0, 50.4), "CA-BC": (-124.8, 54.6), "CA-AB": (-114.7, 55.0),
    "CA-SK": (-105.8, 54.2), "CA-MB": (-97.0, 55.2), "CA-NU": (-95.5, 65.6), "CA-NT": (-118.5, 63.9),
    "CA-YT": (-135.6, 63.6), "CA-NL": (-60.9, 53.6), "CA-NB": (-66.4, 46.6), "CA-NS": (-63.4, 45.1),
    "CA-PE": (-63.3, 46.37),
}  # fmt: skip
_SMALL = {"CA-PE": 6, "CA-NS": 5, "CA-NB": 5}
"""Least zoom at which the name fits the province."""
_COLUMNS = ["kind", "name_fr", "name_en", "population", "low", "high", "lon", "lat"]


def _plain(names: pd.Series) -> pd.Series:
    folded = names.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii").str.lower()
    return folded.str.replace(r"\bst[.-]?\b", "saint", regex=True).str.replace(r"[^a-z]", "", regex=True)


def _towns(source: Path) -> pd.DataFrame:
    """Towns of GeoNames with Natural Earth's names in both languages, then Québec municipalities that it lacks."""
    towns = raw(source, "geonames_places_canada")
    towns = towns[~towns.name.str.contains(_CODED)].drop(columns="geometry")
    known = raw(source, "ne_populated_places_10m_canada").dropna(subset="geonameid")
    known = known.astype({"geonameid": "int64"}).drop_duplicates("geonameid").set_index("geonameid")
    towns["name_fr"] = towns.geonameid.map(known.name_fr).fillna(towns.name).str.replace("'", "’")
    towns["name_en"] = towns.geonameid.map(known.name_en).fillna(towns.name).str.replace("'", "’")
    more = raw(source, "qc_municipalites")
    centre = shapely.get_coordinates(shapely.point_on_surface(shapely.make_valid(more.geometry.values)))
    more = more.assign(name_fr=more.nom.str.replace("'", "’"), population=more.pop_2021, prov="QC")
    more = more.assign(name_en=more.name_fr, name=more.nom, lon=centre[:, 0], lat=centre[:, 1])
    official = more.drop_duplicates("nom").set_index(_plain(more.drop_duplicates("nom").nom)).name_fr
    here = towns.prov == "QC"
    towns.loc[here, "name_fr"] = _plain(towns.name_fr[here]).map(official).fillna(towns.name_fr[here])
    more = more[(more.population >= 100) & ~_plain(more.nom).isin(_plain(towns.name[towns.prov == "QC"]))]
    every = pd.concat([towns, more], ignore_index=True).sort_values("population", ascending=False)
    return every.assign(kind="town", low=0, high=24).drop_duplicates(["name", "prov"])[_COLUMNS]


def _repeats(towns: pd.DataFrame) -> pd.Series:
    """Smaller namesakes within about 30 km of a larger town, such as a borough and its former city."""
    folded = _plain(towns.name_fr)
    repeated = pd.Series(False, index=towns.index)
    for _, group in towns.groupby(folded):
        points = group[["lon", "lat"]].to_numpy()
        for i in range(1, len(group)):
            if np.abs(points[:i] - points[i]).max(axis=1).min() < 0.3:
                repeated[group.index[i]] = True
    return repeated


def _near(towns: pd.DataFrame, quartiers: pd.DataFrame) -> pd.Series:
    """Towns within about 15 km of a district."""
    gaps = towns[["lon", "lat"]].to_numpy()[:, None, :] - quartiers[["lon", "lat"]].to_numpy()[None, :, :]
    return pd.Series(np.abs(gaps).max(axis=2).min(axis=1) < 0.15, index=towns.index)


def _quartiers(source: Path) -> pd.DataFrame:
    rows = []
    for file, column in (("montreal_quartiers", "nom_qr"), ("quebec_quartiers", "nom")):
        frame = raw(source, file)
        largest = [max(shapely.get_parts(shape), key=lambda part: part.area) for shape in frame.geometry]
        for name, shape in zip(frame[column], largest, strict=True):
            at = shapely.maximum_inscribed_circle(shape).coords[0]
            rows.append(("quartier", name.replace("'", "’"), name.replace("'", "’"), 0, 12, 24, *at))
    return pd.DataFrame(rows, columns=_COLUMNS)


def labels(source: Path) -> gpd.GeoDataFrame:
    """One point per name: `kind`, `name_fr`, `name_en`, `population`, zooms `low` to `high`; towns largest first."""
    towns, quartiers = _towns(source), _quartiers(source)
    towns = towns[~_repeats(towns)]
    towns = towns[~(_plain(towns.name_fr).isin(_plain(quartiers.name_fr)) & _near(towns, quartiers))]
    named = raw(source, "ne_admin1_50m_canada").set_index("iso_3166_2")
    provinces = pd.DataFrame(
        [("province", named.name_fr[c], named.name[c], 0, _SMALL.get(c, 3), 6, *at) for c, at in _PROVINCES.items()],
        columns=_COLUMNS,
    )
    waters = pd.DataFrame(
        [("water", fr, en, 0, low, high, lon, lat) for fr, en, lon, lat, low, high in _WATERS], columns=_COLUMNS
    )
    every = pd.concat([waters, provinces, towns, quartiers], ignore_index=True)
    points = gpd.points_from_xy(every.pop("lon"), every.pop("lat"))
    return gpd.GeoDataFrame(every.astype({"population": "int64"}), geometry=points, crs="EPSG:4326")
