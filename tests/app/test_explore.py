"""Explore: the address is the state; widgets follow it and write it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

from luminance_geo.bootstrap import House
from luminance_geo.i18n import translator
from tests.app.conftest import Visit
from tests.browser.seeds import FAR, GARDEN, RIMOUSKI, TABLE

NEAR = f"{RIMOUSKI[0]},{RIMOUSKI[1]}"


def _titles(drawn: dict[str, Any]) -> list[str]:
    return [card["title"] for card in drawn["list"]["cards"]]


def _address(app: AppTest) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[-1] for name, value in app.query_params.items()}


def test_the_list_holds_what_the_map_asks_for(visit: Visit, drawn: dict[str, Any], house: House) -> None:
    app = visit(near=NEAR, within="5", cause="food,nature", lang="fr")
    asked = {name: values[0] for name, values in parse_qs(drawn["map"]["query"]).items()}
    assert asked == {"near": NEAR, "within": "5", "cause": "food,nature"}
    found = house.catalogue.search(house.parse_filters(asked))
    assert app.subheader[0].value == translator("fr").plural(
        "{count} initiative", "{count} initiatives", found.number_matched
    )
    assert {TABLE, GARDEN} <= set(_titles(drawn))
    assert FAR not in _titles(drawn)


def test_choosing_a_cause_writes_codes_to_the_address(visit: Visit, drawn: dict[str, Any]) -> None:
    app = visit(near=NEAR, within="5", page="3")
    drawn["choose_causes"] = "nature"
    app.run()
    assert _address(app) == {"near": NEAR, "within": "5", "cause": "nature"}
    assert GARDEN in _titles(drawn)
    assert TABLE not in _titles(drawn)


def test_words_go_to_the_address(visit: Visit) -> None:
    app = visit(near=NEAR)
    app.text_input(key="words").set_value("  jardin   voisines ").run()
    assert _address(app) == {"near": NEAR, "q": "jardin voisines"}


def test_the_order_is_that_of_the_address(visit: Visit, drawn: dict[str, Any]) -> None:
    visit(near=NEAR, within="5", cause="food,nature", sort="name")
    assert _titles(drawn).index(TABLE) < _titles(drawn).index(GARDEN)


def test_an_address_that_changed_outside_brings_the_widgets_along(visit: Visit, drawn: dict[str, Any]) -> None:
    app = visit(cause="food", q="pain")
    app.query_params["cause"] = "nature"
    del app.query_params["q"]
    app.run()
    assert [option["code"] for option in drawn["causes"]["options"] if option["chosen"]] == ["nature"]
    assert app.text_input(key="words").value == ""


def test_unusable_parameters_are_said_and_left_out(visit: Visit, drawn: dict[str, Any]) -> None:
    app = visit(cause="nonsense", near="zzzzqqqq", within="5", fbclid="abc")
    assert len(app.warning) == 2
    assert drawn["map"]["query"] == ""


def test_a_choice_on_the_map_opens_the_panel(visit: Visit, drawn: dict[str, Any]) -> None:
    app = visit(near=NEAR, within="5")
    drawn["chosen"] = {
        "last_active_drawing": {
            "geometry": {"coordinates": [RIMOUSKI[1], RIMOUSKI[0]]},
            "properties": {"kind": "initiative", "id": 1, "slug": "la-tablee-du-mardi", "click": "1"},
        }
    }
    app.run()
    assert _address(app)["selected"] == "la-tablee-du-mardi"
    assert app.header[0].value == TABLE
    assert drawn["map"]["selected"]["slug"] == "la-tablee-du-mardi"


def test_the_panel_says_needs_meetings_and_how_people_organise(visit: Visit, drawn: dict[str, Any]) -> None:
    app = visit(selected="la-tablee-du-mardi", lang="en")
    words = " ".join([element.value for element in app.markdown] + [element.value for element in app.text])
    for said in ("Decisions by consensus", "Given back to the community"):
        assert said in words
    needs, meetings = drawn["roles"]["groups"]
    assert needs["items"][0]["title"] == "Kitchen"
    assert "First Aid" in needs["items"][0]["extra"]
    assert len(meetings["items"]) == 1
    assert drawn["places"]["url"] == "/initiatives/la-tablee-du-mardi/places.json"
    assert [drawn["places"]["places"][each] for each in drawn["places"]["counted"]] == [
        {"capacity": 5, "left": 3},
        {"capacity": 8, "left": 8},
    ]
    assert "En cercle, chaque mois." in words
    app.button(key="back").click().run()
    assert "selected" not in _address(app)


def test_a_filter_closes_the_panel(visit: Visit, drawn: dict[str, Any]) -> None:
    app = visit(selected="la-tablee-du-mardi", near=NEAR)
    drawn["choose_causes"] = "food"
    app.run()
    assert _address(app) == {"near": NEAR, "cause": "food"}


def test_a_link_to_what_is_gone_says_so(visit: Visit) -> None:
    app = visit(selected="never-was", lang="en")
    assert "no longer published" in app.info[0].value


def test_chips_take_away_what_they_name(visit: Visit) -> None:
    app = visit(near=NEAR, cause="food,nature", open="true", q="pain")
    app.button(key="chip-cause-food").click().run()
    app.button(key="chip-open").click().run()
    assert _address(app) == {"near": NEAR, "cause": "nature", "q": "pain"}
    app.button(key="chips-clear").click().run()
    assert _address(app) == {}


def test_an_empty_result_offers_what_gives_some(visit: Visit, drawn: dict[str, Any], house: House) -> None:
    app = visit(near=NEAR, within="1", cause="repair", q="atelier bic", lang="en")
    assert app.subheader[0].value == "0 initiatives"
    way = house.catalogue.loosen(house.parse_filters(_address(app)))[0]
    button = next(found for found in app.button if (found.key or "").startswith("loosen-"))
    assert button.label.endswith(f"{way.number_matched} initiative" + ("s" if way.number_matched > 1 else ""))
    button.click().run()
    assert app.subheader[0].value == button.label.rpartition(": ")[2]
    assert _titles(drawn)


def test_the_language_switch_changes_the_words_and_keeps_the_state(visit: Visit, drawn: dict[str, Any]) -> None:
    app = visit(near=NEAR, within="5", cause="food", lang="fr")
    app.button_group(key="language-switch").set_value("en").run()
    assert _address(app) == {"near": NEAR, "within": "5", "cause": "food", "lang": "en"}
    assert drawn["map"]["language"] == "en"
    assert f"{TABLE} (EN)" in _titles(drawn)


def test_pages_turn(visit: Visit, drawn: dict[str, Any]) -> None:
    app = visit()
    first = _titles(drawn)
    app.button(key="page-next").click().run()
    assert _address(app)["page"] == "2"
    assert _titles(drawn) != first
    app.button(key="page-previous").click().run()
    assert "page" not in _address(app)
    assert _titles(drawn) == first


def test_register_entries_say_where_they_come_from(visit: Visit, drawn: dict[str, Any], house: House) -> None:
    visit(near="Montréal", within="5", lang="en")
    entry = next(card for card in drawn["list"]["cards"] if card["badge"])
    assert entry["badge"]["text"] == "Open register"
    app = visit(selected=entry["slug"], lang="en")
    assert "not yet confirmed by its organisers" in app.info[0].value
    assert any("licence" in element.value for element in app.markdown)
