"""What the trail holds about a person, and how it is erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from luminance_geo.audit.model import AuditEntry

_PERSON = "person"


def personal_data(session: Session, person_id: int) -> dict[str, list[dict[str, object]]]:
    """What a person did and what was done about them: rows for JSON and CSV."""
    about = and_(col(AuditEntry.subject_kind) == _PERSON, col(AuditEntry.subject_id) == person_id)
    asked = select(AuditEntry).where(or_(col(AuditEntry.actor_id) == person_id, about)).order_by(col(AuditEntry.id))
    return {"audit": [_row(entry, person_id) for entry in session.exec(asked)]}


def _row(entry: AuditEntry, person_id: int) -> dict[str, object]:
    return {
        "at": entry.at.isoformat(),
        "by_me": entry.actor_id == person_id,
        "action": entry.action,
        "subject": f"{entry.subject_kind} {entry.subject_id}",
        **entry.details,
    }


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Take the person's id off what they did. Entries about them keep an id that leads to an emptied row."""
    session.execute(update(AuditEntry).where(col(AuditEntry.actor_id) == person_id).values(actor_id=None))
