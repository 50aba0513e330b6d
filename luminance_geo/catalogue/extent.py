"""Where and since when there are initiatives, and what stands when: read off columns, in milliseconds for a million."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.frame import EPOCH, micros
from luminance_geo.catalogue.present import standing

Living = tuple[Columns, Bools]
"""Columns, and which of their rows are alive."""


@dataclass(frozen=True, slots=True)
class Extent:
    """West, south, east, north of every published position in WGS84 degrees, and the first time of publication."""

    box: tuple[float, float, float, float] | None
    since: datetime | None


def extent(living: Iterable[Living]) -> Extent:
    """Where and since when there are published initiatives; None twice where there is none."""
    found = [(columns, alive, alive[: columns.located]) for columns, alive in living]
    lon = np.concatenate([columns.points.lon[: columns.located][located] for columns, _, located in found])
    lat = np.concatenate([columns.points.lat[: columns.located][located] for columns, _, located in found])
    published = np.concatenate([columns.published[alive & (columns.published != 0)] for columns, alive, _ in found])
    return Extent(
        (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())) if len(lon) else None,
        EPOCH + timedelta(microseconds=int(published.min())) if len(published) else None,
    )


def published_within(living: Iterable[Living], start: datetime | None, end: datetime | None) -> NDArray[np.int64]:
    """Ids of what was published from `start` to `end`, both included, None open, or at no known time."""
    first = 0 if start is None else micros(start)
    last = np.iinfo(np.int64).max if end is None else micros(end)
    return np.concatenate([
        columns.ids[alive & ((columns.published == 0) | (columns.published >= first) & (columns.published <= last))]
        for columns, alive in living
    ])  # fmt: skip


def needs_over(living: Iterable[Living], moment: datetime) -> NDArray[np.int64]:
    """Ids of needs that are not asked for any more at an aware time."""
    return np.concatenate([
        columns.needs.ids[~standing(columns.needs, micros(moment)) & alive[columns.needs.rows]]
        for columns, alive in living
    ])  # fmt: skip
