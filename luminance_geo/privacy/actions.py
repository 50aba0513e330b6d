"""Verbs of privacy. The caller owns the transaction."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from luminance_geo.audit import actions as audit
from luminance_geo.audit import personal as audit_personal
from luminance_geo.initiatives import personal as initiatives_personal
from luminance_geo.mail import personal as mail_personal
from luminance_geo.moderation import personal as moderation_personal
from luminance_geo.people import personal as people_personal
from luminance_geo.people.model import Person
from luminance_geo.privacy import rules
from luminance_geo.privacy.model import Incident
from luminance_geo.settings import Settings
from luminance_geo.signups import personal as signups_personal


def erase(
    session: Session, *, person_id: int, now: datetime, settings: Settings, action: str = "person.erased"
) -> list[str]:
    """Erase a person in every room; the keys of their messages, whose files are to be removed after the commit.

    The person is locked first, as signing up does, then sign-ups (giving up a place looks at the person), people last.
    """
    session.get(Person, person_id, with_for_update=True)
    keys = mail_personal.keys_of(session, person_id)
    signups_personal.erase(session, person_id, now, settings)
    initiatives_personal.erase(session, person_id, now)
    mail_personal.erase(session, person_id, now)
    moderation_personal.erase(session, person_id, now)
    audit_personal.erase(session, person_id, now)
    people_personal.erase(session, person_id, now)
    audit.record(session, at=now, actor_id=None, action=action, subject_kind="person", subject_id=person_id)
    return keys


def add_incident(
    session: Session, *, information: str, circumstances: str, found_on: date, people: int, serious_harm: bool,
    harm_reasons: str, measures: str, now: datetime, happened_from: date | None = None,
    happened_to: date | None = None, people_in_quebec: int | None = None, cai_told_on: date | None = None,
    people_told_on: date | None = None, public_notice_reason: str | None = None,
) -> Incident:  # fmt: skip
    """Write an incident into the register. Raises `InvalidInput`, naming the field."""
    rules.check_incident(
        happened_from=happened_from, happened_to=happened_to, found_on=found_on, people=people,
        people_in_quebec=people_in_quebec, public_notice=bool(public_notice_reason),
        public_notice_reason=public_notice_reason, today=now.astimezone().date(),
    )  # fmt: skip
    incident = Incident(
        information=information, circumstances=circumstances, happened_from=happened_from, happened_to=happened_to,
        found_on=found_on, people=people, people_in_quebec=people_in_quebec, serious_harm=serious_harm,
        harm_reasons=harm_reasons, cai_told_on=cai_told_on, people_told_on=people_told_on,
        public_notice=bool(public_notice_reason), public_notice_reason=public_notice_reason, measures=measures,
        recorded_at=now,
    )  # fmt: skip
    session.add(incident)
    session.flush()
    return incident
