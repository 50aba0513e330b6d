"""Plain reads of the trail."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from luminance_geo.audit.model import AuditEntry


def trail_of(session: Session, subject_kind: str, subject_id: int) -> Sequence[AuditEntry]:
    """What was done to one thing, oldest first."""
    asked = select(AuditEntry).where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
    return session.exec(asked.order_by(col(AuditEntry.at), col(AuditEntry.id))).all()
