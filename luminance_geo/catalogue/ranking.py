"""What every part says of its rows in the same way: keys that compare between parts, and hits."""

from __future__ import annotations

from math import inf, isnan

from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.parts import Key, Ranked, RowNumbers
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.results import Hit, Matched
from luminance_geo.geo import FloatArray


def by_distance(filters: Filters) -> bool:
    """Whether what matches is ordered by distance."""
    return filters.near is not None and filters.sort in {None, "distance"}


def keys(columns: Columns, present: Present, filters: Filters, ranked: Ranked) -> list[Key]:
    """What to compare ranked rows by with those of another part (see `parts.Key`)."""
    rows = ranked.rows
    ids, newest = columns.ids[rows].tolist(), (-columns.published[rows]).tolist()
    if by_distance(filters):
        return list(zip((inf if isnan(km) else km for km in ranked.km.tolist()), ids, strict=True))
    if filters.sort == "newest":
        return list(zip(newest, ids, strict=True))
    if filters.sort == "name":
        return list(zip(map(columns.labels.name_key, rows.tolist()), ids, strict=True))
    return list(zip(present.next_start[rows].tolist(), newest, ids, strict=True))


def hits(columns: Columns, present: Present, rows: RowNumbers, km: FloatArray, filters: Filters) -> list[Hit]:
    """Rows as hits, in the order given; `km` is nan where there is no centre or no position."""
    why = map(
        Matched,
        columns.causes.held(rows, filters.cause),
        present.skills.held(rows, filters.skill),
        present.open_needs[rows].tolist(),
    )
    distances = [None if isnan(far) else far for far in km.tolist()]
    return list(map(Hit, columns.ids[rows].tolist(), distances, why))
