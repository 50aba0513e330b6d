"""What every recipe shares: reading the raw files, writing GeoParquet the same way each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

CRS = "EPSG:4326"
POINT_DECIMALS = 6  # 0.1 m


def raw(source: Path, name: str) -> gpd.GeoDataFrame:
    """A layer of the raw data, in WGS84."""
    return gpd.read_parquet(source / "open" / f"{name}.parquet").to_crs(CRS)


def raw_table(source: Path, name: str) -> pd.DataFrame:
    """A table of the raw data, without its geometry."""
    frame = pd.read_parquet(source / "open" / f"{name}.parquet")
    return frame.drop(columns="geometry", errors="ignore")


def save(frame: pd.DataFrame, target: Path) -> int:
    """Write (Geo)Parquet, compressed as hard as it goes and the same at each run; give the number of rows."""
    target.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"compression": "zstd", "compression_level": 19, "index": False}
    frame.reset_index(drop=True).to_parquet(target, **options)
    return len(frame)


def layer(columns: dict[str, Any], geometry: list[BaseGeometry] | gpd.GeoSeries) -> gpd.GeoDataFrame:
    """A layer in WGS84 from columns and their geometries."""
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=CRS)


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples; their fields are of any type, which pandas cannot say."""
    return iter(frame.itertuples())


def text(value: object) -> str | None:
    """The value as stripped text, or None when there is nothing in it (None, NaN or spaces)."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    return str(value).strip() or None
