"""One question of each kind to some made-up rows, so that every loop is compiled before anyone waits for it."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from luminance_geo import vocabulary
from luminance_geo.catalogue.blocks.part import BlocksPart
from luminance_geo.catalogue.blocks.tools import Tools
from luminance_geo.catalogue.build import build
from luminance_geo.catalogue.filters import BBox, Filters, Near
from luminance_geo.catalogue.grouping import Source, cells_from
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.rows import Entry
from luminance_geo.catalogue.viewport import view_of

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_HERE = Near("", 45.5, -73.5)
_SIDE = 40
_WORLD = BBox(-180.0, -85.0, 180.0, 85.0)
_ZOOMS = (2.0, 8.0, 15.0)
_FILTERS = (
    Filters(),
    Filters(remote=True),
    Filters(near=_HERE, within_km=20.0),
    Filters(near=_HERE, within_km=20.0, remote=True, cause=frozenset(vocabulary.causes())),
)


def warm_with(tools: Tools) -> None:
    """Ask by these tools whatever a part can be asked, of many rows and of none."""
    lattice = [_entry(place) for place in range(_SIDE * _SIDE)]
    for entries in (lattice, []):
        columns = build(entries)
        part = BlocksPart(columns, Present.at(columns, _NOW), tools)
        for filters in _FILTERS:
            _ask(part, filters, tools)


def _ask(part: BlocksPart, filters: Filters, tools: Tools) -> None:
    part.first(filters, 20)
    part.nearest(_HERE.lat, _HERE.lon, 5, filters)
    part.facets(filters)
    for zoom in _ZOOMS:
        for outside in (False, True):
            view = view_of(_WORLD, zoom)
            grid = part.grid(view, filters, outside=outside)
            cells_from([Source(grid, part.columns.points, part.columns.ids)], view, tools.merge)
            if len(grid.count):
                grid.rows(np.arange(len(grid.count)))


def _entry(place: int) -> Entry:
    """On a lattice about the centre, every tenth without a position."""
    across, along = place % _SIDE - _SIDE / 2, place // _SIDE - _SIDE / 2
    placed = place % 10 > 0
    return Entry(
        place,
        "",
        "",
        "",
        causes=tuple(vocabulary.causes())[: 1 + place % 2],
        remote=not placed,
        lat=_HERE.lat + along / 20 if placed else None,
        lon=_HERE.lon + across / 20 if placed else None,
        published_at=_NOW,
    )
