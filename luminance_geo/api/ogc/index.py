"""Which initiatives and needs are asked for, by ascending id: the one place that asks the catalogue for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from luminance_geo.api.ogc.temporal import Period
from luminance_geo.catalogue.catalogue import Catalogue
from luminance_geo.catalogue.extent import Extent
from luminance_geo.catalogue.filters import BBox, Filters
from luminance_geo.database import reading
from luminance_geo.initiatives import queries

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

Ids = NDArray[np.int64]
_Find = Callable[[Filters], Ids]
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
    return _page(_initiatives(house.catalogue, house.catalogue.version, filters, period), after, limit)


def need_ids(
    house: House, filters: Filters, period: Period | None, *, of: int | None, after: int, limit: int
) -> tuple[int, Sequence[int]]:
    """The same for needs that are still asked for, `of` one initiative or of all; under `skill` and `open` those that
    meet it. `period` meets the days until which a need is asked for.
    """
    ids = _needs(house.catalogue, house.catalogue.version, filters, period)
    if of is not None:
        with reading(house.engine) as session:
            own = np.array([need.id for need in queries.needs_of(session, [of]).get(of, ())], dtype=np.int64)
        ids = ids[np.isin(ids, own)]
    return _page(ids, after, limit)


def extent(house: House) -> Extent:
    """Where and since when there are initiatives."""
    return _extent(house.catalogue, house.catalogue.version)


@lru_cache(_KEPT)
def _initiatives(catalogue: Catalogue, version: str, filters: Filters, period: Period | None) -> Ids:
    """`version` is there for the key: it differs whenever the answer may."""
    ids = _or_nowhere(catalogue.ids, version, filters)
    if period is None:
        return ids
    return ids[np.isin(ids, catalogue.published_within(period.start, period.end))]


@lru_cache(_KEPT)
def _needs(catalogue: Catalogue, version: str, filters: Filters, period: Period | None) -> Ids:
    ids = _or_nowhere(catalogue.need_ids, version, filters)
    if period is None or period.start is None:
        return ids
    return ids[np.isin(ids, catalogue.needs_over(period.start), invert=True)]


@lru_cache(1)
def _extent(catalogue: Catalogue, version: str) -> Extent:
    return catalogue.extent()


def _or_nowhere(find: _Find, version: str, filters: Filters) -> Ids:
    """What matches; under a box, also what has no position and matches everything else."""
    found = find(filters)
    if filters.bbox is None or filters.near is not None:
        return found
    return np.union1d(found, _nowhere(find, version, replace(filters, bbox=None)))


@lru_cache(_KEPT)
def _nowhere(find: _Find, version: str, filters: Filters) -> Ids:
    """What has no position: all that is not in the box of the world."""
    somewhere = find(replace(filters, bbox=_WORLD, remote=False))
    return np.setdiff1d(find(filters), somewhere, assume_unique=True)


def _page(ids: Ids, after: int, limit: int) -> tuple[int, Sequence[int]]:
    start = int(np.searchsorted(ids, after, side="right"))
    return len(ids), ids[start : start + limit].tolist()
