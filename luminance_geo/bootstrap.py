"""The composition root: the one place where engine, clock, gazetteer and catalogue are put together."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, MetaData
from sqlmodel import SQLModel

from luminance_geo import migrations, places, sources
from luminance_geo.catalogue import Catalogue
from luminance_geo.catalogue.cards import Card, Detail, read_cards, read_detail
from luminance_geo.catalogue.filters import Filters
from luminance_geo.database import make_engine, reading
from luminance_geo.demo import actions as demo
from luminance_geo.ecosystem import model as _ecosystem
from luminance_geo.ecosystem import queries as ecosystem
from luminance_geo.ecosystem.hosts import HostLayer
from luminance_geo.errors import NotReady
from luminance_geo.i18n import N_
from luminance_geo.importers import model as _importers
from luminance_geo.importers import registers
from luminance_geo.initiatives import model as _initiatives
from luminance_geo.initiatives import queries as initiatives
from luminance_geo.meetings import model as _meetings
from luminance_geo.places import Gazetteer
from luminance_geo.settings import Settings

_TABLES = (_ecosystem, _importers, _initiatives, _meetings)
_LOG = logging.getLogger(__name__)

Progress = Callable[[str, float], None]
"""Told what is being done (a translatable message) and the share that is done, 0 to 1."""


def metadata() -> MetaData:
    """Every table of the product: importing this module imports them all."""
    return SQLModel.metadata


def utc_now() -> datetime:
    """The wall clock, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the product holds; `published` counts everything that can be found, the next two are parts of it."""

    published: int
    register: int
    demonstration: int
    hosts: int
    sources: int


@dataclass(frozen=True)
class House:
    """Everything that a face needs; made once per process by `open_house`."""

    settings: Settings
    engine: Engine
    gazetteer: Gazetteer
    catalogue: Catalogue
    hosts: HostLayer
    clock: Callable[[], datetime]
    refresher: Refresher | None = None

    def parse_filters(self, query: Mapping[str, str]) -> Filters:
        """Filters from query parameters; raises `InvalidFilter` or `UnknownPlace`, which name the parameter."""
        return Filters.parse(
            query, resolve=self.gazetteer.resolve, is_region=lambda code: places.region(code) is not None
        )

    def cards(self, ids: Sequence[int]) -> list[Card]:
        """Cards in the order asked; ids unknown or not published are left out."""
        with reading(self.engine) as session:
            return read_cards(session, ids, self.clock())

    def detail(self, slug: str) -> Detail | None:
        """The whole of a published initiative, or None."""
        with reading(self.engine) as session:
            return read_detail(session, slug, self.clock())

    def published_slugs(
        self, *, demonstration: bool = False, after_id: int = 0, limit: int = 50_000
    ) -> list[tuple[int, str, datetime]]:
        """Id, slug and last change of published initiatives after an id, by id: a page of the sitemap."""
        with reading(self.engine) as session:
            return initiatives.published_slugs(session, demonstration=demonstration, after_id=after_id, limit=limit)

    def counts(self) -> Counts:
        """How much there is, for About and `doctor`."""
        with reading(self.engine) as session:
            found = initiatives.counts(session)
            hosts = ecosystem.count_hosts(session)
        return Counts(found.published, found.register, found.demonstration, hosts, len(sources.sources()))

    def close(self) -> None:
        """Stop following changes and let go of the database."""
        if self.refresher:
            self.refresher.stop()
        self.engine.dispose()


class Refresher:
    """A thread that brings the indexes up to date every so often, whichever process made the change."""

    def __init__(self, refresh: Sequence[Callable[[], object]], seconds: float) -> None:
        self._refresh, self._seconds = refresh, seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="luminance-refresher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end, and wait for it."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            for refresh in self._refresh:
                try:
                    refresh()
                except Exception:  # noqa: BLE001 - the database may be away for a while: keep serving, try again
                    _LOG.exception("The index could not be refreshed; trying again in %s s", self._seconds)


def open_house(
    settings: Settings | None = None, *, clock: Callable[[], datetime] = utc_now, refresh: bool = True
) -> House:
    """Open a prepared database and build its indexes; raises `NotReady`, saying what to run, when it is not ready.

    With `refresh`, changes of any process show within `settings.refresh_seconds` of being noticed.
    """
    settings = settings or Settings()
    engine = make_engine(settings.resolved_database_url)
    _require_schema(engine)
    catalogue, hosts = Catalogue(engine, clock=clock), HostLayer(engine)
    refresher = Refresher([catalogue.refresh, hosts.refresh], settings.refresh_seconds) if refresh else None
    return House(settings, engine, places.open_gazetteer(), catalogue, hosts, clock, refresher)


def _require_schema(engine: Engine) -> None:
    found = migrations.schema(engine)
    if not found.known:
        raise NotReady(N_("The database was made by a newer version of Luminance; install that one."))
    if not found.ready:
        raise NotReady(N_("The database is not up to date. Run: luminance database upgrade"))


def prepare(
    settings: Settings,
    *,
    demonstration: bool = True,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """What a start does first: the schema, the shipped registers, and on a new database the demonstration set.

    A stored demonstration set of which no meeting is coming any more has its dates moved forward. Nothing is done
    twice: two processes may prepare one database at once. Raises `NotReady`.
    """
    tell = progress or (lambda message, share: None)
    engine = make_engine(settings.resolved_database_url)
    try:
        tell(N_("Preparing the database"), 0.0)
        migrations.upgrade(engine)
        tell(N_("Loading the open registers"), 0.2)
        first = registers.load_shipped(engine, now=clock())
        tell(N_("Preparing the demonstration set"), 0.6)
        if first and demonstration:
            demo.build(engine, now=clock())
        else:
            demo.renew(engine, now=clock())
        tell(N_("Ready"), 1.0)
    finally:
        engine.dispose()
