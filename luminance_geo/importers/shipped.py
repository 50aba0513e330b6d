"""The register files that come with the product: rows, positions and fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import shapely

from luminance_geo.settings import data_root

Row = dict[str, Any]

FILES = ("initiatives/registers.parquet", "actors/hosts.parquet")


def path_of(name: str) -> Path:
    """Where a shipped file is."""
    return data_root() / name


def fingerprint(name: str) -> str:
    """SHA-256 of a shipped file, in hex."""
    return hashlib.sha256(path_of(name).read_bytes()).hexdigest()


def rows(name: str) -> Iterator[Row]:
    """The rows of a shipped GeoParquet file, each with `lat`, `lon` (WGS84 degrees) instead of its geometry."""
    listed = pq.read_table(path_of(name)).to_pylist()
    points = shapely.from_wkb([row.pop("geometry") for row in listed])
    for row, lon, lat in zip(listed, shapely.get_x(points).tolist(), shapely.get_y(points).tolist(), strict=True):
        yield row | {"lat": lat, "lon": lon}


def names(row: Row) -> dict[str, str | None]:
    """`name_fr` or `name_en`: by the language known, else French in Québec and English elsewhere."""
    language = row.get("name_language") or ("fr" if "province-24" in row["regions"] else "en")
    return {"name_fr": row["name"] if language == "fr" else None, "name_en": row["name"] if language == "en" else None}
