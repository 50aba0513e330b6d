"""From the database to plain rows: raw selects of columns, one consistent view, published initiatives only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Text, cast, select
from sqlmodel import col

from luminance_geo.catalogue.rows import Entry, MeetingRow, NeedRow
from luminance_geo.database import Revision
from luminance_geo.initiatives.model import Initiative, Need, State
from luminance_geo.meetings.model import Meeting


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


def read_rows(connection: Connection) -> tuple[list[Entry], list[NeedRow], list[MeetingRow]]:
    """Every published initiative, its needs and the meetings that were not cancelled, by id."""
    return _entries(connection), _needs(connection), _meetings(connection)


def _entries(connection: Connection) -> list[Entry]:
    table = Initiative
    chosen = select(
        col(table.id), col(table.slug), col(table.name_fr), col(table.name_en), col(table.summary_fr),
        col(table.summary_en), col(table.locality), _text(table.causes), _text(table.languages),
        col(table.governance), col(table.sharing), _text(table.regions), col(table.remote),
        col(table.demonstration), col(table.lat), col(table.lon), col(table.time_zone), col(table.published_at),
    ).where(_published()).order_by(col(table.id))  # fmt: skip
    return [
        Entry._make((*row[:7], _codes(row[7]), _codes(row[8]), *row[9:11], _codes(row[11]), *row[12:]))
        for row in connection.execute(chosen)
    ]


def _needs(connection: Connection) -> list[NeedRow]:
    chosen = (
        select(
            col(Need.initiative_id), _text(Need.skills), col(Need.capacity), col(Need.taken), col(Need.until),
            col(Need.id),
        )
        .join(Initiative, col(Initiative.id) == col(Need.initiative_id))
        .where(_published())
        .order_by(col(Need.id))
    )  # fmt: skip
    return [NeedRow._make((row[0], _codes(row[1]), *row[2:])) for row in connection.execute(chosen)]


def _meetings(connection: Connection) -> list[MeetingRow]:
    chosen = (
        select(
            col(Meeting.initiative_id), col(Meeting.starts_at), col(Meeting.ends_at), col(Meeting.time_zone),
            col(Meeting.capacity), col(Meeting.taken),
        )
        .join(Initiative, col(Initiative.id) == col(Meeting.initiative_id))
        .where(_published(), col(Meeting.cancelled_at).is_(None))
        .order_by(col(Meeting.id))
    )  # fmt: skip
    return [MeetingRow._make(row) for row in connection.execute(chosen)]


def _published() -> ColumnElement[bool]:
    return col(Initiative.state) == State.PUBLISHED


def _text(column: Any) -> ColumnElement[str]:
    """A JSON list as it is written: most rows share theirs, so each distinct one is decoded once."""
    return cast(col(column), Text)


@lru_cache(maxsize=65536)
def _codes(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
