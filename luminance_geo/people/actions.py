"""Verbs about people. The caller owns the transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from luminance_geo.database import exclusively, table_of
from luminance_geo.i18n import Language
from luminance_geo.people import queries, rules
from luminance_geo.people.model import Attempt, Consent, ConsentKind, Person, SignInLink, SignInSession
from luminance_geo.people.tokens import hash_token, new_token


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What a used link gives: the session's token for the cookie, whose it is, where it leads."""

    token: str
    person_id: int
    next_path: str


def find_or_make(
    session: Session, *, email: str, name: str | None, phone: str | None, language: Language, now: datetime
) -> Person:
    """The person with this address, made when there is none; two at once make one. Texts are already clean.

    What is held of a verified person stays: anyone can type an address. Blanks are filled.
    """
    values: dict[str, Any] = {"email": email, "email_key": rules.email_key(email), "language": language}
    values |= {"name": name, "phone": phone, "demonstration": False, "created_at": now, "seen_at": now}
    person = _find_or_insert(session, values)
    verified = person.verified_at is not None
    if name and rules.may_change(person.name, verified=verified):
        person.name = name
    if phone and rules.may_change(person.phone, verified=verified):
        person.phone = phone
    if not verified:
        person.language = language
    person.seen_at = max(person.seen_at, now)
    session.flush()
    return person


def _find_or_insert(session: Session, values: dict[str, Any]) -> Person:
    """The person with this key, locked. Someone erased between our two statements is no longer there: once more."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    made = dialect.insert(table_of(Person)).values(**values).on_conflict_do_nothing(index_elements=["email_key"])
    asked = select(Person).where(col(Person.email_key) == values["email_key"]).with_for_update()
    found = None
    while found is None:
        session.connection().execute(made)
        found = session.exec(asked).first()
    return found


def verify(session: Session, person: Person, now: datetime) -> None:
    """Note that a link sent to their address was followed."""
    person.verified_at = person.verified_at or now
    person.seen_at = max(person.seen_at, now)
    session.add(person)
    session.flush()


def give_consent(
    session: Session, *, person_id: int, kind: ConsentKind, version: str, language: str, text: str,
    subject_kind: str | None, subject_id: int | None, now: datetime,
) -> Consent:  # fmt: skip
    """Keep a consent as it was given; the same one given again for the same thing stays as it was."""
    asked = select(Consent).where(
        col(Consent.person_id) == person_id, col(Consent.kind) == kind, col(Consent.version) == version,
        col(Consent.language) == language, col(Consent.subject_kind) == subject_kind,
        col(Consent.subject_id) == subject_id, col(Consent.withdrawn_at).is_(None),
    )  # fmt: skip
    given = session.exec(asked).first() or Consent(
        person_id=person_id, kind=kind, version=version, language=language, text=text,
        subject_kind=subject_kind, subject_id=subject_id, given_at=now,
    )  # fmt: skip
    session.add(given)
    session.flush()
    return given


def take_back_consents(session: Session, *, person_id: int, subject_kind: str, subject_id: int, now: datetime) -> None:
    """Note that what was agreed to for one thing no longer holds."""
    session.execute(
        update(Consent)
        .where(
            col(Consent.person_id) == person_id, col(Consent.subject_kind) == subject_kind,
            col(Consent.subject_id) == subject_id, col(Consent.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=now)
    )  # fmt: skip


def allow(session: Session, *, kind: str, who: str, limit: int, within: timedelta, now: datetime) -> bool:
    """Whether `who` (a keyed hash) may do this once more: at most `limit` times `within`. What is allowed is counted.

    One at a time for each `who`, so that many at once do not pass together. Ask in one order everywhere: first about
    addresses, then about IPs.
    """
    exclusively(session, int.from_bytes(hashlib.sha256(f"{kind}:{who}".encode()).digest()[:7], "big"))
    if queries.attempts(session, kind, who, now - within) >= limit:
        return False
    session.add(Attempt(kind=kind, who=who, at=now))
    session.flush()
    return True


def request_link(session: Session, *, person_id: int, next_path: str, lasting: timedelta, now: datetime) -> str:
    """Make a sign-in link; its token, to send to the person's address."""
    token, kept = new_token()
    link = SignInLink(
        token_hash=kept, person_id=person_id, next_path=rules.local_path(next_path), created_at=now,
        expires_at=now + lasting,
    )  # fmt: skip
    session.add(link)
    session.flush()
    return token


def redeem(session: Session, *, token: str, lasting: timedelta, now: datetime) -> Redeemed | None:
    """Use a link: of many who try at once, one gets a session. None for a link that is used, past or not ours."""
    used = session.connection().execute(
        update(table_of(SignInLink))
        .where(
            col(SignInLink.token_hash) == hash_token(token), col(SignInLink.used_at).is_(None),
            col(SignInLink.expires_at) > now,
        )
        .values(used_at=now)
        .returning(col(SignInLink.person_id), col(SignInLink.next_path))
    ).first()  # fmt: skip
    person = session.get(Person, used.person_id) if used else None
    if used is None or person is None or person.email is None:
        return None
    verify(session, person, now)
    token, kept = new_token()
    session.add(
        SignInSession(
            token_hash=kept, person_id=used.person_id, created_at=now, seen_at=now, expires_at=now + lasting
        )
    )  # fmt: skip
    session.flush()
    return Redeemed(token, used.person_id, used.next_path)


def note_seen(session: Session, *, session_id: int, person_id: int, now: datetime) -> None:
    """Note that a session is used, and its person still here."""
    session.execute(update(SignInSession).where(col(SignInSession.id) == session_id).values(seen_at=now))
    session.execute(update(Person).where(col(Person.id) == person_id).values(seen_at=now))


def sign_out(session: Session, *, token: str, now: datetime) -> None:
    """End the session of this token."""
    ended = update(SignInSession).where(
        col(SignInSession.token_hash) == hash_token(token), col(SignInSession.ended_at).is_(None)
    )
    session.execute(ended.values(ended_at=now))


def sign_out_everywhere(session: Session, *, person_id: int, now: datetime) -> None:
    """End every session of a person, and make their unused links void."""
    ended = update(SignInSession).where(
        col(SignInSession.person_id) == person_id, col(SignInSession.ended_at).is_(None)
    )
    session.execute(ended.values(ended_at=now))
    links = update(SignInLink).where(col(SignInLink.person_id) == person_id, col(SignInLink.used_at).is_(None))
    session.execute(links.values(used_at=now))


def new_calendar_secret(session: Session, *, person_id: int) -> str:
    """A new secret for the address of someone's calendar; the one before stops working. It is told this once."""
    secret, kept = new_token()
    session.execute(update(Person).where(col(Person.id) == person_id).values(calendar_hash=kept))
    return secret


def revoke_calendar(session: Session, *, person_id: int) -> None:
    """Make the address of someone's calendar stop working."""
    session.execute(update(Person).where(col(Person.id) == person_id).values(calendar_hash=None))


def set_language(session: Session, *, person_id: int, language: Language) -> None:
    """The language to write to someone in."""
    session.execute(update(Person).where(col(Person.id) == person_id).values(language=language))


def set_details(session: Session, *, person_id: int, name: str, phone: str | None) -> None:
    """What a signed-in person says of themselves, already clean."""
    session.execute(update(Person).where(col(Person.id) == person_id).values(name=name, phone=phone))


def refuse_news(session: Session, *, person_id: int, now: datetime) -> None:
    """From now on, write to someone only about what they signed up for."""
    refused = update(Person).where(col(Person.id) == person_id, col(Person.news_refused_at).is_(None))
    session.execute(refused.values(news_refused_at=now))
