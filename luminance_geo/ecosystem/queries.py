"""Plain reads of actors."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, select

from luminance_geo.ecosystem.model import Actor


def count_hosts(session: Session) -> int:
    """How many places that host are known."""
    return session.exec(select(func.count()).select_from(Actor)).one()
