"""What the room of people holds about a person, and how it is erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from luminance_geo.people.model import Consent, HeldRole, Person, SignInLink, SignInSession


def personal_data(session: Session, person_id: int) -> dict[str, list[dict[str, object]]]:
    """The person, their roles and consents, and when they signed in: rows for JSON and CSV.

    Hashes of tokens stay with us.
    """
    person = session.get(Person, person_id)
    consents = session.exec(select(Consent).where(Consent.person_id == person_id).order_by(col(Consent.id)))
    roles = session.exec(select(HeldRole).where(HeldRole.person_id == person_id).order_by(col(HeldRole.id)))
    links = session.exec(select(SignInLink).where(SignInLink.person_id == person_id).order_by(col(SignInLink.id)))
    sessions = session.exec(
        select(SignInSession).where(SignInSession.person_id == person_id).order_by(col(SignInSession.id))
    )
    return {
        "person": [_person(person)] if person else [],
        "roles": [_role(each) for each in roles],
        "consents": [_consent(each) for each in consents],
        "sign_in_links": [_link(each) for each in links],
        "sign_in_sessions": [_session(each) for each in sessions],
    }


def _person(person: Person) -> dict[str, object]:
    return {
        "email": person.email,
        "name": person.name,
        "phone": person.phone,
        "language": person.language,
        "known_since": _text(person.created_at),
        "last_seen_at": _text(person.seen_at),
        "address_verified_at": _text(person.verified_at),
        "news_refused_at": _text(person.news_refused_at),
        "has_calendar_address": person.calendar_hash is not None,
    }


def _consent(consent: Consent) -> dict[str, object]:
    return {
        "kind": consent.kind.value,
        "version": consent.version,
        "language": consent.language,
        "text": consent.text,
        "about": f"{consent.subject_kind} {consent.subject_id}" if consent.subject_kind else None,
        "given_at": _text(consent.given_at),
        "withdrawn_at": _text(consent.withdrawn_at),
    }


def _role(role: HeldRole) -> dict[str, object]:
    return {"role": role.kind.value, "region": role.region or None, "granted_at": _text(role.granted_at)}


def _link(link: SignInLink) -> dict[str, object]:
    return {
        "asked_at": _text(link.created_at),
        "expires_at": _text(link.expires_at),
        "used_at": _text(link.used_at),
        "leads_to": link.next_path,
    }


def _session(session: SignInSession) -> dict[str, object]:
    return {
        "began_at": _text(session.created_at),
        "last_seen_at": _text(session.seen_at),
        "expires_at": _text(session.expires_at),
        "ended_at": _text(session.ended_at),
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Empty the person and delete their roles, consents, links and sessions.

    The emptied row stays: on SQLite its number could otherwise become someone else's, with what is still signed for it.
    """
    for model in (HeldRole, Consent, SignInLink, SignInSession):
        session.execute(delete(model).where(col(model.person_id) == person_id))
    person = session.get(Person, person_id)
    if person is not None:
        person.email = person.email_key = person.name = person.phone = person.calendar_hash = None
        person.verified_at = person.news_refused_at = None
        person.erased_at = person.erased_at or now
        session.add(person)
        session.flush()
