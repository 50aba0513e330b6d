"""What the room of initiatives holds about a person, and how it is erased."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from luminance_geo.initiatives.model import Initiative, Organiser, StoredProposal


def personal_data(session: Session, person_id: int) -> dict[str, list[dict[str, object]]]:
    """What they organise and what they proposed: rows for JSON and CSV."""
    organised = (
        select(Organiser, Initiative.slug)
        .join(Initiative, col(Initiative.id) == col(Organiser.initiative_id))
        .where(col(Organiser.person_id) == person_id)
        .order_by(col(Organiser.id))
    )
    proposed = select(StoredProposal).where(col(StoredProposal.person_id) == person_id).order_by(col(StoredProposal.id))
    return {
        "organises": [
            {"initiative": slug, "since": each.joined_at.isoformat()} for each, slug in session.exec(organised)
        ],
        "proposals": [_proposal(each) for each in session.exec(proposed)],
    }


def _proposal(stored: StoredProposal) -> dict[str, object]:
    return {
        "initiative": stored.initiative_id,
        "stage": stored.stage.value,
        "content": json.dumps(json.loads(stored.content), ensure_ascii=False),
        "begun_at": stored.created_at.isoformat(),
        "changed_at": stored.updated_at.isoformat(),
        "sent_at": stored.sent_at.isoformat() if stored.sent_at else None,
    }


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Delete their proposals and take them off what they organise. What was published belongs to all, and stays."""
    for model in (Organiser, StoredProposal):
        session.execute(delete(model).where(col(model.person_id) == person_id))
