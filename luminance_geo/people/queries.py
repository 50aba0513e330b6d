"""Plain reads of people: who is signed in, what roles they hold, and whose address or calendar it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from luminance_geo.i18n import Language, as_language
from luminance_geo.people.model import Attempt, HeldRole, Person, SignInLink, SignInSession
from luminance_geo.people.roles import NOBODY, Role, RoleKind, Standing
from luminance_geo.people.tokens import hash_token

_SIGNED_IN: Any = (
    select_columns(
        col(SignInSession.id).label("session_id"), col(SignInSession.seen_at).label("session_seen_at"),
        col(Person.id).label("person_id"), col(Person.email), col(Person.name), col(Person.phone),
        col(Person.language), col(Person.verified_at),
    )
    .join(Person, col(Person.id) == col(SignInSession.person_id))
    .where(
        col(SignInSession.token_hash) == bindparam("token_hash"),
        col(SignInSession.ended_at).is_(None),
        col(SignInSession.expires_at) > bindparam("now"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Who:
    """A person that we know, as faces need them."""

    person_id: int
    email: str
    name: str | None
    phone: str | None
    language: Language
    verified: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Someone signed in, and when their session was last seen."""

    who: Who
    session_id: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who holds a role, for those who grant them."""

    person_id: int
    email: str
    name: str | None
    role: Role
    granted_at: datetime


def standing_of(session: Session, person_id: int | None) -> Standing:
    """Who asks, with their roles."""
    if person_id is None:
        return NOBODY
    held = session.exec(select(HeldRole).where(HeldRole.person_id == person_id))
    return Standing(person_id, frozenset(Role(each.kind, each.region) for each in held))


def holders(session: Session) -> list[Holder]:
    """Everyone who holds a role, by role, region and address."""
    asked = (
        select(Person, HeldRole)
        .join(HeldRole, col(HeldRole.person_id) == col(Person.id))
        .order_by(col(HeldRole.kind), col(HeldRole.region), col(Person.email_key))
    )
    return [
        Holder(held.person_id, person.email, person.name, Role(held.kind, held.region), held.granted_at)
        for person, held in session.exec(asked)
        if person.email is not None
    ]


def administrators(session: Session) -> int:
    """How many people are administrators."""
    asked = select(func.count()).select_from(HeldRole).where(HeldRole.kind == RoleKind.ADMINISTRATOR)
    return session.exec(asked).one()


def signed_in(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Whose session this token is, while it holds. Asked at every rerun of the dashboard, so of plain rows."""
    found = session.connection().execute(_SIGNED_IN, {"token_hash": hash_token(token), "now": now}).first()
    if found is None or found.email is None:
        return None
    who = Who(
        person_id=found.person_id, email=found.email, name=found.name, phone=found.phone,
        language=as_language(found.language), verified=found.verified_at is not None,
    )  # fmt: skip
    return SignedIn(who, found.session_id, found.session_seen_at)


def who_is(person: Person | None) -> Who | None:
    """A person as faces need them; None once erased."""
    if person is None or person.id is None or person.email is None:
        return None
    return Who(
        person_id=person.id, email=person.email, name=person.name, phone=person.phone,
        language=as_language(person.language), verified=person.verified_at is not None,
    )  # fmt: skip


def by_id(session: Session, person_id: int) -> Who | None:
    """The person with this id; None once erased."""
    return who_is(session.get(Person, person_id))


def by_email(session: Session, key: str) -> Person | None:
    """The person with this `email_key`."""
    return session.exec(select(Person).where(col(Person.email_key) == key)).first()


def by_calendar(session: Session, secret: str) -> Who | None:
    """Whose calendar has this secret address."""
    return who_is(session.exec(select(Person).where(col(Person.calendar_hash) == hash_token(secret))).first())


def has_calendar(session: Session, person_id: int) -> bool:
    """Whether this person has a calendar address that works."""
    return session.exec(select(Person.calendar_hash).where(col(Person.id) == person_id)).first() is not None


def link_holds(session: Session, token: str, now: datetime) -> bool:
    """Whether a sign-in link could still be used; looking does not use it."""
    asked = select(SignInLink.id).where(
        col(SignInLink.token_hash) == hash_token(token),
        col(SignInLink.used_at).is_(None),
        col(SignInLink.expires_at) > now,
    )
    return session.exec(asked).first() is not None


def attempts(session: Session, kind: str, who: str, since: datetime) -> int:
    """How often something was tried since a moment."""
    asked = select(func.count()).where(col(Attempt.kind) == kind, col(Attempt.who) == who, col(Attempt.at) > since)
    return int(session.exec(asked).one())
