"""Plain reads of meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select

from luminance_geo.meetings.model import Meeting


def meetings_of(session: Session, initiative_ids: Collection[int]) -> Mapping[int, Sequence[Meeting]]:
    """Meetings that hold (not cancelled) by initiative id, soonest first."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    asked = (
        select(Meeting)
        .where(col(Meeting.initiative_id).in_(initiative_ids), col(Meeting.cancelled_at).is_(None))
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    )
    for meeting in session.exec(asked):
        found[meeting.initiative_id].append(meeting)
    return found
