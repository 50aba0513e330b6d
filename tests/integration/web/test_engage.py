"""From the form to a place, its page, its calendar file and back, through plain requests, on both databases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import vobject
from icalendar import Calendar, Event
from sqlalchemy import Engine, text
from sqlmodel import select
from starlette.testclient import TestClient

from luminance_geo.catalogue.cards import read_detail
from luminance_geo.database import reading, writing
from luminance_geo.meetings.model import Meeting
from luminance_geo.people.model import Consent, Person
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.service import Ref, SignUps
from tests.integration.signups.seeds import SLUG, initiative, meeting, need
from tests.integration.web.visitor import BASE, H, browser, known, mailed, page, sign_in, small_house, words

PAGE = f"/initiatives/{SLUG}"
POST = f"{PAGE}/sign-up"


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Any:
    return furnish(small_house(engine, tmp_path))


def furnish(house: Any) -> Any:
    house.signups = SignUps(house.engine, house.clock, house.settings)
    house.catalogue = None

    def detail(slug: str) -> Any:
        with reading(house.engine) as session:
            return read_detail(session, slug, house.clock())

    house.detail = detail
    return house


@pytest.fixture
def refs(house: Any) -> dict[str, Ref]:
    """A need for one, and a meeting for two in five days, at an exact place."""
    with writing(house.engine) as session:
        where = {"lat": 48.45, "lon": -68.52, "address": "12, rue de l’Évêché", "locality": "Rimouski"}
        made = initiative(session, **where)
        return {"need": need(session, made, 1), "meeting": meeting(session, made, 2, hours=125)}


def value(ref: Ref) -> str:
    return f"{ref.kind}-{ref.id}"


def fields(answer: Any, **changed: str) -> dict[str, str]:
    """What a browser would send of the sign-up form in a page, with what a person types."""
    form = next(each for each in page(answer.text).iter(f"{H}form") if "sign-up" in (each.get("class") or ""))
    sent = {each.get("name", ""): each.get("value", "") for each in form.iter(f"{H}input") if is_sent(each)}
    sent |= {each.get("name", ""): (each.text or "").removeprefix("\n") for each in form.iter(f"{H}textarea")}
    return sent | changed


def is_sent(each: Element) -> bool:
    return each.get("type") not in {"radio", "checkbox"} or "checked" in each.attrib


def typed(ref: Ref, number: int = 1, **more: str) -> dict[str, str]:
    return {"what": value(ref), "name": "Zoé", "email": f"zoe{number}@example.org", "consent": "on", **more}


def send(house: Any, visitor: TestClient, sent: Mapping[str, str], lang: str = "en") -> Any:
    """Open the page, take a human's time, and send the form."""
    form = visitor.get(PAGE, params={"lang": lang})
    house.clock.pass_(seconds=9)
    return visitor.post(f"{POST}?lang={lang}", data=fields(form, **sent))


def link(message: Any) -> str:
    found = re.search(re.escape(BASE) + r"(/engagements/[\w.-]+)", message.text)
    assert found
    return found[1]


def event(answer: Any) -> Event:
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert isinstance(calendar, Calendar)
    return calendar.events[0]


def rows(house: Any) -> list[SignUp]:
    with reading(house.engine) as session:
        return list(session.exec(select(SignUp).order_by(SignUp.id)))  # type: ignore[arg-type]


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


def test_get_and_head_change_nothing(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    send(house, visitor, typed(refs["meeting"]))
    here = link(mailed(house)[0])
    before = snapshot(house)
    for path in (here, f"{here}/confirm", f"{here}/withdraw", f"{here}.ics", POST, f"{PAGE}/places.json"):
        for ask in (visitor.get, visitor.head):
            answer = ask(path)
            assert answer.status_code in {200, 303}, path
    assert snapshot(house) == before


def snapshot(house: Any) -> list[Any]:
    tables = ("sign_up", "person", "outbox_message", "audit_entry", "attempt", "consent", "meeting", "need")
    with house.engine.connect() as connection:
        return [connection.execute(text(f"SELECT * FROM {name} ORDER BY id")).all() for name in tables]


def test_one_click_withdrawal_from_a_mail_program(house: Any, refs: dict[str, Ref]) -> None:
    send(house, browser(house), typed(refs["meeting"]))
    headers = mailed(house)[0].headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].removeprefix("<").removesuffix(">")
    assert address.startswith("https://")
    provider = browser(house)
    answer = provider.post(address.removeprefix(BASE), data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.text) == (200, "")
    assert rows(house)[0].state is SignUpState.WITHDRAWN
    assert provider.post(address.removeprefix(BASE), data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [each.kind for each in mailed(house)] == ["sign_up_held", "sign_up_withdrawn"]
    assert "List-Unsubscribe" not in mailed(house)[1].headers


def test_links_that_are_not_ours(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    here = send(house, visitor, typed(refs["need"])).headers["location"].partition("?")[0]
    for token in (here[:-1], here + "x", "/engagements/x", "/engagements/" + "y" * 5000):
        for answer in (visitor.get(token), visitor.post(f"{token}/confirm"), visitor.post(f"{token}/withdraw"),
                       visitor.get(f"{token}.ics")):  # fmt: skip
            assert answer.status_code == 404
            assert "Ce lien ne fonctionne plus" in words(answer.text)
    for path in ("/meetings/999999.ics", "/meetings/99999999999999999999.ics", "/calendars/x.ics",
                 "/initiatives/none/sign-up", "/initiatives/none/places.json"):  # fmt: skip
        assert visitor.get(path).status_code == 404
    assert rows(house)[0].state is SignUpState.HELD


def test_secret_addresses_are_kept_nowhere_and_told_to_nobody(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    taken = send(house, visitor, typed(refs["meeting"]))
    here = taken.headers["location"]
    for answer in (taken, visitor.get(here), visitor.get(here.replace("?", ".ics?"))):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert "script-src" not in answer.headers["content-security-policy"]
    outside = [each.get("href", "") for each in page(visitor.get(here).text).iter(f"{H}a")]
    assert not [each for each in outside if each.startswith(("http", "//"))]


def test_places_are_told_live(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    first = visitor.get(f"{PAGE}/places.json")
    wanted = {
        "needs": [{"id": refs["need"].id, "capacity": 1, "left": 1, "waiting": 0, "open": True}],
        "meetings": [{"id": refs["meeting"].id, "capacity": 2, "left": 2, "waiting": 0, "open": True}],
    }
    assert first.json() == wanted
    same = visitor.get(f"{PAGE}/places.json", headers={"if-none-match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    for number in (1, 2):
        send(house, visitor, typed(refs["need"], number))
    changed = visitor.get(f"{PAGE}/places.json", headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    assert changed.json()["needs"][0] == wanted["needs"][0] | {"left": 0, "waiting": 1, "open": False}


def test_a_meeting_that_moves_and_one_that_is_cancelled(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    here = send(house, visitor, typed(refs["meeting"])).headers["location"].replace("?", ".ics?")
    public = f"/meetings/{refs['meeting'].id}.ics"
    was, shown = event(visitor.get(here)), event(visitor.get(public))
    assert was["status"] == "TENTATIVE"
    night = datetime(2027, 3, 14, 7, 30, tzinfo=UTC)  # 03:30: the clocks went forward at 02:00
    with writing(house.engine) as session:
        row = session.get_one(Meeting, refs["meeting"].id)
        row.starts_at, row.ends_at, row.sequence = night, night + timedelta(hours=2), row.sequence + 1
    for path, old in ((here, was), (public, shown)):
        answer = visitor.get(path)
        moved = event(answer)
        assert moved["uid"] == old["uid"]
        assert moved["sequence"] > old["sequence"]
        assert moved.start == night
        assert vobject.readOne(answer.text).vevent.dtstart.value.astimezone(UTC) == night
    with writing(house.engine) as session:
        session.get_one(Meeting, refs["meeting"].id).cancelled_at = house.clock()
    assert event(visitor.get(public))["status"] == event(visitor.get(here))["status"] == "CANCELLED"


def test_ones_own_calendar_by_its_secret(house: Any, refs: dict[str, Ref]) -> None:
    visitor = browser(house)
    send(house, visitor, typed(refs["meeting"]))
    send(house, visitor, typed(refs["need"]))
    person = rows(house)[0].person_id
    address = house.people.calendar_address(person)
    answer = visitor.get(address)
    calendar = Calendar.from_ical(answer.content)
    assert isinstance(calendar, Calendar)
    assert [each["uid"] for each in calendar.events] == [rows(house)[0].uid]
    assert calendar["x-wr-calname"] == "My engagements – Luminance"
    assert answer.headers["cache-control"] == "no-store"
    visitor.post(f"{link(mailed(house)[0])}/withdraw")
    after = Calendar.from_ical(visitor.get(address).content)
    assert isinstance(after, Calendar)
    assert after.events == []
    house.people.revoke_calendar(person)
    assert visitor.get(address).status_code == 404


def test_an_example_is_confirmed_on_the_screen_and_writes_to_nobody(engine: Engine, tmp_path: Path) -> None:
    house = furnish(small_house(engine, tmp_path))
    with writing(house.engine) as session:
        ref = meeting(session, initiative(session, demonstration=True), 2, hours=125)
    visitor = browser(house)
    here = send(house, visitor, typed(ref)).headers["location"]
    shown = words(visitor.get(here).text)
    assert "Made-up example to show the service." in shown
    assert "We have written to you" not in shown
    assert visitor.post(here.replace("?", "/confirm?")).status_code == 303
    assert rows(house)[0].state is SignUpState.CONFIRMED
    assert mailed(house) == []
