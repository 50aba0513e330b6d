"""Needs and meetings as sign-ups see them: locked, counted by guarded updates, with the line of those who wait.

A transaction locks the person first, then one need or meeting: in that order everywhere, so that none waits in a ring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, func, or_, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from luminance_geo.database import bump_revision, table_of
from luminance_geo.errors import NotFound
from luminance_geo.i18n import N_
from luminance_geo.initiatives.model import Initiative, Need, State
from luminance_geo.initiatives.rules import local_day, need_is_current
from luminance_geo.meetings.model import Meeting
from luminance_geo.meetings.rules import is_coming
from luminance_geo.signups import rules
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.shapes import Kind, Ref

MODELS: Mapping[Kind, type[Need] | type[Meeting]] = {"need": Need, "meeting": Meeting}


@dataclass(frozen=True, slots=True)
class Thing:
    """A need or meeting with its initiative: mapped objects, or plain rows where they are only read."""

    ref: Ref
    row: Need | Meeting
    initiative: Initiative

    @property
    def meeting(self) -> Meeting | None:
        """The meeting, if it is one."""
        return cast("Meeting", self.row) if self.ref.kind == "meeting" else None

    @property
    def need(self) -> Need | None:
        """The need, if it is one."""
        return cast("Need", self.row) if self.ref.kind == "need" else None

    @property
    def is_full(self) -> bool:
        """Whether no place is left."""
        return rules.is_full(self.row.capacity, self.row.taken)

    @property
    def last_day(self) -> date | None:
        """A need's last local day, if it has one."""
        return self.need.until if self.need is not None else None

    @property
    def cancelled(self) -> bool:
        """Whether it is a meeting that was called off."""
        return self.meeting is not None and self.meeting.cancelled_at is not None

    def is_over(self, now: datetime) -> bool:
        """Whether nobody can take a place any more: past, cancelled, or no longer published."""
        return self.cancelled or self.initiative.state is not State.PUBLISHED or self.is_past(now)

    def is_past(self, now: datetime) -> bool:
        """Whether its time has passed: the meeting's end, or the need's last local day."""
        if self.meeting is not None:
            return not is_coming(self.meeting.ends_at, now)
        return not need_is_current(self.last_day, local_day(now, self.initiative.time_zone))

    def deadline(self, now: datetime) -> datetime | None:
        """Until when a place is of use; None for a need without an end."""
        if self.meeting is not None:
            return rules.deadline(now, self.meeting.starts_at, self.meeting.ends_at)
        return rules.end_of_day(self.last_day, self.initiative.time_zone) if self.last_day else None


def ref_of(sign_up: SignUp) -> Ref:
    """What a sign-up is for."""
    return Ref("need", sign_up.need_id) if sign_up.need_id is not None else Ref("meeting", sign_up.meeting_id or 0)


def is_for(ref: Ref) -> ColumnElement[bool]:
    """The condition that a sign-up is for this need or meeting."""
    return (col(SignUp.need_id) if ref.kind == "need" else col(SignUp.meeting_id)) == ref.id


def read(session: Session, ref: Ref) -> Thing | None:
    """A need or meeting as it is, unlocked."""
    row = cast("Need | Meeting | None", session.get(MODELS[ref.kind], ref.id))
    initiative = session.get(Initiative, row.initiative_id) if row else None
    return Thing(ref, row, initiative) if row and initiative else None


@contextmanager
def locked(session: Session, ref: Ref) -> Iterator[Thing]:
    """A need or meeting that nobody else changes until the transaction ends.

    The revision moves only if it was full and no longer is, or the reverse. Raises `NotFound`.
    """
    model = MODELS[ref.kind]
    asked = select(model).where(col(model.id) == ref.id).with_for_update(key_share=True)
    row = cast("Need | Meeting | None", session.exec(asked.execution_options(populate_existing=True)).first())
    initiative = session.get(Initiative, row.initiative_id) if row else None
    if row is None or initiative is None:
        raise NotFound(N_("This is no longer there."))
    thing = Thing(ref, row, initiative)
    was_full = thing.is_full
    yield thing
    session.flush()
    if thing.is_full is not was_full:
        bump_revision(session, [row.initiative_id])


def lock_all(session: Session, refs: Iterable[Ref]) -> None:
    """Lock several before the first of them changes, in one order everywhere: else two such works wait in a ring."""
    for ref in sorted(set(refs)):
        model = MODELS[ref.kind]
        session.exec(select(model.id).where(col(model.id) == ref.id).with_for_update(key_share=True)).first()


def occupy(session: Session, thing: Thing) -> bool:
    """Take one place, if one is left. The database decides, whatever was read before."""
    table = table_of(MODELS[thing.ref.kind])
    return _count(session, thing, 1, or_(table.c.capacity.is_(None), table.c.taken < table.c.capacity))


def vacate(session: Session, thing: Thing) -> bool:
    """Give one place back."""
    return _count(session, thing, -1, table_of(MODELS[thing.ref.kind]).c.taken > 0)


def _count(session: Session, thing: Thing, by: int, guard: ColumnElement[bool]) -> bool:
    table: Table = table_of(MODELS[thing.ref.kind])
    change = update(table).where(table.c.id == thing.ref.id, guard).values(taken=table.c.taken + by)
    taken = session.connection().execute(change.returning(table.c.taken)).scalar()
    if taken is None:
        return False
    set_committed_value(thing.row, "taken", taken)
    return True


def next_in_line(session: Session, ref: Ref) -> SignUp | None:
    """Who has waited longest."""
    asked = select(SignUp).where(is_for(ref), col(SignUp.state) == SignUpState.WAITING)
    return session.exec(asked.order_by(col(SignUp.place_in_line), col(SignUp.id)).limit(1)).first()


def end_of_line(session: Session, ref: Ref) -> int:
    """The place in line of the next one to wait."""
    return (session.exec(select(func.max(SignUp.place_in_line)).where(is_for(ref))).one() or 0) + 1


def head_of_line(session: Session, ref: Ref) -> int:
    """A place in line before everyone else's; it may be negative."""
    first = session.exec(select(func.min(SignUp.place_in_line)).where(is_for(ref))).one()
    return (1 if first is None else first) - 1
