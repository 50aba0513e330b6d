"""The composition root: the one place where engine, clock, gazetteer and catalogue are put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, MetaData
from sqlmodel import Session, SQLModel

from luminance_geo import migrations, places, sources
from luminance_geo.audit import model as _audit
from luminance_geo.catalogue import changes
from luminance_geo.catalogue.blocks.tools import compile_aside
from luminance_geo.catalogue.cards import Card, Detail, read_cards, read_detail
from luminance_geo.catalogue.catalogue import Catalogue
from luminance_geo.catalogue.filters import Filters
from luminance_geo.database import exclusively, looking, make_engine, reading, writing
from luminance_geo.demo import actions as demo
from luminance_geo.ecosystem import model as _ecosystem
from luminance_geo.ecosystem import queries as ecosystem
from luminance_geo.ecosystem.hosts import HostLayer
from luminance_geo.errors import NotReady
from luminance_geo.i18n import N_
from luminance_geo.importers import model as _importers
from luminance_geo.importers import registers
from luminance_geo.initiatives import model as _initiatives
from luminance_geo.initiatives import proposing
from luminance_geo.initiatives import queries as initiatives
from luminance_geo.jobs import Job, Worker
from luminance_geo.jobs import model as _jobs
from luminance_geo.mail import model as _mail
from luminance_geo.mail import nudge
from luminance_geo.mail.transport import open_transport
from luminance_geo.mail.worker import Postman
from luminance_geo.meetings import model as _meetings
from luminance_geo.moderation import model as _moderation
from luminance_geo.moderation.service import Moderation
from luminance_geo.people import model as _people
from luminance_geo.people.service import People
from luminance_geo.places import Gazetteer
from luminance_geo.privacy import model as _privacy
from luminance_geo.privacy.service import Privacy
from luminance_geo.settings import Settings
from luminance_geo.signups import model as _signups
from luminance_geo.signups.service import SignUps
from luminance_geo.signups.service import periodic as periodic_sign_ups

_TABLES = (
    _audit, _ecosystem, _importers, _initiatives, _jobs, _mail, _meetings, _moderation, _people, _privacy, _signups,
)  # fmt: skip
_PATIENCE_MS = 120_000  # another process may be filling the database: seconds, on a slow machine a minute
_LOCK = 5_863_264_724  # any constant of our own: one process at a time prepares a database
_DELIVER_EVERY, _FORGET_EVERY = timedelta(seconds=2), timedelta(hours=1)

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
    people: People
    signups: SignUps
    privacy: Privacy
    moderation: Moderation
    worker: Worker | None = None

    def parse_filters(self, query: Mapping[str, str]) -> Filters:
        """Filters from query parameters; raises `InvalidFilter` or `UnknownPlace`, which name the parameter."""
        return Filters.parse(
            query, resolve=self.gazetteer.resolve, is_region=lambda code: places.region(code) is not None
        )

    def cards(self, ids: Sequence[int]) -> list[Card]:
        """Cards in the order asked; ids unknown or not published are left out."""
        with looking(self.engine) as connection:
            return read_cards(connection, ids, self.clock())

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
        """Stop following changes and doing periodic work, and let go of the database."""
        if self.worker is not None:
            nudge.unlisten(self.worker.nudge)
            self.worker.stop()
        self.catalogue.stop()
        self.engine.dispose()


def open_house(
    settings: Settings | None = None, *, clock: Callable[[], datetime] = utc_now, refresh: bool = True
) -> House:
    """Open a prepared database and build its indexes; raises `NotReady`, saying what to run, when it is not ready.

    With `refresh`, changes made by any process are looked for every `settings.refresh_seconds`, and this process does
    its share of the periodic work: mail is sent, what is past its purpose forgotten.
    """
    settings = settings or Settings()
    engine = make_engine(settings.resolved_database_url)
    try:
        require_schema(engine)
        hosts = HostLayer(engine)
        catalogue = Catalogue(engine, clock=clock, refresh_seconds=settings.refresh_seconds, followers=(hosts.refresh,))
    except Exception:
        engine.dispose()
        raise
    worker = make_worker(engine, settings, clock) if refresh else None
    rooms = People(engine, clock, settings), SignUps(engine, clock, settings), Privacy(engine, clock, settings)
    moderation = make_moderation(engine, clock)
    house = House(settings, engine, places.open_gazetteer(), catalogue, hosts, clock, *rooms, moderation, worker)
    if worker is not None:
        catalogue.start()
        if catalogue.count(Filters()) >= settings.compile_from:
            compile_aside()
        nudge.listen(worker.nudge)
        worker.start()
    return house


def make_worker(engine: Engine, settings: Settings, clock: Callable[[], datetime]) -> Worker:
    """The worker with every room's periodic work, not started."""
    postman = Postman(engine, open_transport(settings), settings)

    def deliver(now: datetime) -> None:
        postman(now, stopping=lambda: worker.stopping)

    def forget_changes(now: datetime) -> None:
        with writing(engine) as session:
            changes.trim(session)

    privacy = Privacy(engine, clock, settings)
    jobs = (
        Job("deliver mail", _DELIVER_EVERY, deliver, everywhere=True),
        Job("forget", _FORGET_EVERY, privacy.retention),
        Job("forget changes", _FORGET_EVERY, forget_changes),
        *periodic_sign_ups(SignUps(engine, clock, settings)),
    )
    worker = Worker(engine, jobs, clock)
    return worker


def make_moderation(engine: Engine, clock: Callable[[], datetime]) -> Moderation:
    """The room of moderation, with the handlers of every room that cases come from."""
    return Moderation(engine, clock, {proposing.NEW: proposing.NewInitiatives(), proposing.EDIT: proposing.Edits()})


def require_schema(engine: Engine) -> None:
    """Raise `NotReady`, saying what to run, unless this code can use the database as it is."""
    found = migrations.schema(engine)
    if not found.known:
        raise NotReady(N_("The database was made by a newer version of Luminance; install that one."))
    if found.empty:
        raise NotReady(N_("There is no database yet. Run luminance serve once: it prepares one, with its data."))
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
    engine = make_engine(settings.resolved_database_url, busy_timeout_ms=_PATIENCE_MS)
    try:
        tell(N_("Preparing the database"), 0.0)
        migrations.upgrade(engine)
        now = clock()
        with reading(engine) as session:
            idle = not registers.changed_files(session) and not demo.weeks_behind(session, now)
        if not idle:
            with writing(engine) as session:
                exclusively(session, _LOCK)
                _fill(session, now, demonstration, tell)
        tell(N_("Ready"), 1.0)
    finally:
        engine.dispose()


def _fill(session: Session, now: datetime, demonstration: bool, tell: Progress) -> None:
    """One transaction: a start that is cut short leaves the database empty, and the next one begins anew."""
    first = not initiatives.any_initiative(session)
    tell(N_("Loading the open registers"), 0.1)
    registers.load_changed(session, now=now)
    tell(N_("Preparing the demonstration set"), 0.4)
    if first and demonstration:
        demo.build(session, now=now, tell=lambda done: tell(N_("Preparing the demonstration set"), 0.9))
    else:
        demo.renew(session, now=now)
