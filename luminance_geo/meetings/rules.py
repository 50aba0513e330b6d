"""Pure decisions about meetings."""

from __future__ import annotations

from datetime import datetime


def is_coming(ends_at: datetime, now: datetime) -> bool:
    """Whether a meeting is still ahead or under way at `now` (both aware)."""
    return ends_at > now
