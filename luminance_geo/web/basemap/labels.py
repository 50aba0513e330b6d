"""Names on the built-in map, as one compact JSON per language."""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import Any

import pyarrow.parquet as pq
import shapely

from luminance_geo.i18n import Language
from luminance_geo.web.basemap.shapes import folder


@cache
def packed_labels(language: Language) -> bytes:
    """Gzip-compressed JSON `{kind: [[lon, lat, name, low, high, population], …]}`; water, province, town, quartier.

    Degrees WGS84, zooms inclusive; towns stand largest first, so that their place in the list is their rank.
    """
    table: dict[str, list[Any]] = pq.read_table(folder() / "labels.parquet").to_pydict()
    points = shapely.get_coordinates(shapely.from_wkb(table["geometry"])).round(4).tolist()
    names = table[f"name_{language}"]
    kinds: dict[str, list[list[object]]] = {}
    rows = zip(table["kind"], points, names, table["low"], table["high"], table["population"], strict=True)
    for kind, (lon, lat), name, low, high, population in rows:
        kinds.setdefault(kind, []).append([lon, lat, name, low, high, population])
    text = json.dumps(kinds, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)
