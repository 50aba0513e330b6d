"""The floors that were set for us: how many times our total must go into a peer's, by size and kind."""

from __future__ import annotations

FLOORS: dict[int, dict[str, dict[str, float]]] = {
    1_000_000: {
        "search": {"DuckDB": 9, "shapely STRtree": 3, "PostGIS": 40, "numpy brute force": 20},
        "cells": {"DuckDB": 3.5, "PostGIS": 40},
        "facets": {"DuckDB": 8},
        "regions": {"DuckDB": 4},
        "nearest": {"scipy cKDTree": 2},
    },
    100_000: {
        "search": {"DuckDB": 6, "shapely STRtree": 1},
        "facets": {"DuckDB": 15},
    },
}
BUILD_TIMES_KDTREE = 1.5
BYTES_PER_INITIATIVE = 80


def floor(size: int, kind: str, peer: str) -> float | None:
    """The floor, where one was set."""
    return FLOORS.get(size, {}).get(kind, {}).get(peer)
