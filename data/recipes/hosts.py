"""Places that host: libraries, museums, galleries, theatres, art centres, festivals, markets, heritage sites."""

from __future__ import annotations

from pathlib import Path

import entries
import geopandas as gpd
import pandas as pd
from common import raw_table, save

from luminance_geo.geo import distance_km

KINDS = {
    "library or archives": "library",
    "museum": "museum",
    "gallery": "gallery",
    "theatre/performance and concert hall": "theatre",
    "art or cultural centre": "art-centre",
    "festival site": "festival",
    "heritage or historic site": "heritage",
    "Bibliothèque publique": "library",
    "Bibliothèques": "library",
    "Lieu de diffusion municipal": "art-centre",
    "Centres d'art": "art-centre",
    "Musée municipal": "museum",
    "Marché public": "market",
}
"""Kind in the source, and our kind of actor. Left out: artists (persons), the register's `miscellaneous`, health care,
housing centres, borough offices, open-air centres."""

_PERSONS = {"Heidi Zolty", "Morris Tanya Monique", "Dr Denis Bourgeois"}  # filed as venues in the national register
_MISPLACED_KM = 100.0  # a town's prefix lies within 40 km of its places in 98 % of cases: beyond, the position is wrong
COLUMNS = ["source", "source_id", "name", "name_language", "kind", "address", "locality", "postal_code", "precision",
           "regions", "time_zone", "licence", "source_date", "geometry"]  # fmt: skip


def make(source: Path, data: Path) -> dict[str, int]:
    """Write `actors/hosts.parquet`."""
    frame = entries.read(source)
    hosting = frame.type_source.isin(KINDS) | _is_art_centre(frame)
    chosen = entries.clean(frame[hosting & ~frame.name.isin(_PERSONS)])
    chosen["kind"] = chosen.kind.map(KINDS).fillna("art-centre")
    chosen = chosen[~_misplaced(chosen, raw_table(source, "geonames_fsa_centroids"))].reset_index(drop=True)
    chosen.loc[_shared_spot(chosen), "precision"] = "approximate"
    return {"actors/hosts.parquet": save(entries.with_regions(chosen)[COLUMNS], data / "actors" / "hosts.parquet")}


def _is_art_centre(frame: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Of Québec City's three cultural centres, one is for the arts; the two others are initiatives."""
    return (frame.type_source == "Centres culturels") & frame.name.fillna("").str.contains("artistique")


def _misplaced(frame: gpd.GeoDataFrame, prefixes: pd.DataFrame) -> pd.Series[bool]:
    """True where a position contradicts the entry's own postal code, if it is a town's (rural ones are too wide)."""
    area = frame.postal_code.str[:3]
    centre = prefixes.set_index("fsa").reindex(area)
    km = distance_km(frame.geometry.y, frame.geometry.x, centre.lat.to_numpy(), centre.lon.to_numpy())
    return (area.str[1] != "0") & (km > _MISPLACED_KM)


def _shared_spot(frame: gpd.GeoDataFrame) -> pd.Series[bool]:
    """True for entries without an address that stand on the very spot of another: the middle of a town."""
    spots = frame.geometry.to_wkb()
    return frame.address.isna() & spots.duplicated(keep=False)
