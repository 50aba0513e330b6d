"""The catalogue: one immutable snapshot at a time, swapped whole when the database or the hour changes it.

refresh   reads the initiatives that changed into the snapshot's overlay: milliseconds, whatever the size
          reads everything anew when anything may have changed, or nobody knows what did
merge     makes overlay and sealed rows one again, in a thread of its own, once the overlay is long
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, inspect
from sqlalchemy import Engine as Database

from luminance_geo.catalogue import changes, extent, load
from luminance_geo.catalogue.extent import Extent
from luminance_geo.catalogue.filters import BBox, Filters
from luminance_geo.catalogue.loosen import loosen
from luminance_geo.catalogue.memory import give_back
from luminance_geo.catalogue.results import Cells, Facets, Hit, Label, Loosened, SearchResult
from luminance_geo.catalogue.snapshot import Snapshot
from luminance_geo.database import listen, make_engine, unlisten
from luminance_geo.errors import NotReady
from luminance_geo.i18n import N_

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

logger = logging.getLogger(__name__)
LONGEST_WAIT_S = 30.0
LONGEST_OVERLAY = 2_000
"""Initiatives; a longer overlay is merged: each answer looks at all of its rows."""
MOST_AT_ONCE = 5_000
"""Edits that are read one by one; beyond, reading all is as quick."""
_LABEL_COLUMNS = ("slug", "name_fr", "name_en", "cause", "demonstration")
_NO_FILTERS = Filters()


def _utc_now() -> datetime:
    return datetime.now(UTC)


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
        self._stopping, self._nudged = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._merging: threading.Thread | None = None
        self._touched: set[int] = set()
        self._error: Exception | None = None
        with load.one_view(database) as connection:
            self._snapshot = self._read(connection, load.current_revision(connection))

    @property
    def revision(self) -> int:
        """The revision of the data that answers come from."""
        return self._snapshot.revision

    @property
    def version(self) -> str:
        """A mark that differs whenever answers may: the revision, and the last moment when time itself changed one.

        The same in every process that serves the same data at the same time, hence fit for an ETag.
        """
        snapshot = self._snapshot
        return f"{snapshot.revision}-{snapshot.since // 1_000_000}"

    @property
    def last_error(self) -> Exception | None:
        """Why the last work in the background failed, None when it worked: answers may come from an older revision."""
        return self._error

    def __len__(self) -> int:
        return len(self._snapshot)

    def refresh(self) -> bool:
        """Catch up with the database and the clock; whether anything was read or worked out anew."""
        with self._refreshing:
            before = self._snapshot
            with load.one_view(self._database) as connection:
                self._snapshot = self._caught_up(connection, before)
            if self._snapshot is before:
                return False
            moved = self._snapshot.revision != before.revision
            self._merge_when_long()
        for follow in self._followers if moved else ():
            follow()
        return True

    def nudge(self) -> None:
        """Have the background thread refresh now: something was committed."""
        self._nudged.set()

    def start(self) -> None:
        """Keep fresh from a daemon thread until `stop`; calling it again changes nothing."""
        if self._thread is None:
            self._stopping.clear()
            self._thread = threading.Thread(target=self._keep_fresh, name="catalogue-refresh", daemon=True)
            listen(self.nudge)
            self._thread.start()

    def stop(self) -> None:
        """End the background threads, waiting for what is under way."""
        if self._thread is not None:
            unlisten(self.nudge)
            self._stopping.set()
            self._nudged.set()
            self._thread.join()
            self._thread = None
        if merging := self._merging:
            merging.join()

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

    def page(self, filters: Filters = _NO_FILTERS, *, after: int = 0, limit: int = 100) -> tuple[int, list[int]]:
        """How many match, and the first `limit` ids of these beyond `after`, ascending.

        Reading on after the last id of each page meets every initiative that stays exactly once, whatever changes.
        """
        matched, ids = self._snapshot.engine.page(filters, after, limit)
        return matched, ids.tolist()

    def need_ids(self, filters: Filters = _NO_FILTERS) -> NDArray[np.int64]:
        """Ids of standing needs of what matches, ascending; under `skill` and `open` those that meet it themselves."""
        return self._snapshot.engine.need_ids(filters)

    def ids(self, filters: Filters = _NO_FILTERS) -> NDArray[np.int64]:
        """Ids of all that match, ascending."""
        snapshot = self._snapshot
        return snapshot.engine.page(filters, 0, len(snapshot))[1]

    def extent(self) -> Extent:
        """Where and since when there are initiatives."""
        return extent.extent(self._snapshot.living)

    def published_within(self, start: datetime | None, end: datetime | None) -> NDArray[np.int64]:
        """Ids of what was published from `start` to `end`, both included, None open, or at no known time; unsorted."""
        return extent.published_within(self._snapshot.living, start, end)

    def needs_over(self, moment: datetime) -> NDArray[np.int64]:
        """Ids of needs that are not asked for any more at an aware time; unsorted."""
        return extent.needs_over(self._snapshot.living, moment)

    def label(self, id_: int) -> Label | None:
        """What a mark needs to name an initiative; None when it is not published."""
        return self.labels([id_]).get(id_)

    def labels(self, ids: Collection[int]) -> dict[int, Label]:
        """What marks need to name initiatives, by id; those that are not published are left out."""
        return self._snapshot.labels(np.array(ids, dtype=np.int64))

    def to_geodataframe(self, filters: Filters = _NO_FILTERS) -> GeoDataFrame:
        """What matches, in the order of `sort`, indexed by id: slug, names, first cause, points in EPSG:4326.

        The geometry is missing for what has no position.
        """
        import geopandas as gpd
        import pandas as pd

        snapshot = self._snapshot
        ids = snapshot.engine.ids(filters)
        known = snapshot.labels(ids)
        labels = [known[id_] for id_ in ids.tolist()]
        frame = pd.DataFrame(
            {name: [getattr(label, name) for label in labels] for name in _LABEL_COLUMNS},
            index=pd.Index(ids, name="id"),
        )
        lat, lon = snapshot.positions(ids)
        geometry = gpd.GeoSeries.from_xy(lon, lat, index=frame.index).where(~np.isnan(lat))
        return gpd.GeoDataFrame(frame, geometry=geometry, crs="EPSG:4326")

    def _read(self, connection: Connection, revision: int) -> Snapshot:
        began = time.perf_counter()
        snapshot = Snapshot.whole(load.read(connection, revision=revision), self._clock())
        give_back()
        logger.info("Revision %d: %d initiatives in %.2f s", revision, len(snapshot), time.perf_counter() - began)
        return snapshot

    def _caught_up(self, connection: Connection, snapshot: Snapshot) -> Snapshot:
        """The snapshot of the present revision and hour; the same one when nothing changed."""
        current, now = load.current_revision(connection), self._clock()
        edited = changes.since(connection, snapshot.revision, current)
        if edited is None or len(edited) > MOST_AT_ONCE:
            return self._read(connection, current)
        if current == snapshot.revision and snapshot.holds_at(now):
            return snapshot
        if len(moved := snapshot.moved_by(now)) > MOST_AT_ONCE:
            snapshot, moved = snapshot.sealed_again(now), moved[:0]
        ids = edited.union(moved.tolist())
        self._touched |= ids
        return snapshot.changed(load.read(connection, ids, revision=current), ids, now)

    def _merge_when_long(self) -> None:
        if len(self._snapshot.overlay) > LONGEST_OVERLAY and self._merging is None:
            self._touched = set()
            self._merging = threading.Thread(
                target=self._merge, args=(self._snapshot,), name="catalogue-merge", daemon=True
            )
            self._merging.start()

    def _merge(self, before: Snapshot) -> None:
        """Seal a snapshot anew while answers and edits go on; what was edited since stays in the overlay."""
        try:
            merged = before.merged(self._clock())
            with self._refreshing:
                if self._snapshot.sealed is before.sealed:  # else everything was read anew meanwhile
                    self._snapshot = self._snapshot.resumed(merged, self._touched, self._clock())
        except Exception as error:
            logger.exception("The overlay of the catalogue could not be merged")
            self._error = error
        finally:
            give_back()
            self._merging = None

    def _keep_fresh(self) -> None:
        wait = self._refresh_seconds
        while not self._stopping.is_set():
            self._nudged.wait(wait)
            self._nudged.clear()
            if self._stopping.is_set():
                return
            try:
                self.refresh()
            except Exception as error:
                wait = min(wait * 2, max(LONGEST_WAIT_S, self._refresh_seconds))
                logger.exception("The catalogue stays at revision %d; next try in %.0f s", self.revision, wait)
                self._error = error
            else:
                wait, self._error = self._refresh_seconds, None


def open_catalogue(database_url: str) -> Catalogue:
    """The catalogue of a database as it is now; raises `NotReady` when it has no tables yet.

    To follow changes and to close it in the end: `with open_catalogue(url) as catalogue`.
    """
    database = make_engine(database_url)
    if not inspect(database).has_table("initiative"):
        database.dispose()
        raise NotReady(N_("There is no database yet. Run luminance serve once: it prepares one, with its data."))
    return Catalogue(database)
