"""The sign-up panel: what it sends, what it answers, and what it never does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from luminance_geo.bootstrap import House
from luminance_geo.settings import Settings
from tests.app.conftest import Clock, Visit
from tests.app.people import GARDEN_SLUG, copied, garden, signed_in, take

Drawn = dict[str, Any]


@pytest.fixture
def prepared(prepared: Settings, tmp_path: Path) -> Settings:
    return copied(prepared, tmp_path)


def _sent(choice: str, **more: Any) -> dict[str, Any]:
    sent = {"key": "0" * 32, "number": 1, "choice": choice, "name": "Ana Exemple", "email": "ana@example.org"}
    return {**sent, "consent": True, **more}


def _left(house: House) -> list[int | None]:
    places = house.signups.places(GARDEN_SLUG)
    assert places
    return [each.left for each in (*places.needs, *places.meetings)]


def _send(app: AppTest, drawn: Drawn, sent: dict[str, Any], name: str = "asked") -> dict[str, Any]:
    drawn[name] = sent
    app.run()
    assert not app.exception
    reply: dict[str, Any] = drawn["sign_up"]["reply"]
    assert reply["number"] == sent["number"]
    return reply


def test_a_place_is_kept_and_given_back(visit: Visit, drawn: Drawn, house: House, clock: Clock) -> None:
    need, _ = garden(house)
    app = visit(selected=GARDEN_SLUG, lang="fr")
    assert [each["id"] for each in drawn["sign_up"]["choices"]] == [f"need-{need}", f"meeting-{garden(house)[1]}"]
    clock.move(seconds=5)
    answer = _send(app, drawn, _sent(f"need-{need}"))["answer"]
    assert answer["title"] == "Votre place est gardée"
    assert "{email}" in answer["lines"][1]
    assert _left(house) == [2, 8]
    undo = next(way for way in answer["ways"] if way.get("action") == "undo")
    again = _send(app, drawn, {"token": undo["token"], "number": 2}, "undone")["answer"]
    assert again["title"] == "Votre désistement est noté"
    assert _left(house) == [3, 8]


def test_sending_twice_takes_one_place(visit: Visit, drawn: Drawn, house: House, clock: Clock) -> None:
    need, _ = garden(house)
    app = visit(selected=GARDEN_SLUG)
    clock.move(seconds=5)
    first = _send(app, drawn, _sent(f"need-{need}"))
    second = _send(app, drawn, _sent(f"need-{need}", number=2))
    assert first["answer"] == second["answer"]
    assert _left(house) == [2, 8]


def test_a_meeting_gives_a_calendar_file(visit: Visit, drawn: Drawn, house: House, clock: Clock) -> None:
    app = visit(selected=GARDEN_SLUG, lang="en")
    clock.move(seconds=5)
    answer = _send(app, drawn, _sent(f"meeting-{garden(house)[1]}"))["answer"]
    calendar = answer["ways"][0]
    assert calendar["href"].endswith(".ics")
    assert calendar["download"]


def test_errors_stand_beside_their_fields_in_the_person_s_language(
    visit: Visit, drawn: Drawn, house: House, clock: Clock
) -> None:
    need, _ = garden(house)
    app = visit(selected=GARDEN_SLUG, lang="fr")
    clock.move(seconds=5)
    for field, wrong in {
        "email": {"email": "ana@"}, "name": {"name": " "}, "consent": {"consent": False},
        "accessibility_consent": {"accessibility": "une rampe"}, "form": {"choice": "need-999999"},
        "message": {"message": "m" * 1001},
    }.items():  # fmt: skip
        errors = _send(app, drawn, {**_sent(f"need-{need}"), **wrong})["errors"]
        assert list(errors) == [field], errors
    assert _left(house) == [3, 8]


@pytest.mark.parametrize(
    "sent", [{}, {"choice": 3}, {"choice": "need-x"}, {"choice": ["need-1"], "name": {}}, {"website": "spam"}]
)
def test_what_only_a_program_sends_takes_nothing(
    visit: Visit, drawn: Drawn, house: House, clock: Clock, sent: dict[str, Any]
) -> None:
    need, _ = garden(house)
    app = visit(selected=GARDEN_SLUG)
    clock.move(seconds=5)
    base = _sent(f"need-{need}") if "website" in sent else {"consent": True, "number": 1}
    assert _send(app, drawn, {**base, **sent})["errors"]
    assert _left(house) == [3, 8]


def test_too_fast_is_refused_once(visit: Visit, drawn: Drawn, house: House, clock: Clock) -> None:
    need, _ = garden(house)
    app = visit(selected=GARDEN_SLUG, lang="en")
    assert _send(app, drawn, _sent(f"need-{need}"))["errors"] == {"form": "That was very fast. Send again."}
    clock.move(seconds=3)
    assert _send(app, drawn, _sent(f"need-{need}", number=2))["answer"]["title"] == "Your place is kept"


def test_someone_we_know_needs_one_click(visit: Visit, drawn: Drawn, house: House) -> None:
    drawn["cookie"] = signed_in(house, "ana@example.org")
    app = visit(selected=GARDEN_SLUG, lang="en")
    assert drawn["sign_up"]["who"] == {"name": "Ève Exemple", "email": "ana@example.org"}
    assert "agree" in drawn["sign_up"]["words"]["agreed"]
    sent = {"key": "1" * 32, "number": 1, "choice": f"need-{garden(house)[0]}"}
    assert _send(app, drawn, sent)["answer"]["title"] == "Your place is confirmed"


def test_when_full_one_waits_in_line(visit: Visit, drawn: Drawn, house: House, clock: Clock) -> None:
    need, _ = garden(house)
    for each in range(3):
        take(house, f"taker{each}@example.org", "need", need)
    app = visit(selected=GARDEN_SLUG, lang="fr")
    assert drawn["sign_up"]["places"][f"need-{need}"]["left"] == 0
    clock.move(seconds=5)
    answer = _send(app, drawn, _sent(f"need-{need}"))["answer"]
    assert answer["title"] == "Vous êtes en liste d’attente"
    assert any(line.endswith(": 1.") for line in answer["lines"])


def test_a_stranger_learns_nothing_about_an_address(visit: Visit, drawn: Drawn, house: House, clock: Clock) -> None:
    need, _ = garden(house)
    take(house, "ana@example.org", "need", need)
    app = visit(selected=GARDEN_SLUG, lang="en")
    clock.move(seconds=5)
    answer = _send(app, drawn, _sent(f"need-{need}"))["answer"]
    assert answer["ways"] == []
    assert answer["title"] == "Look at your messages"


def test_what_asks_for_nobody_has_no_panel(visit: Visit, drawn: Drawn) -> None:
    visit(near="Montréal", within="5", demonstration="false")
    register = next(card for card in drawn["list"]["cards"] if card["badge"])
    visit(selected=register["slug"])
    assert "sign_up" not in drawn
    assert "places" not in drawn


def test_an_example_says_so_beside_the_button(visit: Visit, drawn: Drawn) -> None:
    visit(selected=GARDEN_SLUG, lang="en")
    assert drawn["sign_up"]["words"]["example"] == ""
