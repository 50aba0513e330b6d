"""Limits, examples, capacity, attendance, reminders: what changes around a sign-up."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from luminance_geo.database import reading, writing
from luminance_geo.errors import Conflict, Limited, NotFound
from luminance_geo.initiatives.model import Initiative, State
from luminance_geo.people.model import Person
from luminance_geo.settings import Settings
from luminance_geo.signups import actions
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.service import Outcome, SignUps
from tests.integration.signups.seeds import (
    GENEROUS,
    NOW,
    Clock,
    counts,
    initiative,
    known,
    mailed,
    need,
    one_meeting,
    one_need,
    outbox,
    request,
    service,
    stored,
)


def test_unconfirmed_holds_are_limited_by_address_and_by_network(engine: Engine) -> None:
    settings = Settings(holds_per_address=2, holds_per_ip=3, public_url="https://luminance.test")
    signups = service(engine, settings=settings)
    with writing(engine) as session:
        here = initiative(session)
        refs = [need(session, here, 9) for _ in range(5)]
    first = signups.take(request(refs[0], 1))
    signups.take(request(refs[1], 1))
    with pytest.raises(Limited):
        signups.take(request(refs[2], 1))
    assert signups.take(request(refs[0], 1)).already
    signups.confirm(mailed(engine, first.sign_up_id, settings))
    signups.take(request(refs[2], 1, ip="192.0.2.9"))
    for number in (2, 3, 4):
        signups.take(request(refs[3], number, ip="192.0.2.7"))
    with pytest.raises(Limited):
        signups.take(request(refs[3], 5, ip="192.0.2.7"))
    assert signups.take(request(refs[3], 6, ip="192.0.2.7", who=known(engine, 6))).state is SignUpState.CONFIRMED


def test_an_initiative_is_not_flooded(engine: Engine) -> None:
    settings = Settings(sign_ups_per_hour_initiative=3, public_url="https://luminance.test")
    clock = Clock()
    ref, signups = one_need(engine, 9), service(engine, clock, settings)
    for number in range(3):
        signups.take(request(ref, number))
    with pytest.raises(Limited):
        signups.take(request(ref, 3))
    clock.move(hours=1.1)
    assert signups.take(request(ref, 3)).state is SignUpState.HELD


def test_one_address_does_not_make_us_write_without_end(engine: Engine) -> None:
    settings = Settings(holds_per_address=2, public_url="https://luminance.test")
    ref, signups = one_need(engine, 9), service(engine, settings=settings)
    for _ in range(8):
        signups.withdraw(signups.take(request(ref, 1)).token or "")
    with pytest.raises(Limited):
        signups.take(request(ref, 1))


def test_accessibility_needs_go_with_the_place(engine: Engine) -> None:
    ref, signups = one_meeting(engine, 3), service(engine)
    asked = request(ref, 1, accessibility="Rampe", accessibility_consent=True)
    outcome = signups.take(asked)
    assert stored(engine, ref)[0].accessibility == "Rampe"
    signups.withdraw(outcome.token or "")
    assert stored(engine, ref)[0].accessibility is None


def test_ones_own_sign_ups_are_changed_by_oneself_only(engine: Engine) -> None:
    ref, signups = one_need(engine, 3), service(engine)
    one, other = known(engine, 1), known(engine, 2)
    outcome = signups.take(request(ref, 1, who=one))
    for call in (signups.withdraw_mine, signups.confirm_mine):
        with pytest.raises(NotFound):
            call(other.person_id, outcome.sign_up_id)
    with pytest.raises(NotFound):
        signups.answer(other.person_id, outcome.sign_up_id, message="Coucou")
    signups.answer(one.person_id, outcome.sign_up_id, message="J’arrive à 10 h")
    assert signups.mine(one.person_id)[0].message == "J’arrive à 10 h"
    assert signups.withdraw_mine(one.person_id, outcome.sign_up_id).state is SignUpState.WITHDRAWN
    assert not signups.mine(one.person_id)[0].coming


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "WzEsIm4iXQ.AAAA", "é" * 900])
def test_a_link_that_is_not_ours_does_nothing(engine: Engine, token: str) -> None:
    signups = service(engine)
    assert (signups.look(token), signups.confirm(token), signups.withdraw(token)) == (None, None, None)


def test_an_example_is_for_practice_and_writes_to_nobody(engine: Engine) -> None:
    ref, signups = one_need(engine, 2, demonstration=True), service(engine)
    outcome = signups.take(request(ref, 1))
    assert (outcome.demonstration, outcome.may_confirm) == (True, True)
    confirmed = signups.confirm(outcome.token or "")
    assert confirmed is not None
    assert confirmed.state is SignUpState.CONFIRMED
    with reading(engine) as session:
        assert session.exec(select(Person)).one().verified_at is None
    assert outbox(engine) == []
    _write_about_examples(engine).take(request(ref, 2))
    assert outbox(engine) == ["held"]


def _write_about_examples(engine: Engine) -> SignUps:
    return service(engine, settings=Settings(mail_demonstration=True, public_url="https://luminance.test"))


def test_capacity_lowered_drops_nobody_who_confirmed(engine: Engine) -> None:
    ref, signups = one_need(engine, 4), service(engine)
    outcomes = [signups.take(request(ref, number)) for number in range(6)]
    for each in outcomes[:2]:
        signups.confirm(mailed(engine, each.sign_up_id))
    with pytest.raises(Conflict), writing(engine) as session:
        actions.change_capacity(session, ref=ref, capacity=1, now=NOW, settings=GENEROUS)
    assert counts(engine, ref) == (4, 4, 2)
    with writing(engine) as session:
        actions.change_capacity(session, ref=ref, capacity=3, now=NOW, settings=GENEROUS)
    assert [_look(signups, each).position for each in outcomes] == [None, None, None, 1, 2, 3]
    with writing(engine) as session:
        actions.change_capacity(session, ref=ref, capacity=5, now=NOW, settings=GENEROUS)
    assert [_look(signups, each).position for each in outcomes] == [None, None, None, None, None, 1]
    assert counts(engine, ref) == (5, 5, 1)


def test_a_meeting_may_lose_its_limit_a_need_has_one(engine: Engine) -> None:
    ref, signups = one_meeting(engine), service(engine)
    for number in range(3):
        signups.take(request(ref, number))
    with writing(engine) as session:
        actions.change_capacity(session, ref=ref, capacity=None, now=NOW, settings=GENEROUS)
    assert counts(engine, ref) == (3, 3, 0)
    with writing(engine) as session:
        other = need(session, stored(engine, ref)[0].initiative_id)
    with pytest.raises(Conflict), writing(engine) as session:
        actions.change_capacity(session, ref=other, capacity=None, now=NOW, settings=GENEROUS)


def _look(signups: SignUps, outcome: Outcome) -> Outcome:
    found = signups.look(outcome.token or "")
    assert found is not None
    return found


def test_who_came_is_noted_once_it_has_begun(engine: Engine) -> None:
    clock = Clock()
    ref, signups = one_meeting(engine, 2, hours=20), service(engine, clock)
    outcome = signups.take(request(ref, 1, who=known(engine, 1)))
    with pytest.raises(Conflict), writing(engine) as session:
        actions.mark_attendance(
            session, sign_up_id=outcome.sign_up_id, came=True, actor_id=None, now=clock.now, settings=GENEROUS
        )
    clock.move(hours=21)
    for came, state in ((True, SignUpState.ATTENDED), (False, SignUpState.ABSENT)):
        with writing(engine) as session:
            actions.mark_attendance(
                session, sign_up_id=outcome.sign_up_id, came=came, actor_id=None, now=clock.now, settings=GENEROUS
            )
        assert stored(engine, ref)[0].state is state
    assert stored(engine, ref)[0].confirmed_at == NOW
    assert counts(engine, ref)[:2] == (1, 1)


def test_reminders_go_once_each(engine: Engine) -> None:
    clock = Clock()
    ref, signups = one_meeting(engine, 5, hours=90), service(engine, clock)
    signups.take(request(ref, 1, who=known(engine, 1)))
    signups.take(request(ref, 2))
    assert signups.remind(clock.now) == 0
    clock.move(hours=25)
    assert (signups.remind(clock.now), signups.remind(clock.now)) == (1, 0)
    assert outbox(engine)[-1] == "reminder_confirm"
    clock.move(hours=42)
    signups.take(request(ref, 3, who=known(engine, 3)))
    assert (signups.remind(clock.now), signups.remind(clock.now)) == (1, 0)
    assert outbox(engine)[-1] == "reminder_day"


def test_idle_places_are_given_when_something_else_changed_the_capacity(engine: Engine) -> None:
    ref, signups = one_need(engine), service(engine)
    for number in range(3):
        signups.take(request(ref, number))
    with writing(engine) as session:
        session.execute(text("UPDATE need SET capacity = 2"))
    signups.expire(NOW)
    assert counts(engine, ref) == (2, 2, 1)


def test_a_paused_initiative_promotes_nobody(engine: Engine) -> None:
    ref, signups = one_need(engine), service(engine)
    first = signups.take(request(ref, 1))
    signups.take(request(ref, 2))
    with writing(engine) as session:
        session.exec(select(Initiative)).one().state = State.PAUSED
    signups.withdraw(first.token or "")
    signups.expire(NOW)
    assert counts(engine, ref) == (0, 0, 1)


def test_places_are_counted_for_everyone_to_see(engine: Engine) -> None:
    ref, signups = one_need(engine, 2), service(engine)
    for number in range(3):
        signups.take(request(ref, number))
    places = signups.places("jardin-des-voisins")
    assert places is not None
    (count,) = places.needs
    assert (count.capacity, count.taken, count.left, count.waiting, count.open) == (2, 2, 0, 1, False)
    assert signups.places("nulle-part") is None


def test_what_is_stored_never_names_a_network(engine: Engine) -> None:
    ref, signups = one_need(engine), service(engine)
    signups.take(request(ref, 1, ip="203.0.113.77"))
    with reading(engine) as session:
        rows = session.exec(select(SignUp)).all()
    assert "203.0.113.77" not in str([row.model_dump() for row in rows])
