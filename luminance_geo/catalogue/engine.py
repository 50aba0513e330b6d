"""What every engine of the catalogue answers, whatever its layout: the face that step by step stays the same."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.filters import BBox, Filters
from luminance_geo.catalogue.results import Cells, Facets, Hit, SearchResult

RINGS_KM = (1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0)
"""The radii whose counts are given beside a place."""


class Engine(Protocol):
    """An immutable index of one revision. Coordinates are WGS84 degrees, distances geodesic km; every count is exact.

    What has no position is left out where a place or a viewport is asked for, unless `remote` is asked for too.
    """

    @property
    def revision(self) -> int:
        """The revision of the data that it answers from."""
        ...

    def count(self, filters: Filters) -> int:
        """How many initiatives match."""
        ...

    def ids(self, filters: Filters) -> NDArray[np.int64]:
        """Ids of all that match, in the order of `sort`."""
        ...

    def search(self, filters: Filters, *, limit: int, offset: int) -> SearchResult:
        """A page of what matches.

        `sort` defaults to `distance` where a place is given, else to `soonest`: next coming meeting first, then newest
        publication. `distance` without a place means the default. Ties are broken by id; what has no position comes
        last by distance.
        """
        ...

    def nearest(self, lat: float, lon: float, k: int, filters: Filters) -> tuple[Hit, ...]:
        """The `k` nearest to a point among what matches and has a position, nearest first."""
        ...

    def cells(self, bbox: BBox, zoom: float, filters: Filters, *, outside: bool) -> Cells:
        """At most 400 marks for a viewport; with `outside`, also what only the radius leaves out, in marks apart."""
        ...

    def facets(self, filters: Filters) -> Facets:
        """How many each choice would give; each dimension ignores its own filter."""
        ...

    def counts_by_region(self, kind: str, filters: Filters) -> dict[str, int]:
        """How many match in each region of a kind (`province`, `mrc`…), where there is any."""
        ...

    def page(self, filters: Filters, after: int, limit: int) -> tuple[int, NDArray[np.int64]]:
        """How many match, and the first `limit` ids of these beyond `after`, ascending.

        Reading on after the last id of each page meets every initiative that stays exactly once, whatever changes.
        """
        ...

    def need_ids(self, filters: Filters) -> NDArray[np.int64]:
        """Ids of standing needs of what matches, ascending; under `skill` and `open` those that meet it themselves."""
        ...
