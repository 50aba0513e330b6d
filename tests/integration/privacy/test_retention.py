"""What is past its purpose goes by itself, and what is not stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from luminance_geo.audit.model import AuditEntry
from luminance_geo.database import reading, writing
from luminance_geo.mail.model import MailState, OutboxMessage
from luminance_geo.people.model import Attempt, Consent, Person, SignInLink, SignInSession
from luminance_geo.privacy.rules import cutoffs
from luminance_geo.signups.model import SignUp, SignUpState
from tests.integration.privacy.someone import (
    EMAIL,
    IP,
    Rooms,
    Traces,
    everything_stored,
    everything_written,
    sign_ups,
    traces,
)  # fmt: skip
from tests.integration.signups.seeds import NOW, counts, one_meeting, one_need, request, stored


def later(house: Rooms, **time: float) -> datetime:
    """Move the clock, then forget what is past."""
    house.clock.move(**time)
    house.privacy.retention(house.clock())
    return house.clock()


def rows(house: Rooms, model: Any) -> list[Any]:
    with reading(house.engine) as session:
        return list(session.exec(select(model)))


def test_at_once_nothing_that_serves_is_forgotten(house: Rooms, someone: Traces) -> None:
    def kept() -> list[tuple[str, str]]:
        return [row for row in everything_stored(house.engine) if row[0] != "attempt"]

    before = kept()
    done = house.privacy.retention(house.clock())
    assert (done.sign_ups, done.accessibility, done.ips, done.links, done.sessions, done.messages) == (0,) * 6
    assert kept() == before


def test_attempts_links_and_sessions_go_within_days(house: Rooms, someone: Traces) -> None:
    later(house, hours=25)
    assert rows(house, Attempt) == []
    assert rows(house, SignInLink) == []
    assert len(rows(house, SignInSession)) == 1
    house.people.sign_out(someone.session)
    later(house, hours=23)
    assert len(rows(house, SignInSession)) == 1
    later(house, hours=2)
    assert rows(house, SignInSession) == []


def test_a_session_that_was_never_ended_goes_after_its_time(house: Rooms, someone: Traces) -> None:
    later(house, days=90)
    assert len(rows(house, SignInSession)) == 1
    later(house, days=2)
    assert rows(house, SignInSession) == []


def test_codes_of_ips_go_after_three_days(house: Rooms, someone: Traces) -> None:
    assert any(row.ip_hash for row in sign_ups(house.engine))
    later(house, days=3)
    assert not any(row.ip_hash for row in sign_ups(house.engine))


def test_accessibility_needs_go_a_day_after_the_activity(house: Rooms) -> None:
    ref = one_meeting(house.engine, 5, hours=48)
    house.signups.take(request(ref, 1, accessibility="x", accessibility_consent=True))
    with writing(house.engine) as session:
        session.execute(update(SignUp).values(state=SignUpState.CONFIRMED))
    later(house, hours=50 + 23)
    assert stored(house.engine, ref)[0].accessibility == "x"
    later(house, hours=2)
    assert stored(house.engine, ref)[0].accessibility is None


def test_sign_ups_lose_their_person_a_year_after_their_end(house: Rooms, someone: Traces) -> None:
    later(house, days=360)
    past = stored(house.engine, someone.past)
    assert all(row.person_id for row in past)
    later(house, days=10)
    past, coming = stored(house.engine, someone.past), stored(house.engine, someone.coming)
    assert [row.person_id for row in past] == [None, None]
    assert [row.state for row in past] == [SignUpState.ATTENDED] * 2
    assert not any(row.message or row.origin or row.idempotency_key for row in past)
    assert coming[0].person_id
    kept = {consent.subject_id for consent in rows(house, Consent)}
    assert not kept & {row.id for row in past}
    trail = [entry for entry in rows(house, AuditEntry) if entry.subject_id in {row.id for row in past}]
    assert not [entry for entry in trail if entry.subject_kind == "sign_up" and entry.actor_id]


def test_messages_are_emptied_after_a_month(house: Rooms, someone: Traces, tmp_path: Path) -> None:
    house.deliver()
    later(house, days=32)
    sent = [
        message for message in rows(house, OutboxMessage) if message.created_at < house.clock() - timedelta(days=31)
    ]
    assert sent
    assert not [message for message in sent if message.text or message.to_address or message.person_id]
    assert not [name for name, _ in everything_written(tmp_path) if name.startswith("202611")]


def test_a_sign_in_link_is_not_kept_in_the_message_that_carried_it(house: Rooms, someone: Traces) -> None:
    house.deliver()
    later(house, minutes=9)
    assert any("/sign-in/" in message.text for message in rows(house, OutboxMessage))
    later(house, minutes=2)
    assert not any("/sign-in/" in message.text + message.html for message in rows(house, OutboxMessage))


def test_a_sign_in_link_that_is_past_is_never_sent(house: Rooms, someone: Traces) -> None:
    waits = [message for message in rows(house, OutboxMessage) if message.state is MailState.QUEUED]
    assert [message.kind for message in waits] == ["sign_in"]
    later(house, minutes=11)
    assert {message.state for message in rows(house, OutboxMessage)} == {MailState.SENT, MailState.CANCELLED}


def test_an_address_that_nobody_verified_goes_after_a_month(house: Rooms) -> None:
    house.signups.take(request(one_need(house.engine, 5), 1))
    house.signups.expire(NOW + timedelta(days=3))
    later(house, days=29)
    assert rows(house, Person)[0].email
    later(house, days=2)
    assert rows(house, Person)[0].email is None


def test_people_not_heard_of_for_two_years_are_erased(house: Rooms, someone: Traces, tmp_path: Path) -> None:
    later(house, days=600)
    assert traces(everything_stored(house.engine))
    later(house, days=140)
    assert traces(everything_stored(house.engine)) == []
    assert traces(everything_written(tmp_path)) == []
    assert {entry.action for entry in rows(house, AuditEntry)} >= {"person.expired"}


def test_someone_with_an_activity_ahead_stays(house: Rooms) -> None:
    ref = one_meeting(house.engine, 1, hours=24 * 900)
    house.signups.take(request(ref, 1, email=EMAIL, ip=IP))
    with writing(house.engine) as session:
        session.execute(update(SignUp).values(state=SignUpState.CONFIRMED, hold_until=None))
    later(house, days=890)
    assert rows(house, Person)[0].email == EMAIL
    assert counts(house.engine, ref) == (1, 1, 0)
    later(house, days=11)
    assert rows(house, Person)[0].email is None


def test_forgetting_again_changes_nothing(house: Rooms, someone: Traces) -> None:
    later(house, days=800)
    before = list(everything_stored(house.engine))
    done = house.privacy.retention(house.clock())
    assert list(everything_stored(house.engine)) == before
    assert (done.sign_ups, done.accessibility, done.ips, done.links, done.sessions) == (0, 0, 0, 0, 0)


def test_the_trail_goes_back_as_far_as_is_said(house: Rooms, someone: Traces) -> None:
    later(house, days=740)
    limit = cutoffs(house.settings, house.clock()).audit
    with reading(house.engine) as session:
        assert not session.exec(select(AuditEntry).where(col(AuditEntry.at) < limit)).all()
