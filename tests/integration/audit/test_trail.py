"""The trail on both databases: written with what it tells of, without a word of anyone's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from luminance_geo.audit import actions, personal, queries
from luminance_geo.database import reading, writing

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


def record(engine: Engine, actor: int | None = 7, at: datetime = NOW, **details: object) -> None:
    with writing(engine) as session:
        actions.record(
            session, at=at, actor_id=actor, action="withdraw", subject_kind="sign-up", subject_id=3, **details
        )


def test_what_was_done_is_read_in_order(engine: Engine) -> None:
    record(engine, at=NOW + timedelta(hours=1), state="held")
    record(engine, actor=None, places=4, late=False)
    with reading(engine) as session:
        trail = [(one.at, one.actor_id, one.details) for one in queries.trail_of(session, "sign-up", 3)]
        assert queries.trail_of(session, "sign-up", 4) == []
    assert trail == [(NOW, None, {"places": 4, "late": False}), (NOW + timedelta(hours=1), 7, {"state": "held"})]


@pytest.mark.parametrize("details", [{"email": "zoe@example.org"}, {"name": "Zoé"}, {"phone": 5145550100}])
def test_personal_content_is_refused_by_name(engine: Engine, details: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(details))):
        record(engine, **details)
    with reading(engine) as session:
        assert queries.trail_of(session, "sign-up", 3) == []


def test_a_person_sees_what_they_did_and_what_was_done_about_them_until_erased(engine: Engine) -> None:
    record(engine, state="held")
    record(engine, actor=8)
    with writing(engine) as session:
        actions.record(session, at=NOW, actor_id=None, action="remind", subject_kind="person", subject_id=7)
        rows = personal.personal_data(session, 7)["audit"]
        assert [(row["action"], row["by_me"], row["subject"]) for row in rows] == [
            ("withdraw", True, "sign-up 3"), ("remind", False, "person 7"),
        ]  # fmt: skip
        personal.erase(session, 7, NOW)
        assert [row["by_me"] for row in personal.personal_data(session, 7)["audit"]] == [False]
        assert len(queries.trail_of(session, "sign-up", 3)) == 2


def test_the_trail_goes_back_so_far_and_no_further(engine: Engine) -> None:
    record(engine, at=NOW - timedelta(days=1))
    record(engine)
    with writing(engine) as session:
        assert actions.forget_before(session, NOW) == 1
        assert len(queries.trail_of(session, "sign-up", 3)) == 1
