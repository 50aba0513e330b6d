"""Plain reads of cases."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from luminance_geo.moderation.model import Case
from luminance_geo.moderation.rules import may_decide
from luminance_geo.people.roles import Standing


def queue(session: Session, who: Standing) -> list[Case]:
    """Open cases that someone may decide, the oldest first."""
    asked = select(Case).where(col(Case.decided_at).is_(None)).order_by(col(Case.opened_at), col(Case.id))
    return [case for case in session.exec(asked) if may_decide(who, case.regions, case.opened_by)]


def open_case(session: Session, kind: str, subject_id: int) -> Case | None:
    """The case of this kind about this subject that is not decided yet."""
    asked = select(Case).where(
        col(Case.kind) == kind, col(Case.subject_id) == subject_id, col(Case.decided_at).is_(None)
    )
    return session.exec(asked).first()


def history(session: Session, kind: str, subject_id: int) -> Sequence[Case]:
    """Every case of this kind about this subject, oldest first."""
    asked = select(Case).where(col(Case.kind) == kind, col(Case.subject_id) == subject_id)
    return session.exec(asked.order_by(col(Case.opened_at), col(Case.id))).all()
