"""GeoJSON features as spots of a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import shapely.geometry

from luminance_geo.web.features_map import Spot


def spots_of(features: Iterable[Mapping[str, Any]], anchor: str) -> list[Spot]:
    """Those with a position; each leads to its place in the list, `anchor` followed by its id."""
    return [
        Spot(
            shapely.geometry.shape(feature["geometry"]),
            feature["properties"].get("name") or feature["properties"].get("title") or "",
            (feature["properties"].get("causes") or [""])[0],
            f"{anchor}{feature['id']}",
        )
        for feature in features
        if feature["geometry"] is not None
    ]
