"""The built-in map: `basemap/areas.parquet`, `lines.parquet` and `labels.parquet`, all WGS84 (EPSG:4326).

Sources: Natural Earth (public domain), Statistics Canada (open licence), MAMH, Montréal and Québec City (CC BY 4.0),
GeoNames (CC BY 4.0). Coordinates are rounded to 2⁻¹⁶ degree (under 2 m), which also makes them compress well.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from basemap_labels import labels
from basemap_land import areas
from basemap_lines import lines
from common import save

GRID = 2.0**-16


def _rounded(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    def snap(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.round(points / GRID) * GRID

    frame = frame.set_geometry(shapely.remove_repeated_points(shapely.transform(frame.geometry.values, snap)))
    return frame[~frame.geometry.is_empty].reset_index(drop=True)


def make(source: Path, target: Path) -> dict[str, int]:
    """Write the three files under `target/basemap`; rows by file."""
    made = {"areas": areas(source), "lines": lines(source), "labels": labels(source)}
    files = {name: f"basemap/{name}.parquet" for name in made}
    return {files[name]: save(_rounded(frame), target / files[name]) for name, frame in made.items()}
