"""What each message about a sign-up says and carries, in both languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from luminance_geo.initiatives.model import Initiative, Need
from luminance_geo.mail import Message
from luminance_geo.mail.rules import one_line
from luminance_geo.meetings.model import Meeting
from luminance_geo.people.model import Person
from luminance_geo.settings import Settings
from luminance_geo.signups.links import read_link
from luminance_geo.signups.messages import MessageKind, compose, message_key
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.subject import Subject

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
SETTINGS = Settings(
    public_url="https://luminance.test", mail_from="hello@example.org", mail_sender_name="Luminance Québec",
    mail_postal_address="1, rue de la Gare, Rimouski G5L 1A1",
)  # fmt: skip
STATES = {
    MessageKind.HELD: SignUpState.HELD,
    MessageKind.WAITING: SignUpState.WAITING,
    MessageKind.PROMOTED: SignUpState.HELD,
    MessageKind.CONFIRMED: SignUpState.CONFIRMED,
    MessageKind.WITHDRAWN: SignUpState.WITHDRAWN,
    MessageKind.EXPIRED: SignUpState.EXPIRED,
    MessageKind.REMINDER_CONFIRM: SignUpState.HELD,
    MessageKind.REMINDER_DAY: SignUpState.CONFIRMED,
}
OVER = {MessageKind.WITHDRAWN, MessageKind.EXPIRED}
CANARY = "canari"


def subject(kind: MessageKind, language: str = "fr", *, need: bool = False, **changed: Any) -> Subject:
    state = STATES[kind]
    given: dict[str, Any] = {
        "id": 12, "person_id": 7, "initiative_id": 3, "uid": "1f0e9ad3-aa@example.org", "nonce": "n", "sequence": 3,
        "state": state, "counts": state in (SignUpState.HELD, SignUpState.CONFIRMED), "language": language,
        "message": f"{CANARY}-message", "accessibility": f"{CANARY}-rampe", "created_at": NOW,
        "hold_until": NOW + timedelta(hours=20) if state is SignUpState.HELD else None,
    }  # fmt: skip
    person = Person(
        id=7, email="zoe@example.org", name=f"{CANARY}-nom", phone=f"{CANARY}-tel", language=language, created_at=NOW
    )
    initiative = Initiative(
        id=3, slug="la-tablee", name_fr="La tablée du mardi", name_en="Tuesday table", address="12, rue de l’Évêché",
        locality="Rimouski", lat=48.45, lon=-68.52,
    )  # fmt: skip
    meeting = Meeting(
        id=5, initiative_id=3, title_fr="Souper", title_en="Supper", time_zone="America/Toronto", sequence=1,
        starts_at=datetime(2026, 11, 27, 22, 30, tzinfo=UTC), ends_at=datetime(2026, 11, 28, 0, 30, tzinfo=UTC),
    )  # fmt: skip
    role = Need(id=6, initiative_id=3, title_fr="Cuisine", title_en="Cooking", capacity=2)
    return Subject(SignUp(**(given | changed)), person, initiative, role if need else None, None if need else meeting)


def message(kind: MessageKind, language: str = "fr", settings: Settings = SETTINGS, **changed: Any) -> Message:
    return compose(kind, subject(kind, language, **changed), now=NOW, settings=settings)


def spaced(text: str) -> str:
    return re.sub(r"[\s\u202f\xa0]+", " ", text)


def text_of(html: str) -> str:
    body = html5lib.HTMLParser(strict=True).parse(html).find("{http://www.w3.org/1999/xhtml}body")
    assert body is not None
    return spaced(" ".join(body.itertext()))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", MessageKind)
@pytest.mark.parametrize("need", [False, True])
def test_every_message_says_what_it_is_about_who_sends_it_and_why(kind: MessageKind, language: str, need: bool) -> None:
    made = message(kind, language, need=need)
    french = language == "fr"
    name = "La tablée du mardi" if french else "Tuesday table"
    assert name in made.subject
    assert spaced(made.subject).isprintable()
    facts = ["Cuisine" if french else "Cooking"] if need else [
        "Souper" if french else "Supper",
        "vendredi 27 novembre 2026, 17 h 30" if french else "Friday, November 27, 2026, 5:30 p.m.",
    ]  # fmt: skip
    facts += ["12, rue de l’Évêché, Rimouski", "Luminance Québec", "1, rue de la Gare, Rimouski G5L 1A1"]
    facts += ["parce que cette adresse a été donnée" if french else "because this address was given"]
    for body in (spaced(made.text), text_of(made.html)):
        for fact in facts:
            assert fact.lower() in body.lower(), fact
        assert CANARY not in body
    assert f'lang="{language}"' in made.html
    assert (made.person_id, made.language, made.to_address) == (7, language, "zoe@example.org")


@pytest.mark.parametrize("kind", MessageKind)
def test_links_work_and_one_click_stands_where_there_is_something_to_leave(kind: MessageKind) -> None:
    made = message(kind)
    found = re.findall(r"https://luminance\.test/engagements/([\w.-]+)", made.text)
    if kind in OVER:
        assert (found, made.headers) == ([], {})
        assert "https://luminance.test/initiatives/la-tablee?lang=fr" in made.text
        return
    link = read_link(SETTINGS.secret.get_secret_value(), found[0])
    assert link is not None
    assert (link.id, link.nonce, link.proved) == (12, "n", True)
    assert made.headers["List-Unsubscribe"] == f"<https://luminance.test/engagements/{found[0]}/withdraw>"
    assert made.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert all(value.isascii() and value.isprintable() for value in made.headers.values())
    assert f"/engagements/{found[0]}" in made.html


@pytest.mark.parametrize(
    ("kind", "method", "status"),
    [
        (MessageKind.CONFIRMED, "PUBLISH", "CONFIRMED"),
        (MessageKind.REMINDER_DAY, "PUBLISH", "CONFIRMED"),
        (MessageKind.WITHDRAWN, "CANCEL", "CANCELLED"),
        (MessageKind.EXPIRED, "CANCEL", "CANCELLED"),
    ],
)
def test_the_calendar_comes_along(kind: MessageKind, method: str, status: str) -> None:
    (file,) = message(kind, "en").attachments
    assert file.type == f"text/calendar; method={method}"
    calendar = Calendar.from_ical(file.text)
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    assert (event["status"], event["sequence"], event["summary"]) == (status, 4, "Supper – Tuesday table")
    assert CANARY not in file.text


def test_no_calendar_before_there_is_a_place_nor_for_a_need() -> None:
    assert not message(MessageKind.HELD).attachments
    assert not message(MessageKind.WAITING).attachments
    assert not message(MessageKind.CONFIRMED, need=True).attachments


def test_how_long_it_is_held_or_that_it_is_not() -> None:
    assert "jusqu’au mardi 24 novembre 2026, 8 h." in spaced(message(MessageKind.HELD).text)
    first = spaced(message(MessageKind.HELD, counts=False).text)
    assert "aucune place n’est gardée" in first
    assert "jusqu’au" not in first


def test_only_a_stranger_is_told_what_to_do_with_an_unasked_message() -> None:
    assert "Vous n’avez rien demandé" in message(MessageKind.HELD).text
    known = subject(MessageKind.HELD)
    assert known.person is not None
    known.person.verified_at = NOW
    assert "Vous n’avez rien demandé" not in compose(MessageKind.HELD, known, now=NOW, settings=SETTINGS).text


def test_each_version_of_a_sign_up_has_its_own_key() -> None:
    one = subject(MessageKind.HELD).sign_up
    assert message_key(MessageKind.HELD, one) == "sign-up-12-1f0e9ad3-held-3"
    other = subject(MessageKind.HELD, sequence=4).sign_up
    another = subject(MessageKind.HELD, uid="2a0e9ad3-aa@example.org").sign_up
    assert len({message_key(kind, each) for each in (one, other, another) for kind in MessageKind}) == 24


def test_people_of_the_demonstration_set_get_nothing_unless_asked_for() -> None:
    shown = subject(MessageKind.HELD)
    assert shown.person is not None
    shown.person.demonstration = True
    assert compose(MessageKind.HELD, shown, now=NOW, settings=SETTINGS).withheld
    asked = SETTINGS.model_copy(update={"mail_demonstration": True})
    assert not compose(MessageKind.HELD, shown, now=NOW, settings=asked).withheld


@given(st.text(min_size=1).filter(one_line), st.sampled_from(list(MessageKind)))
def test_no_name_adds_a_header_a_paragraph_or_a_tag(text: str, kind: MessageKind) -> None:
    shown, plain = subject(kind), message(kind)
    shown.initiative.name_fr = shown.initiative.address = text
    assert shown.meeting is not None
    shown.meeting.title_fr = text
    made = compose(kind, shown, now=NOW, settings=SETTINGS)
    assert "\n" not in made.subject
    assert "\r" not in made.subject
    assert made.text.count("\n\n") == plain.text.count("\n\n")
    assert tags(made.html) == tags(plain.html)


def tags(html: str) -> list[Any]:
    return [each.tag for each in html5lib.parse(html).iter()]
