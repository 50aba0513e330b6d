"""The catalogue: one immutable snapshot at a time, swapped whole when the database or the hour changes it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, inspect
from sqlalchemy import Engine as Database

from luminance_geo.catalogue import load
from luminance_geo.catalogue.bits import has
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.engine import Engine
from luminance_geo.catalogue.filters import BBox, Filters
from luminance_geo.catalogue.frame import micros
from luminance_geo.catalogue.loosen import loosen
from luminance_geo.catalogue.parts_engine import PartsEngine
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.results import Cells, Facets, Hit, Label, Loosened, SearchResult
from luminance_geo.catalogue.vectorised import VectorisedPart
from luminance_geo.database import make_engine
from luminance_geo.errors import NotReady
from luminance_geo.i18n import N_

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

logger = logging.getLogger(__name__)
LONGEST_WAIT_S = 30.0
_LABEL_COLUMNS = ("slug", "name_fr", "name_en", "cause", "demonstration")
_NO_FILTERS = Filters()


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """Everything that one answer reads."""

    columns: Columns
    present: Present
    engine: Engine

    @classmethod
    def at(cls, columns: Columns, now: datetime) -> _Snapshot:
        present = Present.at(columns, now)
        return cls(columns, present, PartsEngine([VectorisedPart(columns, present)], revision=columns.revision))


class Catalogue:
    """Finds published initiatives: search, facets, viewport cells, nearest, counts by region.

    Coordinates are WGS84 degrees, distances geodesic km, all counts exact. Safe to share between threads: each answer
    reads one snapshot. `start` keeps it fresh from a background thread, as a context manager does; without, call
    `refresh`. `clock` gives aware times; `followers` are called after each change that came from the database.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime] = _utc_now,
        refresh_seconds: float = 1.0,
        followers: tuple[Callable[[], object], ...] = (),
    ) -> None:
        self._database, self._clock, self._followers = database, clock, followers
        self._refresh_seconds = refresh_seconds
        self._refreshing = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._error: Exception | None = None
        with load.one_view(database) as connection:
            self._snapshot = self._read(connection)

    @property
    def revision(self) -> int:
        """The revision of the data that answers come from."""
        return self._snapshot.columns.revision

    @property
    def version(self) -> str:
        """A mark that differs whenever answers may: the revision, and the last moment when time itself changed one.

        The same in every process that serves the same data at the same time, hence fit for an ETag.
        """
        snapshot = self._snapshot
        return f"{snapshot.columns.revision}-{snapshot.present.since // 1_000_000}"

    @property
    def last_error(self) -> Exception | None:
        """Why the last background refresh failed, None when it worked: answers then come from an older revision."""
        return self._error

    def __len__(self) -> int:
        return len(self._snapshot.columns)

    def refresh(self) -> bool:
        """Catch up with the database and the clock; whether anything was read or worked out anew."""
        with self._refreshing:
            with load.one_view(self._database) as connection:
                changed = load.current_revision(connection) != self.revision
                if changed:
                    self._snapshot = self._read(connection)
            if not changed:
                return self._catch_up_with_time()
        for follow in self._followers:
            follow()
        return True

    def start(self) -> None:
        """Keep fresh from a daemon thread until `stop`; calling it again changes nothing."""
        if self._thread is None:
            self._stopping.clear()
            self._thread = threading.Thread(target=self._keep_fresh, name="catalogue-refresh", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the background thread, waiting for a refresh under way."""
        if self._thread is not None:
            self._stopping.set()
            self._thread.join()
            self._thread = None

    def close(self) -> None:
        """Stop, and close the pooled connections of the database."""
        self.stop()
        self._database.dispose()

    def __enter__(self) -> Catalogue:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def count(self, filters: Filters = _NO_FILTERS) -> int:
        """How many initiatives match."""
        return self._snapshot.engine.count(filters)

    def search(self, filters: Filters = _NO_FILTERS, *, limit: int = 20, offset: int = 0) -> SearchResult:
        """A page of what matches, ranked by `filters.sort`; by default nearest first, else soonest."""
        if limit < 0 or offset < 0:
            raise ValueError("limit and offset start at 0")
        return self._snapshot.engine.search(filters, limit=limit, offset=offset)

    def cells(self, bbox: BBox, zoom: float, filters: Filters = _NO_FILTERS, *, outside: bool = False) -> Cells:
        """At most 400 marks for a viewport; with `outside`, also what only the radius leaves out, in marks apart."""
        return self._snapshot.engine.cells(bbox, zoom, filters, outside=outside)

    def facets(self, filters: Filters = _NO_FILTERS) -> Facets:
        """How many each choice would give; each dimension ignores its own filter."""
        return self._snapshot.engine.facets(filters)

    def nearest(self, lat: float, lon: float, k: int = 1, filters: Filters = _NO_FILTERS) -> tuple[Hit, ...]:
        """The `k` nearest to a point among what matches and has a position, nearest first."""
        return self._snapshot.engine.nearest(lat, lon, k, filters)

    def loosen(self, filters: Filters) -> list[Loosened]:
        """The changes of one filter that give more results, best first."""
        return loosen(self._snapshot.engine, filters)

    def counts_by_region(self, kind: str, filters: Filters = _NO_FILTERS) -> dict[str, int]:
        """How many match in each region of a kind (`province`, `mrc`…), where there is any."""
        return self._snapshot.engine.counts_by_region(kind, filters)

    def label(self, id_: int) -> Label | None:
        """What a mark needs to name an initiative; None when it is not published."""
        return _label(self._snapshot, id_)

    def to_geodataframe(self, filters: Filters = _NO_FILTERS) -> GeoDataFrame:
        """What matches, in the order of `sort`, indexed by id: slug, names, first cause, points in EPSG:4326.

        The geometry is missing for what has no position.
        """
        import geopandas as gpd
        import pandas as pd

        snapshot = self._snapshot
        ids = snapshot.engine.ids(filters)
        labels = [label for id_ in ids.tolist() if (label := _label(snapshot, id_))]
        rows = snapshot.columns.rows_of_ids(ids)
        points = snapshot.columns.points
        frame = pd.DataFrame(
            {name: [getattr(label, name) for label in labels] for name in _LABEL_COLUMNS},
            index=pd.Index(ids, name="id"),
        )
        everywhere = gpd.GeoSeries.from_xy(points.lon[rows], points.lat[rows], index=frame.index)
        geometry = everywhere.where(rows < snapshot.columns.located)
        return gpd.GeoDataFrame(frame, geometry=geometry, crs="EPSG:4326")

    def _read(self, connection: Connection) -> _Snapshot:
        began = time.perf_counter()
        revision = load.current_revision(connection)
        columns = load.read(connection, revision=revision)
        snapshot = _Snapshot.at(columns, self._clock())
        logger.info("Revision %d: %d initiatives in %.2f s", revision, len(columns), time.perf_counter() - began)
        return snapshot

    def _catch_up_with_time(self) -> bool:
        """A clock that was set back counts as a change too."""
        snapshot, now = self._snapshot, self._clock()
        if snapshot.present.since <= micros(now) < snapshot.present.until:
            return False
        self._snapshot = _Snapshot.at(snapshot.columns, now)
        return True

    def _keep_fresh(self) -> None:
        wait = self._refresh_seconds
        while not self._stopping.wait(wait):
            try:
                self.refresh()
            except Exception as error:
                wait = min(wait * 2, max(LONGEST_WAIT_S, self._refresh_seconds))
                logger.exception("The catalogue stays at revision %d; next try in %.0f s", self.revision, wait)
                self._error = error
            else:
                wait, self._error = self._refresh_seconds, None


def _label(snapshot: _Snapshot, id_: int) -> Label | None:
    row = snapshot.columns.row(id_)
    if row is None:
        return None
    cause = snapshot.columns.causes.codes[snapshot.columns.primary[row]]
    demonstration = bool(has(snapshot.columns.demonstration, np.array([row]))[0])
    return Label(id_, *snapshot.columns.labels.label(row), cause, demonstration)


def open_catalogue(database_url: str) -> Catalogue:
    """The catalogue of a database as it is now; raises `NotReady` when it has no tables yet.

    To follow changes and to close it in the end: `with open_catalogue(url) as catalogue`.
    """
    database = make_engine(database_url)
    if not inspect(database).has_table("initiative"):
        database.dispose()
        raise NotReady(N_("There is no database yet. Run luminance serve once: it prepares one, with its data."))
    return Catalogue(database)
