"""Places that host what people do together (libraries, museums, markets…): a quiet layer of the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, select
from sqlmodel import col

from luminance_geo.catalogue import changes
from luminance_geo.catalogue.filters import BBox
from luminance_geo.catalogue.grouping import cells_of
from luminance_geo.catalogue.load import current_revision, one_view
from luminance_geo.catalogue.points import Points
from luminance_geo.catalogue.results import Cells
from luminance_geo.ecosystem.model import Actor


class HostLabel(NamedTuple):
    """What a mark needs to name a host: `kind` is a code of `vocabulary.actor_kinds`, `source` of the registers."""

    id: int
    slug: str
    name_fr: str | None
    name_en: str | None
    kind: str
    address: str | None
    locality: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class _Hosts:
    """Hosts with a position at one revision, in the order of ids."""

    revision: int
    ids: NDArray[np.int64]
    points: Points
    labels: Mapping[int, HostLabel]


class HostLayer:
    """The hosts as marks of a map, grouped as initiatives are. Coordinates are WGS84 degrees.

    Holds what the database said when it was made or last refreshed; safe to share between threads.
    """

    def __init__(self, database: Engine) -> None:
        self._database = database
        with one_view(database) as connection:
            self._hosts = _read(connection, current_revision(connection))

    def __len__(self) -> int:
        return len(self._hosts.ids)

    @property
    def revision(self) -> int:
        """The revision that answers come from."""
        return self._hosts.revision

    def refresh(self) -> None:
        """Catch up with the database: the hosts are read anew unless it is known that only initiatives have changed."""
        with one_view(self._database) as connection:
            current = current_revision(connection)
            if changes.since(connection, self.revision, current) is None:
                self._hosts = _read(connection, current)
            else:
                self._hosts = replace(self._hosts, revision=current)

    def cells(self, bbox: BBox, zoom: float) -> Cells:
        """At most 400 marks for a viewport; their counts add up to `number_matched`."""
        hosts = self._hosts
        rows = np.flatnonzero(hosts.points.in_box(bbox))
        inside = np.ones(len(rows), dtype=np.bool_)
        features = cells_of(hosts.points.take(rows), hosts.ids[rows], bbox, zoom, inside)
        return Cells(hosts.revision, len(rows), 0, features)

    def label(self, id_: int) -> HostLabel | None:
        """What a mark needs to name a host; None when there is none of this id."""
        return self._hosts.labels.get(id_)

    def labels(self, ids: Iterable[int]) -> dict[int, HostLabel]:
        """What marks need to name hosts, by id; unknown ones are left out."""
        known = self._hosts.labels
        return {id_: known[id_] for id_ in ids if id_ in known}


def _read(connection: Connection, revision: int) -> _Hosts:
    rows = connection.execute(
        select(
            col(Actor.id), col(Actor.slug), col(Actor.name_fr), col(Actor.name_en), col(Actor.kind),
            col(Actor.address), col(Actor.locality), col(Actor.source), col(Actor.lat), col(Actor.lon),
        ).where(col(Actor.lat).is_not(None)).order_by(col(Actor.id))
    ).all()  # fmt: skip
    labels = {label.id: label for label in (HostLabel._make(row[:8]) for row in rows)}
    points = Points.of([row[8] for row in rows], [row[9] for row in rows])
    return _Hosts(revision, np.array(list(labels), dtype=np.int64), points, labels)
