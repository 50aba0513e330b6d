"""Messages are queued once per event, in the transaction of what caused them, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from luminance_geo.database import reading, writing
from luminance_geo.mail.model import MailState, OutboxMessage
from luminance_geo.people.model import Person
from luminance_geo.signups import messages
from luminance_geo.signups.model import SignUp
from tests.integration.signups.seeds import GENEROUS, NOW, Clock, mailed, one_meeting, request, service, stored


def outbox(engine: Engine) -> list[OutboxMessage]:
    with reading(engine) as session:
        return list(session.exec(select(OutboxMessage).order_by(OutboxMessage.id)))  # type: ignore[arg-type]


def test_one_message_per_event(engine: Engine) -> None:
    ref, clock = one_meeting(engine, hours=100), Clock()
    signups = service(engine, clock)
    first, second = signups.take(request(ref, 1, language="en")), signups.take(request(ref, 2))
    clock.move(minutes=1)
    signups.confirm(mailed(engine, first.sign_up_id))
    signups.confirm(mailed(engine, first.sign_up_id))
    signups.withdraw(mailed(engine, first.sign_up_id))
    signups.withdraw(mailed(engine, first.sign_up_id))
    told = [(each.person_id, each.kind.removeprefix("sign_up_"), each.language) for each in outbox(engine)]
    one, two = (row.person_id for row in sorted(stored(engine, ref), key=lambda row: row.id or 0))
    assert second.sign_up_id
    assert sorted(told, key=str) == sorted(
        [(one, "held", "en"), (two, "waiting", "fr"), (one, "confirmed", "en"), (one, "withdrawn", "en"),
         (two, "promoted", "fr")],
        key=str,
    )  # fmt: skip


@pytest.mark.parametrize("times", [8])
def test_the_same_event_told_by_many_at_once_is_one_message(engine: Engine, times: int) -> None:
    ref = one_meeting(engine)
    made = service(engine).take(request(ref, 1))

    def tell(_: int) -> None:
        with writing(engine) as session:
            sign_up = session.get_one(SignUp, made.sign_up_id)
            messages.queue(session, "reminder_confirm", sign_up, now=NOW, settings=GENEROUS)

    with ThreadPoolExecutor(times) as pool:
        list(pool.map(tell, range(times)))
    assert [each.kind for each in outbox(engine)] == ["sign_up_held", "sign_up_reminder_confirm"]


def test_nothing_is_told_when_the_cause_is_undone(engine: Engine) -> None:
    ref = one_meeting(engine)
    made = service(engine).take(request(ref, 1))

    def fail() -> None:
        with writing(engine) as session:
            sign_up = session.get_one(SignUp, made.sign_up_id)
            messages.queue(session, "reminder_day", sign_up, now=NOW, settings=GENEROUS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(outbox(engine)) == 1


def test_an_erased_person_is_not_written_to(engine: Engine) -> None:
    ref = one_meeting(engine)
    made = service(engine).take(request(ref, 1))
    with writing(engine) as session:
        person = session.exec(select(Person)).one()
        person.email = person.email_key = None
        messages.queue(session, "reminder_day", session.get_one(SignUp, made.sign_up_id), now=NOW, settings=GENEROUS)
    assert len(outbox(engine)) == 1


def test_what_was_still_to_be_sent_about_the_state_before_is_not(engine: Engine) -> None:
    signups = service(engine)
    made = signups.take(request(one_meeting(engine), 1))
    signups.withdraw(mailed(engine, made.sign_up_id))
    assert [(each.kind, each.state) for each in outbox(engine)] == [
        ("sign_up_held", MailState.CANCELLED),
        ("sign_up_withdrawn", MailState.QUEUED),
    ]
