"""Verbs of the trail. The caller owns the transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, delete
from sqlmodel import Session, col

from luminance_geo.audit import rules
from luminance_geo.audit.model import AuditEntry


def record(
    session: Session,
    *,
    at: datetime,
    actor_id: int | None,
    action: str,
    subject_kind: str,
    subject_id: int,
    **details: object,
) -> None:
    """Write down who did what to what, in the transaction that does it; `actor_id` None is the service itself.

    Raises `ValueError` for anything but ids, codes and small numbers: nothing that a person typed belongs here.
    """
    if not rules.is_code(action) or not rules.is_code(subject_kind):
        raise ValueError("action and subject kind are codes")
    personal = [name for name, value in details.items() if not rules.is_impersonal(value)]
    if personal:
        raise ValueError(f"the trail takes ids, codes and numbers only: {', '.join(personal)}")
    session.add(
        AuditEntry(
            at=at, actor_id=actor_id, action=action, subject_kind=subject_kind, subject_id=subject_id, details=details
        )
    )


def forget_before(session: Session, before: datetime) -> int:
    """Delete what is older; how many entries."""
    done = session.execute(delete(AuditEntry).where(col(AuditEntry.at) < before))
    assert isinstance(done, CursorResult)  # noqa: S101 - what a DELETE gives, said to the type checker
    return int(done.rowcount)
