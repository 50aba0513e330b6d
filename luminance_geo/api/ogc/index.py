"""Which initiatives and needs are asked for, by ascending id: the one place that asks the catalogue for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from luminance_geo.api.ogc.temporal import Period
from luminance_geo.catalogue.catalogue import Catalogue
from luminance_geo.catalogue.filters import BBox, Filters
from luminance_geo.database import reading
from luminance_geo.initiatives import queries

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

Ids = NDArray[np.int64]
_WORLD = BBox(-180.0, -90.0, 180.0, 90.0)
_KEPT = 4  # answers that are kept: who reads a page reads on with the next


def initiative_ids(
    house: House, filters: Filters, period: Period | None, *, after: int, limit: int
) -> tuple[int, Sequence[int]]:
    """How many match in all, and the first `limit` ids after `after`. `period` holds the time of publication.

    What has no position matches whatever `bbox`, and what has no time whatever `period`, as the standard asks.
    """
    if filters.bbox is None and period is None:
        return house.catalogue.page(filters, after=after, limit=limit)
    version = house.catalogue.version
    ids = _initiatives(house.catalogue, version, filters)
    if period is not None:
        ids = np.intersect1d(ids, _published(house.engine, version, period), assume_unique=True)
    return _page(ids, after, limit)


def need_ids(
    house: House, filters: Filters, period: Period | None, *, of: int | None, after: int, limit: int
) -> tuple[int, Sequence[int]]:
    """The same for needs that are still asked for, `of` one initiative or of all; under `skill` and `open` those that
    meet it. `period` meets the days until which a need is asked for.
    """
    ids = _needs(house.catalogue, house.catalogue.version, filters)
    with reading(house.engine) as session:
        if of is not None:
            own = np.array([need.id for need in queries.needs_of(session, [of]).get(of, ())], dtype=np.int64)
            ids = np.intersect1d(ids, own, assume_unique=True)
        if period is not None and period.start is not None:
            over = np.array(queries.needs_over(session, house.clock(), period.start), dtype=np.int64)
            ids = np.setdiff1d(ids, over, assume_unique=True)
    return _page(ids, after, limit)


@lru_cache(_KEPT)
def _initiatives(catalogue: Catalogue, version: str, filters: Filters) -> Ids:
    """`version` is there for the key: it differs whenever the answer may."""
    everything = max(1, len(catalogue))
    return _or_nowhere(lambda asked: np.array(catalogue.page(asked, limit=everything)[1], dtype=np.int64), filters)


@lru_cache(_KEPT)
def _needs(catalogue: Catalogue, version: str, filters: Filters) -> Ids:
    return _or_nowhere(catalogue.need_ids, filters)


@lru_cache(_KEPT)
def _published(database: Engine, version: str, period: Period) -> Ids:
    with reading(database) as session:
        return np.array(queries.published_within(session, period.start, period.end), dtype=np.int64)


def _or_nowhere(find: Callable[[Filters], Ids], filters: Filters) -> Ids:
    """What matches; under a box, also what has no position and matches everything else."""
    found = find(filters)
    if filters.bbox is None or filters.near is not None:
        return found
    somewhere = find(replace(filters, bbox=_WORLD, remote=False))
    nowhere = np.setdiff1d(find(replace(filters, bbox=None)), somewhere, assume_unique=True)
    return np.union1d(found, nowhere)


def _page(ids: Ids, after: int, limit: int) -> tuple[int, Sequence[int]]:
    start = int(np.searchsorted(ids, after, side="right"))
    return len(ids), ids[start : start + limit].tolist()
