"""Cases on both databases: asked once, decided once, by who may; the room carries it out in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from luminance_geo.audit.queries import trail_of
from luminance_geo.database import reading, writing
from luminance_geo.errors import Conflict, InvalidInput, LuminanceError, NotFound
from luminance_geo.i18n import Bilingual
from luminance_geo.moderation import actions, queries
from luminance_geo.moderation.model import Case
from luminance_geo.moderation.rules import Decision, Reason
from luminance_geo.people import actions as people
from luminance_geo.people.roles import Role, RoleKind, Standing
from luminance_geo.privacy.service import Privacy
from luminance_geo.settings import Settings

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
HERE, ELSEWHERE = ["province-24", "region-06"], ["province-35"]


class Handler:
    """Notes what it is told; refuses what the test wants refused."""

    decisions = frozenset({Decision.APPROVE, Decision.REJECT})

    def __init__(self) -> None:
        self.told: list[tuple[int, Decision | None]] = []
        self.fails = False

    def __call__(self, session: Session, case: Case, now: datetime) -> None:
        if self.fails:
            raise Conflict("no")
        self.told.append((case.subject_id, case.decision))

    def name(self, session: Session, case: Case) -> Bilingual:
        return Bilingual(fr=f"Chose {case.subject_id}")


@pytest.fixture
def handler() -> Handler:
    return Handler()


def person(engine: Engine, name: str, *roles: Role) -> Standing:
    with writing(engine) as session:
        made = people.find_or_make(session, email=f"{name}@example.org", name=name, phone=None, language="fr", now=NOW)
        return Standing(made.id, frozenset(roles))


@pytest.fixture
def moderator(engine: Engine) -> Standing:
    return person(engine, "mo", Role(RoleKind.MODERATOR, "region-06"))


def opened(
    engine: Engine, subject_id: int, regions: Sequence[str] = HERE, by: int | None = None, minutes: int = 0
) -> int:
    with writing(engine) as session:
        at = NOW + timedelta(minutes=minutes)
        case = actions.open_case(session, kind="thing", subject_id=subject_id, regions=regions, opened_by=by, now=at)
        assert case.id is not None
        return case.id


def decide(
    engine: Engine, case_id: int, who: Standing, handler: Handler, decision: Decision = Decision.APPROVE,
    reason: Reason | None = None, words: str = "",
) -> None:  # fmt: skip
    with writing(engine) as session:
        actions.decide(
            session, case_id=case_id, who=who, decision=decision, reason=reason, words=words,
            handlers={"thing": handler}, now=NOW,
        )  # fmt: skip


def waiting(engine: Engine, who: Standing) -> list[int]:
    with reading(engine) as session:
        return [case.subject_id for case in queries.queue(session, who)]


def test_the_oldest_stand_first_and_each_sees_their_own(engine: Engine, moderator: Standing) -> None:
    everywhere = person(engine, "ad", Role(RoleKind.ADMINISTRATOR))
    opened(engine, 1, minutes=5)
    opened(engine, 2, ELSEWHERE)
    opened(engine, 3, minutes=2)
    opened(engine, 4, by=moderator.person_id)
    opened(engine, 5, [])
    assert waiting(engine, moderator) == [3, 1]
    assert waiting(engine, everywhere) == [2, 4, 5, 3, 1]
    assert waiting(engine, Standing()) == []


def test_what_waits_is_asked_once(engine: Engine) -> None:
    assert opened(engine, 1) == opened(engine, 1, minutes=3)


def test_a_decision_is_carried_out_and_told(engine: Engine, moderator: Standing, handler: Handler) -> None:
    case_id = opened(engine, 7)
    decide(engine, case_id, moderator, handler, Decision.REJECT, Reason.OTHER, " Where is it? ")
    assert handler.told == [(7, Decision.REJECT)]
    with reading(engine) as session:
        [case] = queries.history(session, "thing", 7)
        assert (case.reason, case.words, case.decided_by) == (Reason.OTHER, "Where is it?", moderator.person_id)
        [entry] = trail_of(session, "thing", 7)
        assert (entry.action, entry.actor_id) == ("case.decided", moderator.person_id)
        assert entry.details == {"decision": "reject", "reason": "other"}
    assert waiting(engine, moderator) == []
    assert opened(engine, 7) != case_id, "what was rejected can be sent again"


@pytest.mark.parametrize(
    ("who", "decision", "reason", "error"),
    [
        ("mo", Decision.REJECT, None, InvalidInput),
        ("mo", Decision.HIDE, Reason.UNLAWFUL, InvalidInput),
        ("other", Decision.APPROVE, None, NotFound),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    engine: Engine, moderator: Standing, handler: Handler, who: str, decision: Decision, reason: Reason | None,
    error: type[LuminanceError],
) -> None:  # fmt: skip
    case_id = opened(engine, 1)
    asking = moderator if who == "mo" else person(engine, who, Role(RoleKind.MODERATOR, "region-03"))
    with pytest.raises(error):
        decide(engine, case_id, asking, handler, decision, reason)
    assert handler.told == []
    assert waiting(engine, moderator) == [1]


def test_a_room_that_cannot_leaves_the_case_open(engine: Engine, moderator: Standing, handler: Handler) -> None:
    case_id, handler.fails = opened(engine, 1), True
    with pytest.raises(Conflict):
        decide(engine, case_id, moderator, handler)
    assert waiting(engine, moderator) == [1]


def test_two_at_once_decide_once(engine: Engine, moderator: Standing, handler: Handler) -> None:
    case_id = opened(engine, 1)

    def attempt(_: int) -> bool:
        try:
            decide(engine, case_id, moderator, handler)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]
    assert len(handler.told) == 1


def test_what_is_taken_back_waits_no_more(engine: Engine, moderator: Standing) -> None:
    opened(engine, 1)
    with writing(engine) as session:
        actions.close_case(session, kind="thing", subject_id=1)
        actions.close_case(session, kind="thing", subject_id=1)
    assert waiting(engine, moderator) == []


def test_people_are_told_their_cases_and_taken_off_them(engine: Engine, moderator: Standing, handler: Handler) -> None:
    proposer = person(engine, "pro")
    decide(engine, opened(engine, 1, by=proposer.person_id), moderator, handler)
    privacy = Privacy(engine, lambda: NOW, Settings())
    for who, mine in ((proposer, "opened_by_me"), (moderator, "decided_by_me")):
        assert who.person_id is not None
        [told] = json.loads(json.dumps(privacy.export(who.person_id)["cases"]))
        assert told[mine] is True
        privacy.erase(who.person_id)
    with reading(engine) as session:
        [case] = queries.history(session, "thing", 1)
        assert (case.opened_by, case.decided_by, case.decision) == (None, None, Decision.APPROVE)
