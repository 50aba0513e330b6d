"""What changed since a revision, so that only that is read again; see `database.bump_revision`, which writes it."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select
from sqlmodel import Session, col

from luminance_geo.database import CatalogueChange, revision

KEPT = 1_000
"""Revisions whose changes are kept: a catalogue further behind than this reads everything anew."""


def since(connection: Connection, known: int, current: int) -> frozenset[int] | None:
    """The initiatives that may differ between two revisions; None when it may be any, or nobody knows any more."""
    change = CatalogueChange
    asked = select(col(change.revision), col(change.initiative_id)).where(
        col(change.revision) > known, col(change.revision) <= current
    )
    if current < known or current - known > KEPT:
        return None
    rows = connection.execute(asked).all()
    ids = {id_ for _, id_ in rows}
    told = {number for number, _ in rows} == set(range(known + 1, current + 1))
    return frozenset(ids) if told and None not in ids else None  # type: ignore[arg-type]


def trim(session: Session) -> int:
    """Forget what changed before the last `KEPT` revisions; how many rows went."""
    old = delete(CatalogueChange).where(col(CatalogueChange.revision) <= revision(session) - KEPT)
    return int(session.connection().execute(old).rowcount)
