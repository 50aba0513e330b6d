"""Verbs about roles: granted and taken back, each written into the trail. The caller owns the transaction."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from luminance_geo.audit import actions as audit
from luminance_geo.database import exclusively
from luminance_geo.errors import Conflict, InvalidInput
from luminance_geo.i18n import N_
from luminance_geo.people import queries
from luminance_geo.people.model import HeldRole
from luminance_geo.people.roles import EVERYWHERE, REGIONAL, Role, RoleKind

_LAST = N_("This is the last administrator. Name another one first.")
_NOT_REGIONAL = N_("This role holds everywhere: leave the region out.")
_LOCK = 5_863_264_725  # any constant of our own: the last administrator is counted by one at a time


def grant(session: Session, *, person_id: int, role: Role, by: int | None, now: datetime) -> bool:
    """Give someone a role; False where they hold it already. `by` is None for the command line.

    Raises `InvalidInput` (`region`) for a role that holds everywhere.
    """
    if role.region != EVERYWHERE and role.kind not in REGIONAL:
        raise InvalidInput(_NOT_REGIONAL, parameter="region")
    if _held(session, person_id, role) is not None:
        return False
    session.add(HeldRole(person_id=person_id, kind=role.kind, region=role.region, granted_at=now, granted_by=by))
    _note(session, "role.granted", person_id, role, by, now)
    return True


def revoke(session: Session, *, person_id: int, role: Role, by: int | None, now: datetime) -> bool:
    """Take a role back; False where they do not hold it. Raises `Conflict` for the last administrator."""
    exclusively(session, _LOCK)
    held = _held(session, person_id, role)
    if held is None:
        return False
    if role.kind is RoleKind.ADMINISTRATOR and queries.administrators(session) == 1:
        raise Conflict(_LAST)
    session.delete(held)
    _note(session, "role.revoked", person_id, role, by, now)
    return True


def _held(session: Session, person_id: int, role: Role) -> HeldRole | None:
    asked = select(HeldRole).where(
        col(HeldRole.person_id) == person_id, col(HeldRole.kind) == role.kind, col(HeldRole.region) == role.region
    )
    return session.exec(asked).first()


def _note(session: Session, action: str, person_id: int, role: Role, by: int | None, now: datetime) -> None:
    audit.record(
        session, at=now, actor_id=by, action=action, subject_kind="person", subject_id=person_id,
        role=role.kind.value, region=role.region.lower() or None,
    )  # fmt: skip
    session.flush()
