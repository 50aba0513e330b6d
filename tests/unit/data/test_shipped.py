"""The shipped files keep their promises: columns, codes, positions, sources, privacy."""

import json
import re

import geopandas as gpd
import pandas as pd
import pytest

from luminance_geo import vocabulary
from luminance_geo.places import region
from luminance_geo.places.names import fold
from luminance_geo.settings import data_root

REGISTERS, HOSTS = "initiatives/registers", "actors/hosts"
SHARED = {
    "source", "source_id", "name", "name_language", "kind", "address", "locality", "postal_code", "precision",
    "licence", "source_date", "regions", "time_zone", "geometry",
}  # fmt: skip
HOST_KINDS = {"library", "museum", "gallery", "theatre", "art-centre", "festival", "market", "heritage"}
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
PHONE = re.compile(r"(?<!\d)(\+?1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)")


def read(name: str) -> gpd.GeoDataFrame:
    return gpd.read_parquet(data_root() / f"{name}.parquet")


def sources() -> dict[str, dict[str, str]]:
    return json.loads((data_root() / "sources.json").read_text(encoding="utf-8"))


def test_columns() -> None:
    assert set(read(REGISTERS).columns) == SHARED | {"causes", "website", "description_fr", "description_en"}
    assert set(read(HOSTS).columns) == SHARED


@pytest.mark.parametrize("name", [REGISTERS, HOSTS])
def test_entries_are_whole(name: str) -> None:
    frame = read(name)
    assert frame.crs.to_epsg() == 4326
    assert len(frame) > 1000
    assert not frame.source_id.duplicated().any()
    for column in ("source", "name", "kind", "precision", "licence", "source_date", "time_zone"):
        assert frame[column].notna().all()
    assert frame.name.str.strip().eq(frame.name).all()
    assert not frame.name.str.contains(r"\s\s|&#|&amp;|Ã|�|[\x80-\x9f]").any()
    assert set(frame.name_language.dropna()) <= {"fr", "en"}
    assert set(frame.precision) == {"exact", "approximate"}
    assert frame.postal_code.dropna().str.fullmatch(r"[A-Z]\d[A-Z]( \d[A-Z]\d)?").all()
    assert frame.source_date.str.fullmatch(r"\d{4}(-\d{2}){0,2}").all()


@pytest.mark.parametrize("name", [REGISTERS, HOSTS])
def test_entries_are_in_canada(name: str) -> None:
    frame = read(name)
    assert frame.geometry.is_valid.all()
    assert frame.geometry.x.between(-141.1, -52.5).all()
    assert frame.geometry.y.between(41.6, 83.2).all()
    assert all(code.startswith("province-") for code in frame.regions.str[0].dropna())
    codes = {code for codes in frame.regions for code in codes}
    assert all(region(code) is not None for code in codes)
    assert frame.regions.str.len().gt(0).mean() > 0.999


@pytest.mark.parametrize("name", [REGISTERS, HOSTS])
def test_every_source_is_credited(name: str) -> None:
    frame, known = read(name), sources()
    for source, licence in set(zip(frame.source, frame.licence, strict=True)):
        assert known[source]["licence"] == licence


def test_sources_are_complete() -> None:
    for entry in sources().values():
        assert set(entry) == {
            "name_fr", "name_en", "publisher", "licence", "licence_url", "url", "date", "credit_fr", "credit_en",
        }  # fmt: skip
        assert all(entry.values())
    gazetteer = pd.read_parquet(data_root() / "places" / "gazetteer.parquet", columns=["source"])
    assert set(gazetteer.source) <= set(sources())


@pytest.mark.parametrize("name", [REGISTERS, HOSTS])
def test_no_email_or_phone(name: str) -> None:
    frame = pd.DataFrame(read(name).drop(columns=["geometry", "regions"]))
    text = "\n".join(str(value) for column in frame for value in frame[column])
    assert EMAIL.search(text) is None
    assert PHONE.search(text) is None


def test_causes_are_in_the_vocabulary() -> None:
    causes = read(REGISTERS).causes
    assert causes.map(len).between(1, 3).all()
    assert {cause for row in causes for cause in row} <= set(vocabulary.causes())
    assert len({row[0] for row in causes}) >= 10


def test_initiatives_and_hosts_are_kept_apart() -> None:
    registers, hosts = read(REGISTERS), read(HOSTS)
    assert not set(registers.source_id) & set(hosts.source_id)
    assert set(hosts.kind) == HOST_KINDS
    left_out = r"CLSC|Hôpita|hébergement|arrondissement|artist$|food trees"
    assert not registers.kind.str.contains(left_out).any()
    assert (registers.source == "odcaf").sum() == 0


def test_community_fridges_are_approximate() -> None:
    registers = read(REGISTERS)
    assert set(registers[registers.source == "bouffe-pour-tous"].precision) == {"approximate"}


def test_real_duplicates_stay_for_the_duplicate_finder() -> None:
    hosts = read(HOSTS)
    quebec = set(hosts[hosts.source == "quebec-places"].name.map(fold))
    national = set(hosts[hosts.source == "odcaf"].name.map(fold))
    assert len(quebec & national) >= 5


def test_gazetteer_ids_are_unique_and_placed() -> None:
    frame = pd.read_parquet(data_root() / "places" / "gazetteer.parquet")
    assert frame.id.is_unique
    assert frame[["name_fr", "name_en", "kind", "province", "lat", "lon", "time_zone"]].notna().all(axis=None)
    assert {"gn-6077243", "mu-01023", "bo-montreal-lasalle"} <= set(frame.id)


def test_boundaries_are_valid_and_named() -> None:
    for name in ("provinces", "divisions", "qc_regions", "qc_mrc", "qc_municipalities", "boroughs"):
        frame = read(f"boundaries/{name}")
        assert frame.code.is_unique
        assert frame.geometry.is_valid.all()
        assert frame[["name_fr", "name_en", "vintage"]].notna().all(axis=None)


def test_the_whole_is_small() -> None:
    files = [path for path in data_root().rglob("*") if path.suffix in {".parquet", ".json", ".csv"}]
    assert sum(path.stat().st_size for path in files) < 7_000_000
