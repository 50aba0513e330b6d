"""Verbs about people, on both databases: one person per address, limits under races, links that work once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from luminance_geo.database import reading, writing
from luminance_geo.people import actions, queries
from luminance_geo.people.model import Attempt, Consent, ConsentKind, Person, SignInLink, SignInSession

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)


def made(engine: Engine, email: str = "ada@example.org", name: str = "Ada", phone: str | None = None) -> int:
    with writing(engine) as session:
        person = actions.find_or_make(session, email=email, name=name, phone=phone, language="fr", now=NOW)
        assert person.id is not None
        return person.id


def link(engine: Engine, person_id: int, next_path: str = "/engagements") -> str:
    with writing(engine) as session:
        return actions.request_link(
            session, person_id=person_id, next_path=next_path, lasting=timedelta(minutes=10), now=NOW
        )


def redeemed(engine: Engine, token: str, now: datetime = NOW) -> actions.Redeemed | None:
    with writing(engine) as session:
        return actions.redeem(session, token=token, lasting=timedelta(days=90), now=now)


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """Each call in a thread of its own, all started together."""
    start = threading.Barrier(count)

    def begin(number: int) -> object:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def counted(session: Session, model: type) -> int:
    return session.exec(select(func.count()).select_from(model)).one()


def test_one_address_is_one_person_however_it_is_spelt(engine: Engine) -> None:
    assert made(engine) == made(engine, "ADA@example.org") != made(engine, "ada+map@example.org")


def test_many_at_once_make_one_person(engine: Engine) -> None:
    assert len(set(at_once(12, lambda number: made(engine, name=f"Ada {number}")))) == 1
    with reading(engine) as session:
        assert counted(session, Person) == 1


def test_what_a_verified_person_said_stays(engine: Engine) -> None:
    key = made(engine)
    made(engine, name="Grace")
    with writing(engine) as session:
        person = session.get(Person, key)
        assert person is not None
        assert person.name == "Grace"
        actions.verify(session, person, NOW)
    made(engine, name="Mallory", phone="514 555-0123")
    with reading(engine) as session:
        who = queries.by_id(session, key)
        assert who == queries.Who(key, "ada@example.org", "Grace", "514 555-0123", "fr", verified=True)


def test_a_consent_keeps_its_words_and_is_given_once(engine: Engine) -> None:
    key = made(engine)
    for hour in range(2):
        with writing(engine) as session:
            actions.give_consent(
                session, person_id=key, kind=ConsentKind.SIGNUP, version="1", language="fr", text="Oui.",
                subject_kind="sign_up", subject_id=5, now=NOW + hour * HOUR,
            )  # fmt: skip
    with reading(engine) as session:
        given = session.exec(select(Consent)).one()
        assert (given.text, given.given_at) == ("Oui.", NOW)
    with writing(engine) as session:
        actions.take_back_consents(session, person_id=key, subject_kind="sign_up", subject_id=5, now=NOW)
    with reading(engine) as session:
        assert session.exec(select(Consent)).one().withdrawn_at == NOW


def allowed(engine: Engine, who: str = "a", now: datetime = NOW) -> bool:
    with writing(engine) as session:
        return actions.allow(session, kind="test", who=who, limit=5, within=HOUR, now=now)


def test_a_limit_counts_what_was_allowed_within_its_time(engine: Engine) -> None:
    assert [allowed(engine) for _ in range(7)] == [True] * 5 + [False] * 2
    assert allowed(engine, "b")
    assert not allowed(engine, now=NOW + HOUR - timedelta(seconds=1))
    assert allowed(engine, now=NOW + HOUR)


def test_a_limit_holds_when_many_ask_at_once(engine: Engine) -> None:
    assert sum(bool(each) for each in at_once(16, lambda _: allowed(engine))) == 5
    with reading(engine) as session:
        assert counted(session, Attempt) == 5


def test_a_link_works_once_and_verifies(engine: Engine) -> None:
    key = made(engine)
    token = link(engine, key)
    first = redeemed(engine, token)
    assert first is not None
    assert (first.person_id, first.next_path) == (key, "/engagements")
    assert redeemed(engine, token) is None
    with reading(engine) as session:
        found = queries.signed_in(session, first.token, NOW)
        assert found is not None
        assert found.who.verified
        assert queries.signed_in(session, first.token, NOW + timedelta(days=90)) is None
        assert queries.signed_in(session, token, NOW) is None


def test_neither_tokens_nor_secrets_are_stored(engine: Engine) -> None:
    token = link(engine, made(engine))
    session_token = redeemed(engine, token)
    assert session_token is not None
    with reading(engine) as session:
        kept = [*session.exec(select(SignInLink.token_hash)), *session.exec(select(SignInSession.token_hash))]
    assert not {token, session_token.token} & set(kept)
    assert all(len(each) == 64 for each in kept)


def test_fifty_at_once_give_one_session(engine: Engine) -> None:
    token = link(engine, made(engine))
    found = [each for each in at_once(50, lambda _: redeemed(engine, token)) if each]
    assert len(found) == 1
    with reading(engine) as session:
        assert counted(session, SignInSession) == 1


@pytest.mark.parametrize("minutes", [10, 11, 60 * 24])
def test_a_link_ends_after_ten_minutes(engine: Engine, minutes: int) -> None:
    token = link(engine, made(engine))
    assert redeemed(engine, token, NOW + timedelta(minutes=minutes)) is None
    with reading(engine) as session:
        assert queries.link_holds(session, token, NOW + timedelta(minutes=9))
        assert not queries.link_holds(session, token, NOW + timedelta(minutes=minutes))


def test_an_altered_link_is_none_of_ours(engine: Engine) -> None:
    token = link(engine, made(engine))
    for other in (token[:-1] + ("A" if token[-1] != "A" else "B"), token.swapcase(), "", "x" * 5000, "\udcff"):
        assert redeemed(engine, other) is None
    assert redeemed(engine, token)


def test_signing_out_ends_one_session_or_all(engine: Engine) -> None:
    key = made(engine)
    tokens = [found.token for _ in range(3) if (found := redeemed(engine, link(engine, key)))]
    pending = link(engine, key)
    with writing(engine) as session:
        actions.sign_out(session, token=tokens[0], now=NOW)
    with reading(engine) as session:
        assert [bool(queries.signed_in(session, token, NOW)) for token in tokens] == [False, True, True]
    with writing(engine) as session:
        actions.sign_out_everywhere(session, person_id=key, now=NOW)
    with reading(engine) as session:
        assert not any(queries.signed_in(session, token, NOW) for token in tokens)
    assert redeemed(engine, pending) is None


def test_a_calendar_address_is_secret_and_can_be_taken_back(engine: Engine) -> None:
    key = made(engine)
    with writing(engine) as session:
        first = actions.new_calendar_secret(session, person_id=key)
        second = actions.new_calendar_secret(session, person_id=key)
    with reading(engine) as session:
        assert queries.by_calendar(session, first) is None
        who = queries.by_calendar(session, second)
        assert who is not None
        assert who.person_id == key
        assert queries.has_calendar(session, key)
    with writing(engine) as session:
        actions.revoke_calendar(session, person_id=key)
    with reading(engine) as session:
        assert queries.by_calendar(session, second) is None
        assert not queries.has_calendar(session, key)
