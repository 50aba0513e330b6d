"""Plain reads of privacy: what every room holds about a person, and the register of incidents."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from luminance_geo.audit import personal as audit
from luminance_geo.initiatives import personal as initiatives
from luminance_geo.mail import personal as mail
from luminance_geo.moderation import personal as moderation
from luminance_geo.people import personal as people
from luminance_geo.privacy.model import Incident
from luminance_geo.signups import personal as signups

Tables = dict[str, list[dict[str, object]]]


def personal_data(session: Session, person_id: int) -> Tables:
    """Everything that is held about a person: rows of plain values, by table."""
    found: Tables = {}
    for room in (people, signups, initiatives, moderation, mail, audit):
        found |= room.personal_data(session, person_id)
    return found


def incidents(session: Session) -> Sequence[Incident]:
    """The register, oldest first."""
    return session.exec(select(Incident).order_by(col(Incident.found_on), col(Incident.id))).all()
