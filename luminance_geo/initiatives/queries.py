"""Plain reads of initiatives and their needs; faces see only what is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from luminance_geo.database import Reader, plain_rows, table_of
from luminance_geo.initiatives.model import Initiative, Need, State

_PUBLISHED = select_columns(table_of(Initiative)).where(col(Initiative.state) == State.PUBLISHED)
_BY_ID = _PUBLISHED.where(col(Initiative.id).in_(bindparam("ids")))
_ON_PAGE_ALONE = frozenset({
    "state", "description_fr", "description_fr_at", "description_en", "description_en_at", "postal_code", "regions",
    "governance", "governance_fr", "governance_en", "roots_fr", "roots_en", "sharing", "sharing_fr", "sharing_en",
    "website", "source_id", "source_kind", "created_at",
})  # fmt: skip
_IN_LISTS = [column for column in table_of(Initiative).columns if column.key not in _ON_PAGE_ALONE]
_LISTED = _BY_ID.with_only_columns(*_IN_LISTS)
_BY_SLUG = _PUBLISHED.where(col(Initiative.slug) == bindparam("slug"))
_NEEDS = select_columns(table_of(Need)).where(col(Need.initiative_id).in_(bindparam("ids"))).order_by(col(Need.id))
_NEEDS_LISTED = _NEEDS.with_only_columns(
    *(table_of(Need).c[name] for name in ("id", "initiative_id", "skills", "capacity", "taken", "until"))
)
_NEEDS_BY_ID = select_columns(table_of(Need)).where(col(Need.id).in_(bindparam("ids")))


@dataclass(frozen=True, slots=True)
class InitiativeCounts:
    """Published initiatives: in all, from open registers, and of the demonstration set."""

    published: int
    register: int
    demonstration: int


def published_by_id(session: Session, ids: Collection[int]) -> dict[int, Initiative]:
    """Published initiatives among `ids`, by id."""
    return {row.id: row for row in plain_rows(session, Initiative, _BY_ID, ids=list(ids)) if row.id is not None}


def listed_by_id(reader: Reader, ids: Collection[int]) -> dict[int, Initiative]:
    """Published initiatives among `ids`, by id, without what only their own page says."""
    return {row.id: row for row in plain_rows(reader, Initiative, _LISTED, ids=list(ids)) if row.id is not None}


def published_by_slug(session: Session, slug: str) -> Initiative | None:
    """The published initiative with this slug."""
    return next(iter(plain_rows(session, Initiative, _BY_SLUG, slug=slug)), None)


def needs_of(reader: Reader, ids: Collection[int]) -> Mapping[int, Sequence[Need]]:
    """Needs by initiative id, in the order they were written; an id without needs gives an empty list."""
    return _by_initiative(plain_rows(reader, Need, _NEEDS, ids=list(ids)))


def listed_needs_of(reader: Reader, ids: Collection[int]) -> Mapping[int, Sequence[Need]]:
    """The same, without what only the page of their initiative says."""
    return _by_initiative(plain_rows(reader, Need, _NEEDS_LISTED, ids=list(ids)))


def _by_initiative(needs: Iterable[Need]) -> Mapping[int, Sequence[Need]]:
    found: dict[int, list[Need]] = defaultdict(list)
    for need in needs:
        found[need.initiative_id].append(need)
    return found


def needs_by_id(session: Session, ids: Collection[int]) -> dict[int, Need]:
    """Needs among `ids`, by id, whatever their initiative's state."""
    return {row.id: row for row in plain_rows(session, Need, _NEEDS_BY_ID, ids=list(ids)) if row.id is not None}


def published_slugs(
    session: Session, *, demonstration: bool, after_id: int, limit: int
) -> list[tuple[int, str, datetime]]:
    """Id, slug and last change of published initiatives after an id, by id; demonstration ones only if asked for."""
    asked = (
        select(Initiative.id, Initiative.slug, Initiative.updated_at)
        .where(col(Initiative.state) == State.PUBLISHED, col(Initiative.id) > after_id)
        .order_by(col(Initiative.id))
        .limit(limit)
    )
    if not demonstration:
        asked = asked.where(col(Initiative.demonstration).is_(False))
    return [(row_id, slug, updated) for row_id, slug, updated in session.exec(asked) if row_id is not None]


def any_initiative(session: Session) -> bool:
    """Whether the database holds any initiative, in whatever state."""
    return session.exec(select(Initiative.id).limit(1)).first() is not None


def counts(session: Session) -> InitiativeCounts:
    """How many initiatives are published, and of which kind."""
    register = func.count(case((col(Initiative.source).is_not(None), 1)))
    demonstration = func.count(case((col(Initiative.demonstration).is_(True), 1)))
    asked = select(func.count(), register, demonstration).where(col(Initiative.state) == State.PUBLISHED)
    return InitiativeCounts(*session.exec(asked).one())
