"""What sign-ups hold about a person, what is left when they are erased, and what is counted."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, text
from sqlmodel import col, select

from luminance_geo.audit import personal as audit
from luminance_geo.database import reading, table_of, writing
from luminance_geo.mail.model import OutboxMessage
from luminance_geo.signups import actions, personal, queries
from luminance_geo.signups.model import SignUp, SignUpState
from tests.integration.signups.seeds import (
    GENEROUS,
    NOW,
    Clock,
    counts,
    initiative,
    known,
    meeting,
    need,
    one_meeting,
    request,
    service,
    stored,
)


def test_everything_that_is_held_is_told(engine: Engine) -> None:
    ref, who = one_meeting(engine, 3), known(engine, 1)
    asked = request(ref, 1, who=who, message="J’ai une bêche", accessibility="Rampe", accessibility_consent=True)
    service(engine).take(asked)
    with reading(engine) as session:
        (row,) = personal.personal_data(session, who.person_id)["sign_ups"]
        assert personal.personal_data(session, who.person_id + 1) == {"sign_ups": []}
    assert (row["message"], row["accessibility"], row["state"]) == ("J’ai une bêche", "Rampe", "confirmed")


def test_erasing_gives_places_up_quietly_and_keeps_the_counts(engine: Engine) -> None:
    clock, who = Clock(), known(engine, 1)
    signups = service(engine, clock)
    with writing(engine) as session:
        here = initiative(session)
        role, coming, past = need(session, here), meeting(session, here), meeting(session, here, hours=20)
    signups.take(request(past, 1, who=who, origin="story", ip="203.0.113.7"))
    clock.move(hours=30)
    for ref in (role, coming):
        signups.take(request(ref, 1, who=who, message="Écrivez-moi", origin="map", ip="203.0.113.7"))
        signups.take(request(ref, 2))
    link = signups.mine(who.person_id)[0].outcome.token or ""
    with writing(engine) as session:
        personal.erase(session, who.person_id, clock.now, GENEROUS)
        audit.erase(session, who.person_id, clock.now)
    assert signups.look(link) is None
    assert signups.mine(who.person_id) == []
    for ref in (role, coming):
        assert [row.state for row in stored(engine, ref)] == [SignUpState.WITHDRAWN, SignUpState.HELD]
        assert counts(engine, ref) == (1, 1, 0)
    (kept,) = stored(engine, past)
    assert (kept.state, kept.counts, kept.origin) == (SignUpState.CONFIRMED, True, None)
    with reading(engine) as session:
        rows = session.execute(text("SELECT * FROM sign_up")).all()
        sent = session.exec(select(OutboxMessage.kind).where(col(OutboxMessage.kind) == "sign_up_withdrawn")).all()
    assert sent == []
    assert "Écrivez-moi" not in str(rows)
    assert "story" not in str(rows)


def test_accessibility_needs_are_forgotten_after_the_meeting(engine: Engine) -> None:
    clock = Clock()
    signups = service(engine, clock)
    with writing(engine) as session:
        here = initiative(session)
        soon, later = meeting(session, here, 3), meeting(session, here, 3, hours=200)
        role = need(session, here, 3, until=(NOW + timedelta(days=1)).date())
    for ref in (soon, later, role):
        signups.take(request(ref, 1, accessibility="Rampe", accessibility_consent=True))
    clock.move(hours=80)
    with writing(engine) as session:
        assert personal.forget_accessibility(session, clock.now) == 2
        assert personal.forget_accessibility(session, clock.now) == 0
    assert [stored(engine, ref)[0].accessibility for ref in (soon, later, role)] == [None, "Rampe", None]


def test_what_counts_is_counted_by_origin(engine: Engine) -> None:
    clock = Clock()
    ref, signups = one_meeting(engine, 9, hours=48), service(engine, clock)
    came = signups.take(request(ref, 1, who=known(engine, 1), origin="map"))
    clock.move(hours=24)
    signups.take(request(ref, 2, who=known(engine, 2), origin="map"))
    signups.take(request(ref, 3, origin="story"))
    signups.take(request(ref, 4, who=known(engine, 4), origin="advertisement"))
    clock.move(hours=25)
    with writing(engine) as session:
        actions.mark_attendance(
            session, sign_up_id=came.sign_up_id, came=True, actor_id=None, now=clock.now, settings=GENEROUS
        )
    with reading(engine) as session:
        found = queries.counters(session)
    assert found == [queries.Counters(None, 1, 0, 1.0), queries.Counters("map", 2, 1, 1.5)]


def test_a_roster_has_those_who_wait_last_in_their_order(engine: Engine) -> None:
    ref, signups = one_meeting(engine, 1), service(engine)
    for number in (3, 1, 2):
        signups.take(request(ref, number, phone="514 555-0123"))
    with reading(engine) as session:
        roster = queries.roster(session, ref)
    assert [row.email for row in roster] == [f"personne{number}@example.org" for number in (3, 1, 2)]
    assert [row.place_in_line for row in roster] == [None, 1, 2]
    assert {row.phone for row in roster} == {"514 555-0123"}


def test_a_wrong_count_is_found(engine: Engine) -> None:
    ref, signups = one_meeting(engine, 5), service(engine)
    signups.take(request(ref, 1))
    with writing(engine) as session:
        session.execute(text("UPDATE meeting SET taken = 3"))
    with reading(engine) as session:
        assert queries.miscounted(session) == [(ref, 3, 1)]
    with writing(engine) as session:
        session.execute(text("UPDATE initiative SET demonstration = true"))
    with reading(engine) as session:
        assert queries.miscounted(session) == []


def test_ids_are_never_used_again(engine: Engine) -> None:
    ref, signups = one_meeting(engine, 5), service(engine)
    first = signups.take(request(ref, 1))
    with writing(engine) as session:
        session.connection().execute(table_of(SignUp).delete())
        session.execute(text("UPDATE meeting SET taken = 0"))
    assert signups.take(request(ref, 2)).sign_up_id > first.sign_up_id
