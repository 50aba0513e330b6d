"""The page of a sign-up behind its link, its calendar files and live counts, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from icalendar import Calendar
from sqlalchemy import Engine, text

from luminance_geo.database import writing
from luminance_geo.meetings.model import Meeting
from luminance_geo.signups.model import SignUpState
from luminance_geo.signups.service import Ref
from tests.integration.signups.seeds import initiative, meeting
from tests.integration.web.signing_up import PAGE, POST, event, furnish, link, offered, rows, send, typed
from tests.integration.web.visitor import BASE, H, browser, mailed, page, small_house, words


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Any:
    return furnish(small_house(engine, tmp_path))


@pytest.fixture
def refs(house: Any) -> dict[str, Ref]:
    return offered(house)


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
