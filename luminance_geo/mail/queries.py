"""Plain reads of the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from luminance_geo.mail.model import MailState, OutboxMessage


def newest(session: Session, *, state: MailState | None = None, limit: int) -> Sequence[OutboxMessage]:
    """The newest messages, in one state or in any."""
    asked = select(OutboxMessage).order_by(col(OutboxMessage.created_at).desc(), col(OutboxMessage.id).desc())
    if state is not None:
        asked = asked.where(OutboxMessage.state == state)
    return session.exec(asked.limit(limit)).all()


def counts(session: Session) -> dict[MailState, int]:
    """How many messages are in each state."""
    asked = select(OutboxMessage.state, func.count()).group_by(col(OutboxMessage.state))
    return dict.fromkeys(MailState, 0) | {MailState(state): count for state, count in session.exec(asked)}
