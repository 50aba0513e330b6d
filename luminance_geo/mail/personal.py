"""What mail holds about a person, and how it is erased."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from luminance_geo.mail import actions
from luminance_geo.mail.model import OutboxMessage


def personal_data(session: Session, person_id: int) -> dict[str, list[dict[str, object]]]:
    """Every message to a person that still has its text, by the name of what it is: rows for JSON and CSV."""
    asked = select(OutboxMessage).where(OutboxMessage.person_id == person_id).order_by(col(OutboxMessage.id))
    return {"messages": [_row(message) for message in session.exec(asked)]}


def _row(message: OutboxMessage) -> dict[str, object]:
    return {
        "kind": message.kind,
        "to": message.to_address,
        "language": message.language,
        "subject": message.subject,
        "text": message.text,
        "attachments": "\n".join(one["text"] for one in message.attachments),
        "state": message.state.value,
        "queued_at": message.created_at.isoformat(),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
    }


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Cancel what waits for the person and empty what was sent; rows stay, without them, so that nothing goes twice.

    Messages written to a folder are files: `FolderTransport.forget` removes those, given what `keys_of` said before.
    """
    actions.forget_person(session, person_id, now=now)


def keys_of(session: Session, person_id: int) -> list[str]:
    """The keys of a person's messages."""
    return list(session.exec(select(OutboxMessage.key).where(OutboxMessage.person_id == person_id)))
