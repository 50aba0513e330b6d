"""One person at a time: what each verb stores, answers and refuses."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from luminance_geo.audit.model import AuditEntry
from luminance_geo.database import reading, revision, writing
from luminance_geo.errors import Conflict, InvalidInput, NotFound
from luminance_geo.initiatives.model import State
from luminance_geo.mail.model import MailState
from luminance_geo.meetings.model import Meeting
from luminance_geo.people.consents import consent_text
from luminance_geo.people.model import Consent, ConsentKind, Person
from luminance_geo.settings import Settings
from luminance_geo.signups.model import SignUpState
from tests.integration.signups.seeds import (
    NOW,
    Clock,
    counts,
    initiative,
    known,
    mailed,
    meeting,
    need,
    one_meeting,
    one_need,
    outbox,
    request,
    service,
    stored,
)


def test_a_place_is_held_until_the_address_is_confirmed(engine: Engine) -> None:
    ref, signups = one_need(engine, 2), service(engine)
    held = signups.take(request(ref, 1, message="J’ai une bêche.", phone="514 555-0123", origin="map"))
    assert (held.state, held.hold_until, held.may_confirm) == (SignUpState.HELD, NOW + timedelta(hours=48), False)
    assert counts(engine, ref) == (1, 1, 0)
    with pytest.raises(Conflict):
        signups.confirm(held.token or "")
    confirmed = signups.confirm(mailed(engine, held.sign_up_id))
    assert confirmed is not None
    assert (confirmed.state, confirmed.hold_until, confirmed.person_known) == (SignUpState.CONFIRMED, None, True)
    assert signups.confirm(mailed(engine, held.sign_up_id)) == confirmed
    row = stored(engine, ref)[0]
    assert (row.message, row.origin, row.confirmed_at, row.ip_hash) == ("J’ai une bêche.", "map", NOW, row.ip_hash)
    assert row.ip_hash
    assert "10.0.0.1" not in row.ip_hash


def test_the_trail_and_the_outbox_tell_it_in_order(engine: Engine) -> None:
    ref, signups = one_need(engine), service(engine)
    first = signups.take(request(ref, 1))
    second = signups.take(request(ref, 2))
    signups.withdraw(first.token or "")
    signups.confirm(mailed(engine, second.sign_up_id))
    with reading(engine) as session:
        trail = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))).all()
    assert trail == [f"sign-up.{state}" for state in ("held", "waiting", "withdrawn", "held", "confirmed")]
    assert outbox(engine) == ["withdrawn", "confirmed"]
    assert outbox(engine, MailState.CANCELLED) == ["held", "waiting", "promoted"]


def test_consent_is_kept_as_it_was_worded(engine: Engine) -> None:
    ref, signups = one_need(engine), service(engine)
    asked = request(ref, 1, language="en", accessibility="Ramp", accessibility_consent=True)
    outcome = signups.take(asked)
    with reading(engine) as session:
        given = session.exec(select(Consent).order_by(col(Consent.id))).all()
    assert [(each.kind, (each.version, each.text)) for each in given] == [
        (kind, consent_text(kind, "en")) for kind in (ConsentKind.SIGNUP, ConsentKind.ACCESSIBILITY)
    ]
    assert {(each.subject_kind, each.subject_id, each.given_at) for each in given} == {
        ("sign_up", outcome.sign_up_id, NOW)
    }


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        ({"consent": False}, "consent"),
        ({"accessibility": "Rampe"}, "accessibility_consent"),
        ({"email": "personne"}, "email"),
        ({"name": " "}, "name"),
        ({"message": "x" * 1001}, "message"),
        ({"idempotency_key": "short"}, "idempotency_key"),
        ({"need_id": None}, "what"),
        ({"meeting_id": 1}, "what"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_stored(
    engine: Engine, change: dict[str, object], parameter: str
) -> None:
    ref, signups = one_need(engine), service(engine)
    with pytest.raises(InvalidInput) as refused:
        signups.take(replace(request(ref, 1), **change))  # type: ignore[arg-type]
    assert refused.value.parameter == parameter
    with reading(engine) as session:
        assert session.exec(select(Person)).all() == []
    assert counts(engine, ref) == (0, 0, 0)


def test_someone_signed_in_is_confirmed_at_once(engine: Engine) -> None:
    ref, who = one_meeting(engine, 1), known(engine, 1)
    signups = service(engine)
    outcome = signups.take(request(ref, 9, who=who, email="", name=""))
    assert (outcome.state, outcome.person_known) == (SignUpState.CONFIRMED, True)
    waiting = signups.take(request(ref, 2, who=known(engine, 2)))
    assert (waiting.state, waiting.position) == (SignUpState.WAITING, 1)
    mine = signups.mine(who.person_id)
    assert [(one.id, one.coming, one.outcome.state) for one in mine] == [(outcome.sign_up_id, True, outcome.state)]


def test_the_same_key_gives_the_same_sign_up(engine: Engine) -> None:
    ref, signups = one_need(engine, 3), service(engine)
    asked = request(ref, 1, idempotency_key="0123456789abcdef")
    first = signups.take(asked)
    assert signups.take(asked) == first
    signups.withdraw(first.token or "")
    again = signups.take(asked)
    assert (again.sign_up_id, again.state) == (first.sign_up_id, SignUpState.WITHDRAWN)
    assert counts(engine, ref) == (0, 0, 0)
    with pytest.raises(Conflict):
        signups.take(replace(asked, email="autre@example.org"))


def test_a_typed_address_tells_nothing_of_the_sign_up_it_has(engine: Engine) -> None:
    ref, signups = one_need(engine, 3), service(engine)
    first = signups.take(request(ref, 1, message="Secret"))
    signups.confirm(mailed(engine, first.sign_up_id))
    again = signups.take(request(ref, 1))
    assert (again.already, again.token, again.sign_up_id) == (True, None, 0)
    assert (again.state, again.position, again.hold_until) == (SignUpState.HELD, None, None)
    assert counts(engine, ref) == (1, 1, 0)
    assert outbox(engine) == ["confirmed", "confirmed"]
    sparing = service(engine, settings=Settings(public_url="https://luminance.test", holds_per_address=3))
    assert all(sparing.take(request(ref, 1)).already for _ in range(5))
    assert len(outbox(engine)) == 4


def test_who_withdrew_comes_back_at_the_end_of_the_line_with_new_links(engine: Engine) -> None:
    ref, signups = one_need(engine), service(engine)
    first = signups.take(request(ref, 1))
    old = mailed(engine, first.sign_up_id)
    second, third = (signups.take(request(ref, number)) for number in (2, 3))
    assert (second.position, third.position) == (1, 2)
    signups.withdraw(first.token or "")
    back = signups.take(request(ref, 1))
    assert (back.sign_up_id, back.state, back.position) == (first.sign_up_id, SignUpState.WAITING, 2)
    assert signups.look(old) is None
    assert signups.look(first.token or "") is None
    assert signups.look(back.token or "") == back
    assert counts(engine, ref) == (1, 1, 2)


def test_a_hold_that_has_passed_goes_to_the_next_in_line(engine: Engine) -> None:
    clock = Clock()
    ref, signups = one_need(engine), service(engine, clock)
    first, second = (signups.take(request(ref, number)) for number in (1, 2))
    clock.move(hours=47.9)
    assert signups.expire(clock.now) == 0
    clock.move(hours=0.2)
    assert signups.expire(clock.now) == 1
    assert signups.expire(clock.now) == 0
    promoted = signups.look(second.token or "")
    assert promoted is not None
    assert (promoted.state, promoted.hold_until) == (SignUpState.HELD, clock.now + timedelta(hours=48))
    late = signups.confirm(mailed(engine, first.sign_up_id))
    assert late is not None
    assert (late.state, late.position) == (SignUpState.WAITING, 1)
    assert counts(engine, ref) == (1, 1, 1)


def test_a_late_confirmation_takes_a_place_that_is_left(engine: Engine) -> None:
    clock = Clock()
    ref, signups = one_need(engine, 2), service(engine, clock)
    first = signups.take(request(ref, 1))
    clock.move(hours=60)
    late = signups.confirm(mailed(engine, first.sign_up_id))
    assert late is not None
    assert late.state is SignUpState.CONFIRMED
    assert counts(engine, ref) == (1, 1, 0)


def test_in_the_last_hours_the_first_to_confirm_takes_the_place(engine: Engine) -> None:
    ref, signups = one_meeting(engine, 1, hours=11), service(engine)
    first, second = (signups.take(request(ref, number)) for number in (1, 2))
    assert all(each.state is SignUpState.HELD and each.first_to_confirm for each in (first, second))
    assert counts(engine, ref) == (0, 0, 0)
    quick, slow = (signups.confirm(mailed(engine, each.sign_up_id)) for each in (second, first))
    assert quick is not None
    assert slow is not None
    assert (quick.state, slow.state, slow.position) == (SignUpState.CONFIRMED, SignUpState.WAITING, 1)
    third = signups.take(request(ref, 3))
    assert (third.state, third.position) == (SignUpState.WAITING, 2)
    signups.withdraw(quick.token or "")
    promoted = signups.look(slow.token or "")
    assert promoted is not None
    assert (promoted.state, promoted.first_to_confirm) == (SignUpState.HELD, False)
    assert promoted.hold_until == NOW + timedelta(hours=5.5)


def test_a_hold_takes_half_of_the_time_left(engine: Engine) -> None:
    outcome = service(engine).take(request(one_meeting(engine, 3, hours=30), 1))
    assert outcome.hold_until == NOW + timedelta(hours=15)


def test_without_a_limit_nobody_waits(engine: Engine) -> None:
    ref, signups = one_meeting(engine, None, hours=2), service(engine)
    states = {signups.take(request(ref, number)).state for number in range(5)}
    assert states == {SignUpState.HELD}
    assert counts(engine, ref) == (5, 5, 0)


def test_what_is_over_cancelled_or_not_published_takes_nobody(engine: Engine) -> None:
    clock = Clock()
    signups = service(engine, clock)
    with writing(engine) as session:
        here, hidden = initiative(session), initiative(session, "cache", state=State.HIDDEN)
        past = meeting(session, here, 5, hours=-3)
        cancelled = meeting(session, here, 5, cancelled_at=NOW)
        ended = need(session, here, 5, until=(NOW - timedelta(days=1)).date())
        elsewhere = need(session, hidden, 5)
    for ref in (past, cancelled, ended):
        with pytest.raises(Conflict):
            signups.take(request(ref, 1))
    with pytest.raises(NotFound):
        signups.take(request(elsewhere, 1, slug="cache"))
    with pytest.raises(NotFound):
        signups.take(request(elsewhere, 1))


def test_a_vacancy_of_a_cancelled_meeting_is_nobodys(engine: Engine) -> None:
    ref, signups = one_meeting(engine), service(engine)
    first = signups.take(request(ref, 1))
    second = signups.take(request(ref, 2))
    with writing(engine) as session:
        session.get_one(Meeting, ref.id).cancelled_at = NOW
    with pytest.raises(Conflict):
        signups.confirm(mailed(engine, first.sign_up_id))
    signups.withdraw(first.token or "")
    still = signups.look(second.token or "")
    assert still is not None
    assert (still.state, still.what.cancelled) == (SignUpState.WAITING, True)


def test_the_revision_moves_between_open_and_full_only(engine: Engine) -> None:
    ref, signups = one_need(engine, 2), service(engine)

    def seen() -> int:
        with reading(engine) as session:
            return revision(session)

    moved = [seen()]
    first = signups.take(request(ref, 1))
    moved.append(seen())
    signups.take(request(ref, 2))
    moved.append(seen())
    signups.take(request(ref, 3))
    moved.append(seen())
    signups.withdraw(first.token or "")
    moved.append(seen())
    signups.withdraw(signups.take(request(ref, 4)).token or "")
    signups.confirm(mailed(engine, stored(engine, ref)[-1].id or 0))
    moved.append(seen())
    assert [after - before for before, after in itertools.pairwise(moved)] == [0, 1, 0, 0, 0]
