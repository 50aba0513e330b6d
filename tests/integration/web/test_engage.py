"""From the form to a place: faults, limits, retries and strangers, through plain requests, on both databases."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from luminance_geo.database import reading, writing
from luminance_geo.meetings.model import Meeting
from luminance_geo.people.model import Consent, Person
from luminance_geo.signups.model import SignUpState
from luminance_geo.signups.service import Ref
from tests.integration.signups.seeds import initiative, need
from tests.integration.web.signing_up import PAGE, POST, event, fields, furnish, link, offered, rows, send, typed, value
from tests.integration.web.visitor import BASE, H, browser, known, mailed, page, sign_in, small_house, words
from tests.unit.web.test_hostile import CORPUS


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Any:
    return furnish(small_house(engine, tmp_path))


@pytest.fixture
def refs(house: Any) -> dict[str, Ref]:
    return offered(house)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_from_the_page_to_a_confirmed_place_and_back(house: Any, refs: dict[str, Ref], lang: str) -> None:
    visitor = browser(house)
    taken = send(house, visitor, typed(refs["meeting"], message="Bonjour", phone="514 555-0123"), lang)
    assert taken.status_code == 303
    screen = visitor.get(taken.headers["location"])
    assert ("Votre place est gardée" if lang == "fr" else "Your place is held") in words(screen.text)
    assert "/confirm" not in screen.text
    held = rows(house)[0]
    assert (held.state, held.origin, held.language, held.message) == (SignUpState.HELD, "page", lang, "Bonjour")

    first = mailed(house)[0]
    assert (first.language, first.to_address) == (lang, "zoe1@example.org")
    assert visitor.get(link(first)).status_code == 200
    assert rows(house)[0].state is SignUpState.HELD  # reading the link changes nothing
    done = visitor.post(f"{link(first)}/confirm?lang={lang}")
    assert (done.status_code, done.headers["location"]) == (303, f"{link(first)}?lang={lang}")
    assert ("Votre place est confirmée" if lang == "fr" else "Your place is confirmed") in words(
        visitor.get(done.headers["location"]).text
    )
    assert [each.kind for each in mailed(house)] == ["sign_up_held", "sign_up_confirmed"]

    shown = event(visitor.get(f"{link(first)}.ics?lang={lang}"))
    assert (shown["status"], shown["uid"]) == ("CONFIRMED", held.uid)
    assert shown["url"] == f"{BASE}{PAGE}?lang={lang}"
    assert (shown["geo"].latitude, shown["geo"].longitude) == (48.45, -68.52)
    assert str(shown["summary"]).startswith("Corvée – " if lang == "fr" else "Bee – ")

    assert visitor.post(f"{link(first)}/withdraw?lang={lang}").status_code == 303
    gone = event(visitor.get(f"{link(first)}.ics?lang={lang}"))
    assert (gone["status"], gone["uid"]) == ("CANCELLED", held.uid)
    assert gone["sequence"] > shown["sequence"]
    assert rows(house)[0].state is SignUpState.WITHDRAWN
    again = visitor.get(f"{link(first)}?lang={lang}")
    assert ("Votre désistement est noté" if lang == "fr" else "You have withdrawn") in words(again.text)


def test_everything_that_is_wrong_is_said_at_once_and_what_was_typed_is_kept(house: Any, refs: dict[str, Ref]) -> None:
    sent = {
        "what": "need-999999", "name": " ", "email": "zoe@", "phone": "x", "message": "m" * 1001,
        "accessibility": "rampe", "consent": "",
    }  # fmt: skip
    answer = send(house, browser(house), sent)
    assert answer.status_code == 422
    root = page(answer.text)
    ids = {each.get("id"): each for each in root.iter() if each.get("id")}
    alert = next(each for each in root.iter() if each.get("role") == "alert")
    targets = [each.get("href", "")[1:] for each in alert.iter(f"{H}a")]
    assert targets == ["what", "name", "email", "phone", "message", "accessibility_consent", "consent"]
    for name in targets:
        assert "".join(ids[f"{name}-fault"].itertext())
        assert ids[name].get("aria-describedby") == f"{name}-fault"
    kept = fields(answer)
    assert (kept["email"], kept["message"], kept["accessibility"]) == ("zoe@", "m" * 1001, "rampe")
    assert not rows(house)
    title = root.find(f".//{H}title")
    assert title is not None
    assert (title.text or "").startswith("To correct:")
    details = list(root.iter(f"{H}details"))
    assert all("open" in each.attrib for each in details)


def test_after_a_correction_the_same_form_goes_through(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    wrong = send(house, visitor, typed(refs["need"]) | {"email": "zoe"})
    assert wrong.status_code == 422
    right = visitor.post(f"{POST}?lang=en", data=fields(wrong, email="zoe@example.org"))
    assert right.status_code == 303
    with reading(house.engine) as session:
        assert session.exec(select(Person)).one().name == "Zoé"


@pytest.mark.parametrize(
    ("changed", "seconds", "said"),
    [
        ({"website": "http://evil.test"}, 9.0, "people do not see"),
        ({}, 0.0, "very fast"),
        ({}, 25 * 3600.0, "open for too long"),
        ({"form": "forged"}, 9.0, "open for too long"),
    ],
)
def test_what_looks_like_a_program_is_asked_again(
    house: Any, refs: dict[str, Ref], changed: dict[str, str], seconds: float, said: str
) -> None:
    visitor = browser(house)
    form = visitor.get(PAGE, params={"lang": "en"})
    house.clock.pass_(seconds=seconds)
    answer = visitor.post(f"{POST}?lang=en", data=fields(form, **typed(refs["need"]), **changed))
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert not rows(house)
    house.clock.pass_(seconds=9)
    assert visitor.post(f"{POST}?lang=en", data=fields(answer)).status_code == 303


def test_another_site_cannot_send_the_form(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    form = visitor.get(PAGE, params={"lang": "en"})
    house.clock.pass_(seconds=9)
    sent = fields(form, **typed(refs["need"]))
    assert visitor.post(POST, data=sent, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert visitor.post(POST, data=sent, headers={"origin": "https://evil.test"}).status_code == 403
    assert not rows(house)


def test_a_form_sent_twice_is_one_sign_up(house: Any, refs: dict[str, Ref]) -> None:
    form = browser(house).get(PAGE, params={"lang": "en"})
    house.clock.pass_(seconds=9)
    sent = fields(form, **typed(refs["meeting"]))

    def once(_: int) -> Any:
        return browser(house).post(f"{POST}?lang=en", data=sent)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(once, range(4)))
    assert {(each.status_code, each.headers["location"]) for each in answers} == {(303, answers[0].headers["location"])}
    assert len(rows(house)) == 1
    assert len(mailed(house)) == 1


def test_the_same_form_after_a_withdrawal_takes_a_place_anew(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    form = visitor.get(PAGE, params={"lang": "en"})
    house.clock.pass_(seconds=9)
    sent = fields(form, **typed(refs["need"]))
    first = visitor.post(f"{POST}?lang=en", data=sent)
    visitor.post(first.headers["location"].replace("?", "/withdraw?"))
    assert rows(house)[0].state is SignUpState.WITHDRAWN
    assert visitor.post(f"{POST}?lang=en", data=sent).status_code == 303
    assert rows(house)[0].state is SignUpState.HELD


def test_someone_who_types_an_address_learns_nothing_of_its_place(house: Any, refs: dict[str, Ref]) -> None:
    send(house, browser(house), typed(refs["meeting"], message="canary-message"))
    stranger = browser(house)
    answer = send(house, stranger, typed(refs["meeting"]))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{POST}/sent?lang=en")
    shown = stranger.get(answer.headers["location"])
    assert "Look at your messages" in words(shown.text)
    assert "canary" not in shown.text
    assert "/engagements/" not in shown.text
    assert len(mailed(house)) == 2


def test_the_screens_link_cannot_confirm(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    here = send(house, visitor, typed(refs["need"])).headers["location"]
    answer = visitor.post(here.replace("?", "/confirm?"))
    assert answer.status_code == 409
    assert "Open the link in the message" in words(answer.text)
    assert rows(house)[0].state is SignUpState.HELD


def test_a_full_one_gives_a_place_in_line(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    send(house, visitor, typed(refs["need"], 1))
    assert "Full, waiting list open" in words(visitor.get(PAGE, params={"lang": "en"}).text)
    second = send(house, visitor, typed(refs["need"], 2))
    assert "You are next in line." in words(visitor.get(second.headers["location"]).text)
    third = send(house, visitor, typed(refs["need"], 3))
    assert "1 person is before you." in words(visitor.get(third.headers["location"]).text)
    assert ".ics" not in visitor.get(third.headers["location"]).text.split("Coming meetings")[0]


def test_limits_are_said_clearly(engine: Engine, tmp_path: Path) -> None:
    house = furnish(small_house(engine, tmp_path, holds_per_address=1))
    with writing(house.engine) as session:
        made = initiative(session)
        first, second = need(session, made, 5), need(session, made, 5)
    visitor = browser(house)
    assert send(house, visitor, typed(first)).status_code == 303
    answer = send(house, visitor, typed(second))
    assert answer.status_code == 429
    assert "Too many sign-ups with this address" in words(answer.text)
    assert fields(answer)["name"] == "Zoé"


def test_what_is_over_is_said(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    form = visitor.get(PAGE, params={"lang": "en"})
    house.clock.pass_(seconds=9)
    with writing(house.engine) as session:
        session.get_one(Meeting, refs["meeting"].id).cancelled_at = house.clock()
    sent = fields(form, **typed(refs["meeting"]))
    answer = visitor.post(f"{POST}?lang=en", data=sent)
    assert answer.status_code == 422
    assert "Choose a role or a meeting." in words(answer.text)


def test_accessibility_needs_have_a_consent_of_their_own_and_are_never_mailed(house: Any, refs: dict[str, Ref]) -> None:
    sent = typed(refs["meeting"], accessibility="canary-ramp", message="canary-message", phone="514 555-0199")
    send(house, browser(house), sent | {"accessibility_consent": "on"})
    assert rows(house)[0].accessibility == "canary-ramp"
    browser(house).post(f"{link(mailed(house)[0])}/confirm")
    assert len(mailed(house)) == 2
    for message in mailed(house):
        whole = f"{message.subject}{message.text}{message.html}{message.headers}{message.attachments}"
        assert "canary" not in whole
        assert "0199" not in whole
    with reading(house.engine) as session:
        kept = session.exec(select(Consent)).all()
    assert {each.kind.value for each in kept} == {"signup", "accessibility"}
    assert all(each.given_at.tzinfo and each.version and each.language == "en" for each in kept)


def test_someone_signed_in_sends_only_a_choice(house: Any, refs: dict[str, Ref]) -> None:
    key, visitor = known(house), browser(house)
    sign_in(house, visitor)
    form = visitor.get(PAGE, params={"lang": "en"})
    assert form.headers["cache-control"] == "no-store"
    assert "You are signed in as Ada." in words(form.text)
    sent = fields(form, what=value(refs["need"]))
    assert "email" not in sent
    house.clock.pass_(seconds=9)
    answer = visitor.post(f"{POST}?lang=en", data=sent)
    assert answer.status_code == 303
    assert "Your place is confirmed" in words(visitor.get(answer.headers["location"]).text)
    assert rows(house)[0].person_id == key
    # The form of one session is of no use in another.
    other = browser(house).post(f"{POST}?lang=en", data=sent | {"what": value(refs["meeting"])})
    assert other.status_code == 422


INJECTIONS = (
    "Zoé\r\nBcc: evil@example.org",
    "Zoé\n\nhttp://evil.test",
    "Zoé\x00\x1b[31m",
    "\u202eZoé",
    "=?utf-8?q?a=0ABcc:x?=",
)


@pytest.mark.parametrize(
    "text",
    [*INJECTIONS, *(CORPUS[name] for name in ("attribute", "control", "lines", "long"))],
    ids=lambda text: ascii(text[:20]),
)
def test_whatever_is_typed_is_taken_or_refused_and_forges_nothing(house: Any, refs: dict[str, Ref], text: str) -> None:
    visitor = browser(house)
    sure = fields(visitor.get(PAGE, params={"lang": "en"}), **typed(refs["meeting"], accessibility_consent="on"))
    house.clock.pass_(seconds=9)
    everywhere = sure | dict.fromkeys(("name", "email", "phone", "message", "accessibility", "once"), text)
    assert visitor.post(f"{POST}?lang=en", data=everywhere).status_code == 422
    for number, name in enumerate(("name", "email", "phone", "message", "accessibility", "once", "what", "form")):
        sent = sure | {"email": f"zoe{number}@example.org", name: text}
        answer = visitor.post(f"{POST}?lang=en", data=sent)
        assert answer.status_code in {303, 422}, name
        if answer.status_code == 303:
            assert visitor.get(answer.headers["location"]).status_code == 200
    for message in mailed(house):
        assert re.fullmatch(r"zoe\d@example\.org", message.to_address)
        assert message.subject in {
            "Confirm your place: Neighbours’ garden",
            "You are on the waiting list: Neighbours’ garden",
        }
        assert set(message.headers) == {"List-Unsubscribe", "List-Unsubscribe-Post"}
        assert "evil" not in message.text + message.html
