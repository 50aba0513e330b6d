"""The made-up country as rows: for the catalogue's own builder, and for a database that a server opens."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from luminance_geo import migrations, vocabulary
from luminance_geo.catalogue.rows import Entry, MeetingRow, NeedRow
from luminance_geo.database import make_engine
from tests.benchmarks.peers.population import CAPACITY, MEETING_CAPACITY, MEETING_US, NOW_US, WORDS, Population
from tests.benchmarks.peers.population import region_code as municipality

BATCH = 20_000
_ZONE = "America/Toronto"


def batches(population: Population) -> Iterator[tuple[list[Entry], list[NeedRow], list[MeetingRow]]]:
    """Initiatives by id, some at a time, with their needs and meetings."""
    for first in range(0, len(population), BATCH):
        rows = range(first, min(first + BATCH, len(population)))
        yield _entries(population, rows), _needs(population, rows), _meetings(population, rows)


def _entries(population: Population, rows: range) -> list[Entry]:
    part = slice(rows.start, rows.stop)
    causes = tuple(vocabulary.causes())
    towns = population.towns["name_fr"].to_numpy()
    columns = (
        population.ids[part], population.lat[part], population.lon[part], population.cause[part],
        population.region[part], population.english[part], population.published[part], population.town[part],
    )  # fmt: skip
    words = WORDS[population.name[part]].tolist()
    return [
        Entry(
            id=id_,
            slug=f"initiative-{id_}",
            name_fr=" ".join(name[:3]),
            name_en=" ".join(name[3:5]) if english else None,
            summary_fr=" ".join(name[3:]),
            locality=towns[town],
            causes=tuple(dict.fromkeys(causes[place] for place in cause)),
            languages=("fr", "en") if english else ("fr",),
            regions=(municipality(region),) if region >= 0 else (),
            remote=id_ % 10 == 0,
            demonstration=False,
            lat=lat if lat == lat else None,
            lon=lon if lon == lon else None,
            published_at=_moment(published),
        )
        for id_, lat, lon, cause, region, english, published, town, name in zip(
            *(column.tolist() for column in columns), words, strict=True
        )
    ]


def _needs(population: Population, rows: range) -> list[NeedRow]:
    skills = tuple(vocabulary.skills())
    return [
        NeedRow(row + 1, tuple(dict.fromkeys(skills[place] for place in own)), CAPACITY, taken, None, row + 1)
        for row, own, taken in zip(
            rows, population.skill[rows.start : rows.stop].tolist(), population.taken[rows.start : rows.stop].tolist(),
            strict=True,
        )
        if own[0] >= 0
    ]  # fmt: skip


def _meetings(population: Population, rows: range) -> list[MeetingRow]:
    starts, taken = (column[rows.start : rows.stop].tolist() for column in (population.starts, population.met_taken))
    return [
        MeetingRow(row + 1, _moment(begins), _moment(begins + MEETING_US), _ZONE, MEETING_CAPACITY, many)
        for row, begins, many in zip(rows, starts, taken, strict=True)
        if begins
    ]


def _moment(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1_000_000, tz=UTC)


def write_database(population: Population, path: Path) -> None:
    """A SQLite database of the newest schema that holds the country, by bulk inserts.

    Dates are moved so that the country's now is the machine's: what is coming stays coming.
    """
    engine = make_engine(f"sqlite:///{path}")
    migrations.upgrade(engine)
    engine.dispose()
    later = datetime.now(UTC) - _moment(NOW_US)
    with sqlite3.connect(path) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):  # nobody misses half a database
            connection.execute(f"PRAGMA {pragma}")
        for entries, needs, meetings in batches(population):
            _insert(connection, "initiative", [_initiative(entry) for entry in entries])
            _insert(connection, "need", [_need(need) for need in needs])
            _insert(connection, "meeting", [_meeting(meeting, later) for meeting in meetings])
        connection.execute("INSERT OR REPLACE INTO revision (id, value) VALUES (1, 1)")
    connection.close()


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        names = list(rows[0])
        places = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"
        connection.executemany(statement, [tuple(row.values()) for row in rows])


def _initiative(entry: Entry) -> dict[str, Any]:
    published = _stored(entry.published_at)
    return {
        "id": entry.id, "slug": entry.slug, "state": "published", "demonstration": False, "name_fr": entry.name_fr,
        "name_fr_at": published, "name_en": entry.name_en, "summary_fr": entry.summary_fr,
        "causes": json.dumps(entry.causes), "languages": json.dumps(entry.languages), "remote": entry.remote,
        "lat": entry.lat, "lon": entry.lon, "precision": "exact" if entry.lat is not None else "online",
        "locality": entry.locality, "regions": json.dumps(entry.regions), "time_zone": entry.time_zone,
        "created_at": published, "updated_at": published, "published_at": published,
    }  # fmt: skip


def _need(need: NeedRow) -> dict[str, Any]:
    return {
        "initiative_id": need.initiative_id, "title_fr": "Aider", "skills": json.dumps(need.skills),
        "capacity": need.capacity, "taken": need.taken, "remote": False,
    }  # fmt: skip


def _meeting(meeting: MeetingRow, later: timedelta) -> dict[str, Any]:
    return {
        "initiative_id": meeting.initiative_id, "starts_at": _stored(meeting.starts_at + later),
        "ends_at": _stored(meeting.ends_at + later), "time_zone": meeting.time_zone, "capacity": meeting.capacity,
        "taken": meeting.taken, "remote": False, "sequence": 0,
    }  # fmt: skip


def _stored(moment: datetime | None) -> str | None:
    """As SQLAlchemy writes times into SQLite."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if moment else None
