"""Verbs of moderation: a case is opened once, and decided once. The caller owns the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlmodel import Session, col, select

from luminance_geo.audit import actions as audit
from luminance_geo.errors import Conflict, InvalidInput, NotFound
from luminance_geo.i18n import N_, Bilingual
from luminance_geo.moderation import queries, rules
from luminance_geo.moderation.model import Case
from luminance_geo.moderation.rules import Decision, Reason
from luminance_geo.people.roles import Standing

_GONE = N_("There is no such case, or it is not yours to decide.")
_DECIDED = N_("Someone else has decided this in the meantime.")
_UNFIT = N_("This cannot be decided so.")


class Handler(Protocol):
    """What the room of a kind does once its case is decided, in the same transaction."""

    decisions: frozenset[Decision]

    def __call__(self, session: Session, case: Case, now: datetime) -> None:
        """Carry the decision out; it stands in the case."""
        ...  # pragma: no cover

    def name(self, session: Session, case: Case) -> Bilingual:
        """What the case is about, as people call it."""
        ...  # pragma: no cover


def open_case(
    session: Session, *, kind: str, subject_id: int, regions: Sequence[str], opened_by: int | None, now: datetime
) -> Case:
    """Ask for a word about something; what waits already is asked once."""
    waiting = queries.open_case(session, kind, subject_id)
    if waiting is not None:
        return waiting
    case = Case(kind=kind, subject_id=subject_id, regions=list(regions), opened_at=now, opened_by=opened_by)
    session.add(case)
    session.flush()
    return case


def close_case(session: Session, *, kind: str, subject_id: int) -> None:
    """What waits is no longer asked for: whoever asked has taken it back."""
    waiting = queries.open_case(session, kind, subject_id)
    if waiting is not None:
        session.delete(waiting)
        session.flush()


def decide(
    session: Session, *, case_id: int, who: Standing, decision: Decision, reason: Reason | None, words: str,
    handlers: Mapping[str, Handler], now: datetime,
) -> Case:  # fmt: skip
    """Decide a case, and have its room carry it out.

    Raises `InvalidInput` (`reason`, `words`, `decision`), `NotFound` for one that is not theirs, `Conflict` for one
    that is decided.
    """
    rules.check(decision, reason, words)
    case = session.exec(select(Case).where(col(Case.id) == case_id).with_for_update()).first()
    if case is None or not rules.may_decide(who, case.regions, case.opened_by):
        raise NotFound(_GONE)
    if case.decided_at is not None:
        raise Conflict(_DECIDED)
    if decision not in handlers[case.kind].decisions:
        raise InvalidInput(_UNFIT, parameter="decision")
    case.decision, case.reason, case.words = decision, reason, words.strip() or None
    case.decided_at, case.decided_by = now, who.person_id
    session.add(case)
    handlers[case.kind](session, case, now)
    audit.record(
        session, at=now, actor_id=who.person_id, action="case.decided", subject_kind=case.kind,
        subject_id=case.subject_id, decision=decision.value, reason=reason.value if reason else None,
    )  # fmt: skip
    session.flush()
    return case
