"""Plain reads of meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlmodel import col

from luminance_geo.database import Reader, plain_rows, table_of
from luminance_geo.meetings.model import Meeting

_HELD = (
    select(table_of(Meeting))
    .where(col(Meeting.initiative_id).in_(bindparam("ids")), col(Meeting.cancelled_at).is_(None))
    .order_by(col(Meeting.starts_at), col(Meeting.id))
)


def meetings_of(reader: Reader, initiative_ids: Collection[int]) -> Mapping[int, Sequence[Meeting]]:
    """Meetings that hold (not cancelled) by initiative id, soonest first."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in plain_rows(reader, Meeting, _HELD, ids=list(initiative_ids)):
        found[meeting.initiative_id].append(meeting)
    return found
