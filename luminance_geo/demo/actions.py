"""Build, remove and renew the demonstration set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import bindparam, delete, func, select, update
from sqlmodel import Session, col

from luminance_geo.database import bump_revision, insert_rows
from luminance_geo.demo.compose import Composed, Row, compose
from luminance_geo.demo.rules import Draws, move_weeks, weeks_to_renew
from luminance_geo.demo.spread import spots
from luminance_geo.initiatives.model import Initiative, Need
from luminance_geo.initiatives.rules import SlugBook
from luminance_geo.meetings.model import Meeting

COUNT = 2_000
SEED = 1

_CHUNK = 5_000

Counter = Callable[[int], None]
"""Told how many initiatives are done so far."""


def compose_all(count: int, seed: int, now: datetime) -> Iterator[list[Composed]]:
    """The set in chunks: the same for one seed and one UTC day, and a smaller set is the beginning of a larger one."""
    now = datetime.combine(now.astimezone(UTC).date(), time(12), UTC)
    for first in range(0, count, _CHUNK):
        places = spots(min(_CHUNK, count - first), seed, first)
        yield [compose(spot, Draws(seed, first + index), now) for index, spot in enumerate(places)]


def build(session: Session, *, now: datetime, count: int = COUNT, seed: int = SEED, tell: Counter | None = None) -> int:
    """Replace the stored demonstration set by a new one of `count` initiatives, inside the caller's transaction."""
    remove(session)
    book = SlugBook(session.scalars(select(col(Initiative.slug))))
    done = 0
    for chunk in compose_all(count, seed, now):
        _store(session, chunk, book)
        done += len(chunk)
        if tell:
            tell(done)
    bump_revision(session)
    return done


def _store(session: Session, chunk: list[Composed], book: SlugBook) -> None:
    slugs = [book.give(one.names[0], " ".join(one.names)) for one in chunk]
    insert_rows(session, Initiative, [one.initiative | {"slug": slug} for one, slug in zip(chunk, slugs, strict=True)])
    stored = session.execute(select(col(Initiative.slug), col(Initiative.id)).where(col(Initiative.slug).in_(slugs)))
    ids = {row.slug: row.id for row in stored}
    insert_rows(session, Need, _children(chunk, slugs, ids, "needs"))
    insert_rows(session, Meeting, _children(chunk, slugs, ids, "meetings"))


def _children(chunk: list[Composed], slugs: list[str], ids: dict[str, int | None], which: str) -> list[Row]:
    return [
        row | {"initiative_id": ids[slug]}
        for one, slug in zip(chunk, slugs, strict=True)
        for row in getattr(one, which)
    ]


def remove(session: Session) -> int:
    """Take the demonstration set away, needs and meetings included; how many initiatives went."""
    count = session.scalar(select(func.count()).where(col(Initiative.demonstration).is_(True))) or 0
    if count:
        session.execute(delete(Initiative).where(col(Initiative.demonstration).is_(True)))
        bump_revision(session)
    return count


def weeks_behind(session: Session, now: datetime) -> int:
    """By how many weeks the demonstration set should move forward; 0 while half of its meetings are coming."""
    return weeks_to_renew([start for _, start, _, _ in _dates(session)], now)


def renew(session: Session, *, now: datetime) -> int:
    """Move the dates of an aged demonstration set forward, inside the caller's transaction; by how many weeks."""
    dates = _dates(session)
    weeks = weeks_to_renew([start for _, start, _, _ in dates], now)
    if not weeks:
        return 0
    moved = [
        {"key": key, "starts": move_weeks(start, weeks, zone), "ends": move_weeks(end, weeks, zone)}
        for key, start, end, zone in dates
    ]
    change = update(Meeting).where(col(Meeting.id) == bindparam("key"))
    session.connection().execute(change.values(starts_at=bindparam("starts"), ends_at=bindparam("ends")), moved)
    _move_needs(session, weeks)
    bump_revision(session)
    return weeks


def _dates(session: Session) -> list[tuple[int | None, datetime, datetime, str]]:
    asked = (
        select(col(Meeting.id), col(Meeting.starts_at), col(Meeting.ends_at), col(Meeting.time_zone))
        .join(Initiative, col(Initiative.id) == col(Meeting.initiative_id))
        .where(col(Initiative.demonstration).is_(True))
    )
    return [(key, start, end, zone) for key, start, end, zone in session.execute(asked)]


def _move_needs(session: Session, weeks: int) -> None:
    asked = (
        select(col(Need.id), col(Need.until))
        .join(Initiative, col(Initiative.id) == col(Need.initiative_id))
        .where(col(Initiative.demonstration).is_(True), col(Need.until).is_not(None))
    )
    moved = [
        {"key": key, "last": last + timedelta(weeks=weeks)} for key, last in session.execute(asked) if last is not None
    ]
    if moved:
        change = update(Need).where(col(Need.id) == bindparam("key")).values(until=bindparam("last"))
        session.connection().execute(change, moved)
