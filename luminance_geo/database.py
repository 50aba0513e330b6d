"""Engine, sessions, dialect differences, aware times and the revision counter.

SQLite runs in WAL with foreign keys, `synchronous=FULL` and a busy timeout; its write transactions begin IMMEDIATE, so
that two writers queue instead of failing halfway. PostgreSQL runs READ COMMITTED.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar, cast

import orjson
from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, Table, create_engine, event, make_url, text, update
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql import Select
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, Session, SQLModel, col, select

BUSY_TIMEOUT_MS = 10_000
_BUSY_PAUSE_S = 0.02
MOST_CHANGES = 2_000
"""A revision that changed more initiatives is told as one that may have changed anything: all is read anew."""
_CHANGED = "luminance_catalogue_changed"
_listeners: list[Callable[[], None]] = []
_Model = TypeVar("_Model", bound=SQLModel)
Reader = Session | Connection
"""What plain rows are read through: a session, or a connection, which keeps no books of objects that there are not."""

# Constraints are named alike on both databases, so that a migration can speak of them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def code_of(kind: type[StrEnum], name: str) -> Enum:
    """A column type that stores the values of `kind` as text, with a CHECK called `name`.

    A native PostgreSQL enum would store member names, and each new member would need its own ALTER TYPE.
    """
    return Enum(
        kind, name=name, native_enum=False, length=16, create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
    )  # fmt: skip


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC; a naive one is refused (SQLite would lose the zone silently)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; raises `ValueError` on a naive time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From UTC: SQLite gives naive values back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Revision(SQLModel, table=True):
    """One row: a counter that moves when something the catalogue indexes changes."""

    id: int = Field(default=1, primary_key=True)
    value: int = 0


class CatalogueChange(SQLModel, table=True):
    """What a revision changed: one row per initiative, or a single one without any when it may be anything."""

    __tablename__ = "catalogue_change"

    id: int | None = Field(default=None, primary_key=True)
    revision: int = Field(index=True)
    initiative_id: int | None = None
    """No foreign key: what was deleted has changed too."""


_EVERYWHERE: Mapping[str, Any] = {"hide_parameters": True, "json_deserializer": orjson.loads}
"""A list of twenty cards holds some eighty lists of codes: the standard library takes five times as long for them."""


def make_engine(url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """An engine for `sqlite:///PATH` or `postgresql+psycopg://…`; the folder of a SQLite file is made.

    On SQLite a writer waits `busy_timeout_ms` for the one before it. Errors do not repeat what was to be stored, so
    that no log holds it.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, **_EVERYWHERE)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    waits = {"timeout": busy_timeout_ms / 1000, "check_same_thread": False}
    engine = create_engine(url, connect_args=waits, **_EVERYWHERE)
    event.listen(engine, "connect", partial(_configure_sqlite, busy_timeout_ms / 1000))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(patience_s: float, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    cursor = connection.cursor()
    _use_wal(cursor, patience_s)
    # secure_delete: what is erased is also overwritten in the file; builds of SQLite differ in their default.
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _use_wal(cursor: DBAPICursor, patience_s: float) -> None:
    """A new file is switched once, by whoever comes first; for the lock of this alone SQLite waits for no writer."""
    deadline = monotonic() + patience_s
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(_BUSY_PAUSE_S)
        else:
            return


def _begin_sqlite(connection: Any) -> None:
    """A writer takes the lock at once: upgrading a read transaction later fails without waiting."""
    mode = "IMMEDIATE" if connection.get_execution_options().get("luminance_write") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reads; nothing it does is kept."""
    with Session(engine) as session:
        yield session


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """A connection for plain rows alone: opening a session takes about as long as a statement."""
    with engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose work is committed whole at the end, or not at all when an error passes through."""
    with Session(engine.execution_options(luminance_write=True)) as session, session.begin():
        yield session


def exclusively(connection: Session | Connection, key: int) -> None:
    """Let one transaction at a time go on with the work named by `key`, until it ends.

    SQLite has one writer anyway; on PostgreSQL this is an advisory lock.
    """
    if (connection.get_bind() if isinstance(connection, Session) else connection).dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def table_of(model: type[SQLModel]) -> Table:
    """The table of a mapped class, for work in bulk."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def plain_rows(reader: Reader, model: type[_Model], asked: Select[Any], /, **values: object) -> list[_Model]:
    """Rows of columns of `model` as named tuples: they have its attributes, as far as asked, and cannot be changed.

    `asked` is a constant of its module: the shape of its rows is kept. Mapped objects take several times as long, to
    follow changes that a read never makes; SQLAlchemy's own rows look each attribute up anew.
    """
    make, connection = _tuple_of(asked)._make, reader.connection() if isinstance(reader, Session) else reader
    return cast("list[_Model]", [make(row) for row in connection.execute(asked, values).all()])


@cache
def _tuple_of(asked: Select[Any]) -> Any:
    return namedtuple("Row", asked.selected_columns.keys())


def insert_rows(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows in one statement. Every row gives every column but the id: class defaults are not applied."""
    if rows:
        session.connection().execute(table_of(model).insert(), rows)


def revision(session: Session) -> int:
    """The current revision; 0 before anything was indexed."""
    return session.exec(select(Revision.value).where(Revision.id == 1)).first() or 0


def bump_revision(session: Session, ids: Collection[int] | None = None) -> None:
    """Say, in the same transaction as the change, that something indexed has changed: these initiatives, else anything.

    Those who listen in this process are told after the commit. No ids at all say nothing.
    """
    if ids is not None and not ids:
        return
    session.flush()
    moved = update(Revision).where(col(Revision.id) == 1).values(value=Revision.value + 1)
    value = session.connection().execute(moved.returning(col(Revision.value))).scalar()
    if value is None:
        value = 1
        insert_rows(session, Revision, [{"id": 1, "value": value}])
    told = [None] if ids is None or len(set(ids)) > MOST_CHANGES else sorted(set(ids))
    insert_rows(session, CatalogueChange, [{"revision": value, "initiative_id": id_} for id_ in told])
    if not session.info.get(_CHANGED):
        session.info[_CHANGED] = True
        event.listen(session, "after_commit", _tell, once=True)


def listen(told: Callable[[], None]) -> None:
    """Call `told` after each commit of this process that moved the revision; quickly, and without a session."""
    _listeners.append(told)


def unlisten(told: Callable[[], None]) -> None:
    """Call it no more."""
    if told in _listeners:
        _listeners.remove(told)


def _tell(session: Session) -> None:
    session.info[_CHANGED] = False
    for told in tuple(_listeners):
        told()
