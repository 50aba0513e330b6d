"""What the room of moderation holds about a person, and how it is erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from luminance_geo.moderation.model import Case


def personal_data(session: Session, person_id: int) -> dict[str, list[dict[str, object]]]:
    """Cases that they opened or decided: rows for JSON and CSV. Who else took part is not told."""
    theirs = or_(col(Case.opened_by) == person_id, col(Case.decided_by) == person_id)
    asked = select(Case).where(theirs).order_by(col(Case.id))
    return {"cases": [_row(case, person_id) for case in session.exec(asked)]}


def _row(case: Case, person_id: int) -> dict[str, object]:
    return {
        "about": f"{case.kind} {case.subject_id}",
        "opened_at": case.opened_at.isoformat(),
        "opened_by_me": case.opened_by == person_id,
        "decision": case.decision.value if case.decision else None,
        "reason": case.reason.value if case.reason else None,
        "words": case.words,
        "decided_at": case.decided_at.isoformat() if case.decided_at else None,
        "decided_by_me": case.decided_by == person_id,
    }


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Take the person off what they opened and decided."""
    for column in ("opened_by", "decided_by"):
        session.execute(update(Case).where(getattr(Case, column) == person_id).values({column: None}))
