"""Load the shipped registers: real initiatives, and places that host.

Idempotent by (source, source_id): new rows are inserted, changed ones updated, the others left alone. What organisers
have confirmed is theirs: a register no longer changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update
from sqlmodel import Session, col

from luminance_geo.database import bump_revision, insert_rows, table_of
from luminance_geo.ecosystem.model import Actor
from luminance_geo.importers import shipped
from luminance_geo.importers.model import ShippedFile
from luminance_geo.initiatives.model import Initiative, Precision, State
from luminance_geo.initiatives.rules import SlugBook

Key = tuple[str, str]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, in rows."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0


def changed_files(session: Session) -> dict[str, str]:
    """Shipped files that are not loaded as they are now: name to fingerprint."""
    known = {row.name: row.sha256 for row in session.execute(select(table_of(ShippedFile)))}
    prints = {name: shipped.fingerprint(name) for name in shipped.FILES}
    return {name: sha for name, sha in prints.items() if known.get(name) != sha}


def load_changed(session: Session, *, now: datetime) -> Loaded:
    """Load the shipped files that changed since they were last loaded, inside the caller's transaction."""
    done = Loaded()
    for name, sha in changed_files(session).items():
        load = load_initiatives if name == shipped.FILES[0] else load_hosts
        found = load(session, shipped.rows(name), now=now)
        done = Loaded(done.inserted + found.inserted, done.updated + found.updated, done.unchanged + found.unchanged)
        session.execute(delete(ShippedFile).where(col(ShippedFile.name) == name))
        session.add(ShippedFile(name=name, sha256=sha, loaded_at=now))
    return done


def load_initiatives(session: Session, rows: Iterable[shipped.Row], *, now: datetime) -> Loaded:
    """Load register entries: published, without needs, not confirmed. `rows` as `shipped.rows` gives them."""
    wanted = {(row["source"], row["source_id"]): initiative_values(row) for row in rows}

    def fresh(values: Values, slug: str) -> Values:
        return values | _edited(values, now) | {
            "slug": slug, "state": State.PUBLISHED, "demonstration": False, "languages": [], "remote": False,
            "created_at": now, "updated_at": now, "published_at": now,
        }  # fmt: skip

    return _load(session, Initiative, wanted, fresh, lambda values: values | _edited(values, now) | {"updated_at": now})


def load_hosts(session: Session, rows: Iterable[shipped.Row], *, now: datetime) -> Loaded:
    """Load places that host. `rows` as `shipped.rows` gives them."""
    wanted = {(row["source"], row["source_id"]): host_values(row) for row in rows}
    return _load(
        session, Actor, wanted, lambda values, slug: values | {"slug": slug, "created_at": now}, lambda values: values
    )


def initiative_values(row: shipped.Row) -> Values:
    """What a register says of an initiative, by column."""
    return shipped.names(row) | {
        "description_fr": row.get("description_fr"),
        "description_en": row.get("description_en"),
        "causes": list(row["causes"]),
        "lat": row["lat"],
        "lon": row["lon"],
        "precision": Precision(row["precision"]),
        "address": row["address"],
        "locality": row["locality"],
        "postal_code": row["postal_code"],
        "regions": list(row["regions"]),
        "time_zone": row["time_zone"],
        "website": row.get("website"),
        "source": row["source"],
        "source_id": row["source_id"],
        "source_kind": row["kind"],
        "source_date": row["source_date"],
    }


def host_values(row: shipped.Row) -> Values:
    """What a register says of a place that hosts, by column."""
    copied = ("kind", "lat", "lon", "address", "locality", "postal_code", "source", "source_id", "source_date")
    return shipped.names(row) | {name: row[name] for name in copied} | {"regions": list(row["regions"])}


def _edited(values: Values, now: datetime) -> Values:
    """When each text was written, as far as we know: when it was loaded."""
    texts = ("name_fr", "name_en", "description_fr", "description_en")
    return {f"{text}_at": now if values[text] else None for text in texts}


def _load(
    session: Session,
    model: type[Initiative | Actor],
    wanted: Mapping[Key, Values],
    fresh: Callable[[Values, str], Values],
    changed: Callable[[Values], Values],
) -> Loaded:
    table = table_of(model)
    stored = _stored(session, table, {source for source, _ in wanted})
    book = SlugBook(session.scalars(select(table.c.slug)))
    new = [
        fresh(values, book.give(_name(values), f"{_name(values)} {values['locality'] or ''}"))
        for key, values in wanted.items()
        if key not in stored
    ]
    moved = [
        changed(values) | {"_id": stored[key]["id"]}
        for key, values in wanted.items()
        if key in stored and not _same(values, stored[key])
    ]
    insert_rows(session, model, new)
    if moved:
        columns: dict[str, Any] = {name: bindparam(name) for name in moved[0] if name != "_id"}
        session.connection().execute(update(table).where(table.c.id == bindparam("_id")).values(columns), moved)
    if new or moved:
        bump_revision(session)
    return Loaded(len(new), len(moved), len(wanted) - len(new) - len(moved))


def _stored(session: Session, table: Table, sources: set[str]) -> dict[Key, Values]:
    found = session.execute(select(table).where(table.c.source.in_(sources))).mappings()
    return {(row["source"], row["source_id"]): dict(row) for row in found}


def _same(values: Values, stored: Values) -> bool:
    """Nothing to update: confirmed by its organisers, or as stored already."""
    return stored.get("confirmed_at") is not None or all(stored[name] == value for name, value in values.items())


def _name(values: Values) -> str:
    return str(values["name_fr"] or values["name_en"])
