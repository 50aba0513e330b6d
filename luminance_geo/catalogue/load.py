"""From the database to columns: raw selects in one consistent view, streamed in batches, published initiatives only."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, ColumnElement, Connection, Dialect, Engine, Select, Text, cast, extract, select
from sqlmodel import col

from luminance_geo.catalogue.build import of_frames
from luminance_geo.catalogue.coded import Codes
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.frame import FrameMaker, MeetingsMaker, Micros, NeedsMaker, Reading
from luminance_geo.database import Revision
from luminance_geo.initiatives.model import Initiative, Need, State
from luminance_geo.meetings.model import Meeting

BATCH = 10_000
"""Rows that are Python objects at one time."""
_Moment = Callable[[Any], ColumnElement[Any]]
"""How a time is asked for."""


@contextmanager
def one_view(engine: Engine) -> Iterator[Connection]:
    """A connection whose every read sees the same moment (SQLite's transactions always do)."""
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def current_revision(connection: Connection) -> int:
    """The revision counter; 0 before anything was indexed."""
    return connection.scalar(select(col(Revision.value)).where(col(Revision.id) == 1)) or 0


def read(connection: Connection, ids: Collection[int] | None = None, *, revision: int) -> Columns:
    """Every published initiative, or those of `ids`, with its needs and the meetings that were not cancelled."""
    of_sqlite = connection.dialect.name == "sqlite"
    moment, chosen = (_text if of_sqlite else _epoch), _chosen(ids)
    reading = Reading(_codes, _micros_of_texts if of_sqlite else _micros, _day)
    entries, needs, meetings = FrameMaker(reading), NeedsMaker(reading), MeetingsMaker(reading)
    with nullcontext() if ids is not None else _no_search_for_cycles():
        for maker, asked in ((entries, _entries), (needs, _needs), (meetings, _meetings)):
            for batch in _batches(connection, _statement(connection.dialect, asked, moment) + chosen):
                maker.add(batch)
    return of_frames(entries.frame(), needs.frame(), meetings.frame(), revision=revision)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Millions of short-lived tuples hold no cycle, and looking for one would take a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@lru_cache(maxsize=16)
def _statement(dialect: Dialect, asked: Callable[[_Moment], Select[*tuple[Any, ...]]], moment: _Moment) -> str:
    """What is asked of all that is published, in the words of a database; made once, since it takes milliseconds."""
    published = asked(moment).where(col(Initiative.state) == State.PUBLISHED)
    return str(published.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _chosen(ids: Collection[int] | None) -> str:
    """What a statement of `_statement` goes on with, to ask for some only; PostgreSQL wants a list of something."""
    return "" if ids is None else f" AND initiative.id IN ({', '.join(f'{id_:d}' for id_ in ids) or 'NULL'})"


def _batches(connection: Connection, statement: str) -> Iterator[Sequence[Sequence[Any]]]:
    """Rows as the driver gives them, from a cursor of the server: all that is asked for is text or a number.

    SQLAlchemy's own rows take twice as long, and PostgreSQL would send everything at once.
    """
    if not connection.in_transaction():
        connection.begin()
    opened = connection.connection
    cursor = opened.cursor() if connection.dialect.name == "sqlite" else opened.cursor("catalogue_rows")
    try:
        cursor.execute(statement)
        while batch := cursor.fetchmany(BATCH):
            yield batch
    finally:
        cursor.close()


def _entries(moment: _Moment) -> Select[*tuple[Any, ...]]:
    """In the order of `rows.Entry`; `moment` says how a time is asked for."""
    table = Initiative
    return select(
        col(table.id), col(table.slug), col(table.name_fr), col(table.name_en), col(table.summary_fr),
        col(table.summary_en), col(table.locality), _text(table.causes), _text(table.languages),
        col(table.governance), col(table.sharing), _text(table.regions), col(table.remote),
        col(table.demonstration), col(table.lat), col(table.lon), col(table.time_zone), moment(table.published_at),
    )  # fmt: skip


def _needs(_: _Moment) -> Select[*tuple[Any, ...]]:
    """In the order of `rows.NeedRow`."""
    return select(
        col(Need.initiative_id), _text(Need.skills), col(Need.capacity), col(Need.taken), _text(Need.until),
        col(Need.id),
    ).join(Initiative, col(Initiative.id) == col(Need.initiative_id))  # fmt: skip


def _meetings(moment: _Moment) -> Select[*tuple[Any, ...]]:
    """In the order of `rows.MeetingRow`."""
    return (
        select(
            col(Meeting.initiative_id), moment(Meeting.starts_at), moment(Meeting.ends_at), col(Meeting.time_zone),
            col(Meeting.capacity), col(Meeting.taken),
        )
        .join(Initiative, col(Initiative.id) == col(Meeting.initiative_id))
        .where(col(Meeting.cancelled_at).is_(None))
    )  # fmt: skip


def _text(column: Any) -> ColumnElement[str]:
    """Lists (JSON), days, and SQLite's times as they are written: each distinct one is read once."""
    return cast(col(column), Text)


def _epoch(column: Any) -> ColumnElement[int]:
    """PostgreSQL's times as µs since 1970, UTC."""
    return cast(extract("epoch", col(column)) * 1_000_000, BigInteger)


def _codes(text: str) -> Codes:
    return tuple(json.loads(text))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _micros(moments: Sequence[int | None]) -> Micros:
    return np.array([moment or 0 for moment in moments], dtype=np.int64)


def _micros_of_texts(moments: Sequence[str | None]) -> Micros:
    """SQLite's texts are UTC, see `database.UtcDateTime`."""
    found = np.array(moments, dtype="datetime64[us]")
    return np.where(np.isnat(found), 0, found.astype(np.int64))
