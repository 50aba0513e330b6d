"""Which initiatives and needs are asked for, by ascending id: the one place that asks the catalogue for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from luminance_geo.api.ogc.temporal import Period
from luminance_geo.catalogue.filters import Filters
from luminance_geo.database import reading
from luminance_geo.initiatives import queries

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

Ids = NDArray[np.int64]


def initiative_ids(
    house: House, filters: Filters, period: Period | None, *, after: int, limit: int
) -> tuple[int, Sequence[int]]:
    """How many match in all, and the first `limit` ids after `after`. `period` holds the time of publication.

    What has no position matches whatever `bbox`, and what has no time whatever `period`.
    """
    ids = _matching(house, filters)
    if period is not None:
        with reading(house.engine) as session:
            timely = queries.published_within(session, period.start, period.end)
        ids = np.intersect1d(ids, np.array(timely, dtype=np.int64), assume_unique=True)
    return _page(ids, after, limit)


def need_ids(
    house: House, filters: Filters, period: Period | None, *, of: int | None, after: int, limit: int
) -> tuple[int, Sequence[int]]:
    """The same for needs that are still asked for, `of` one initiative or of all; under `skill` and `open` those that
    meet it. `period` meets the time until which a need is asked for.
    """
    wanted = set(_matching(house, filters).tolist())
    now = house.clock()
    with reading(house.engine) as session:
        needs = queries.standing_needs(session, max(now, period.start or now) if period else now)
    ids = [
        need.id
        for need in needs
        if need.id is not None
        and need.initiative_id in (wanted if of is None else wanted & {of})
        and (not filters.skill or filters.skill.intersection(need.skills))
        and (not filters.open or need.taken < need.capacity)
    ]
    return _page(np.array(ids, dtype=np.int64), after, limit)


def _matching(house: House, filters: Filters) -> Ids:
    found = _all_ids(house, filters)
    if filters.bbox is None or filters.near is not None:
        return found
    everywhere = _all_ids(house, replace(filters, bbox=None))
    with reading(house.engine) as session:
        nowhere = np.array(queries.without_position(session), dtype=np.int64)
    return np.union1d(found, np.intersect1d(everywhere, nowhere, assume_unique=True))


def _all_ids(house: House, filters: Filters) -> Ids:
    hits = house.catalogue.search(filters, limit=max(1, len(house.catalogue))).hits
    return np.sort(np.array([hit.id for hit in hits], dtype=np.int64))


def _page(ids: Ids, after: int, limit: int) -> tuple[int, Sequence[int]]:
    start = int(np.searchsorted(ids, after, side="right"))
    return len(ids), ids[start : start + limit].tolist()
