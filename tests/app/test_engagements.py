"""My engagements: only for whoever is signed in now; what is coming, what is past, and what we hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from luminance_geo.bootstrap import House
from luminance_geo.settings import Settings
from luminance_geo.signups.model import SignUpState
from tests.app.conftest import Clock, Visit
from tests.app.people import copied, garden, signed_in, take

Drawn = dict[str, Any]
Open = Callable[..., AppTest]


@pytest.fixture
def prepared(prepared: Settings, tmp_path: Path) -> Settings:
    return copied(prepared, tmp_path)


def _screen() -> None:
    from dashboard.screens.engagements import engagements

    engagements()


@pytest.fixture
def look(house: House, drawn: Drawn) -> Open:
    def start(cookie: str = "", lang: str = "en") -> AppTest:
        drawn["cookie"] = cookie
        app = AppTest.from_function(_screen, default_timeout=30)
        app.query_params["lang"] = lang
        app.run()
        assert not app.exception, app.exception
        return app

    return start


def _words(app: AppTest) -> str:
    kinds = (app.title, app.header, app.markdown, app.text, app.success, app.error)
    return " ".join(each.value for kind in kinds for each in kind)


def _states(house: House, cookie: str) -> list[SignUpState]:
    who = house.people.who(cookie)
    assert who
    return [each.outcome.state for each in house.signups.mine(who.person_id)]


def test_signed_out_it_invites_to_sign_in(look: Open, drawn: Drawn) -> None:
    for lang, label in (("en", "Sign in"), ("fr", "Se connecter")):
        look(lang=lang)
        way = drawn["ways"]["sign-in"][label]
        asked = parse_qs(urlsplit(way["href"]).query)
        assert urlsplit(way["href"]).path == "/sign-in"
        assert asked["next"] == [f"/engagements?lang={lang}"]


def test_the_header_leads_in_and_out(visit: Visit, drawn: Drawn, house: House) -> None:
    visit(lang="en", near="H2R")
    assert "near%3DH2R" in drawn["ways"]["header-ways"]["Sign in"]["href"]
    drawn["cookie"] = signed_in(house, "ana@example.org")
    visit(lang="en")
    out = drawn["ways"]["header-ways"]["Sign out"]
    assert out["action"].startswith("/sign-out")
    assert out["fields"]["form"]


def test_without_any_it_leads_to_the_map(look: Open, drawn: Drawn, house: House) -> None:
    look(signed_in(house, "ana@example.org"))
    assert drawn["ways"]["explore"]["Explore the map"]["href"] == "/?lang=en"


def test_it_is_anonymous_from_the_run_after_signing_out(look: Open, house: House) -> None:
    cookie = signed_in(house, "ana@example.org")
    app = look(cookie)
    assert "My details" in _words(app)
    house.people.sign_out(cookie)
    app.run()
    assert "ana@example.org" not in _words(app)
    assert "My details" not in _words(app)


def test_one_confirms_withdraws_and_takes_back(look: Open, house: House) -> None:
    need, _ = garden(house)
    held = take(house, "ana@example.org", "need", need)
    cookie = signed_in(house, "ana@example.org")
    app = look(cookie)
    app.button(key=f"confirm-{held.sign_up_id}").click().run()
    assert "Your place is confirmed" in _words(app)
    assert _states(house, cookie) == [SignUpState.CONFIRMED]
    app.button(key=f"withdraw-{held.sign_up_id}").click().run()
    assert _states(house, cookie) == [SignUpState.WITHDRAWN]
    assert "You have withdrawn from" in _words(app)
    app.button(key="undo-withdraw").click().run()
    assert _states(house, cookie) == [SignUpState.CONFIRMED]
    assert not [each for each in app.button if each.key == "undo-withdraw"]


def test_waiting_says_the_rank(look: Open, house: House) -> None:
    need, _ = garden(house)
    for each in range(4):
        take(house, f"taker{each}@example.org", "need", need)
    take(house, "ana@example.org", "need", need)
    assert "rang\xa0: 2." in _words(look(signed_in(house, "ana@example.org"), lang="fr"))


def test_the_message_changes(look: Open, house: House) -> None:
    need, _ = garden(house)
    held = take(house, "ana@example.org", "need", need)
    cookie = signed_in(house, "ana@example.org")
    app = look(cookie)
    app.text_area(key=f"message-{held.sign_up_id}").set_value("J’apporte ma bêche.")
    next(each for each in app.button if each.label == "Save").click().run()
    who = house.people.who(cookie)
    assert who
    assert house.signups.mine(who.person_id)[0].message == "J’apporte ma bêche."


def test_what_is_over_is_past(look: Open, house: House, clock: Clock) -> None:
    _, meeting = garden(house)
    take(house, "ana@example.org", "meeting", meeting, signed_in(house, "ana@example.org"))
    assert "Coming" in _words(look(signed_in(house, "ana@example.org")))
    clock.move(days=10)
    words = _words(look(signed_in(house, "ana@example.org")))
    assert "Nothing is coming." in words
    assert "Past" in words


def test_the_calendar_s_address_is_made_shown_once_and_revoked(look: Open, house: House) -> None:
    cookie = signed_in(house, "ana@example.org")
    who = house.people.who(cookie)
    assert who
    app = look(cookie)
    app.button(key="calendar-make").click().run()
    assert house.people.has_calendar(who.person_id)
    assert "Keep it to yourself" in _words(app)
    assert "It is shown once" in _words(look(cookie))
    app.button(key="calendar-revoke").click().run()
    assert not house.people.has_calendar(who.person_id)


def test_details_and_language_change(look: Open, house: House) -> None:
    cookie = signed_in(house, "ana@example.org")
    app = look(cookie)
    app.text_input(key="details-name").set_value("Ana Autre")
    app.text_input(key="details-phone").set_value("514 555-0199")
    next(each for each in app.button if each.label == "Save").click().run()
    app.radio(key="details-language").set_value("en").run()
    who = house.people.who(cookie)
    assert who
    assert (who.name, who.language) == ("Ana Autre", "en")
    app.text_input(key="details-phone").set_value("x")
    next(each for each in app.button if each.label == "Save").click().run()
    assert app.error


def test_what_we_hold_can_be_taken_along_or_erased(look: Open, drawn: Drawn, house: House) -> None:
    look(signed_in(house, "ana@example.org"), lang="fr")
    shown = {each["href"] for each in drawn["ways"]["downloads"].values()}
    assert {"/me/data.json", "/me/data.zip", "/me/erase?lang=fr"} <= shown
    assert {each["action"] for each in drawn["ways"]["leave"].values()} == {
        "/sign-out?lang=fr",
        "/sign-out-everywhere?lang=fr",
    }
