"""The map component: constant base, settings that cannot run, choices handed over once."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import streamlit as st

from dashboard.components import map as map_component
from dashboard.components.map import MapEvent, Ring, Selected, Tiles, map_words, render_map
from dashboard.components.map_layer import base_map, settings_group
from luminance_geo.i18n import translator

NASTY = "</script><script>x</script> ${alert(1)} `b` \\x3c {{ 'feature_group' }} ' \" \u2028 \u202e &lt;"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Stands in for the frame: keeps the settings and returns what `answer` holds."""
    kept: dict[str, Any] = {"answer": {"last_active_drawing": None}}

    def stand_in(settings: dict[str, Any], key: str) -> Any:
        kept["settings"] = settings
        return kept["answer"]

    monkeypatch.setattr(map_component, "show_layer", stand_in)
    monkeypatch.setattr(st, "session_state", {})
    return kept


def script_of(settings: dict[str, Any]) -> str:
    group = settings_group(settings)
    return "".join(child._template.module.script(child, {}) for child in group._children.values())


def test_settings_reach_the_script_as_data() -> None:
    settings = {"query": NASTY, "selected": {"name": NASTY}}
    script = script_of(settings)
    found = re.fullmatch(r"window\.feature_group = \[\];window\.luminance\.update\(map_div, (.*)\);", script, re.DOTALL)
    assert found
    assert json.loads(found[1]) == settings
    assert "<" not in found[1]
    assert "'" not in found[1]


def test_the_base_map_loads_only_from_our_own_origin_and_never_varies() -> None:
    first, second = base_map(["/a.js"], ["/a.css"]), base_map(["/a.js"], ["/a.css"])
    assert [address for _, address in [*first.default_js, *first.default_css]] == ["/a.js", "/a.css"]
    bare = [re.sub(r"[0-9a-f]{32}", "", each.get_root().render()) for each in (first, second)]
    assert bare[0] == bare[1]
    assert "http" not in bare[0].replace("http-equiv", "")


def test_settings_are_plain_data(shown: dict[str, Any]) -> None:
    chosen = Selected(7, "jardin", NASTY, "food", 45.5, -73.6)
    render_map(
        query="cause=food",
        language="fr",
        selected=chosen,
        ring=Ring(45.5, -73.6, 2.5),
        tiles=Tiles("/t", "©"),
        hosts=True,
    )
    settings = shown["settings"]
    assert json.loads(json.dumps(settings)) == settings
    assert settings["ring"] == {"lat": 45.5, "lon": -73.6, "radius_km": 2.5, "label": "2,5\xa0km"}
    assert settings["selected"]["id"] == 7


def test_a_choice_is_handed_over_once(shown: dict[str, Any]) -> None:
    def run() -> MapEvent | None:
        return render_map(query="", language="en")

    assert run() is None
    properties = {"kind": "initiative", "id": 7, "slug": "jardin", "click": "a-1"}
    drawing = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-73.6, 45.5]}, "properties": properties}
    shown["answer"] = {"last_active_drawing": drawing}
    assert run() == MapEvent("initiative", 7, "jardin", 45.5, -73.6)
    assert run() is None
    shown["answer"] = {"last_active_drawing": {**drawing, "properties": {**properties, "click": "a-2"}}}
    assert run() == MapEvent("initiative", 7, "jardin", 45.5, -73.6)


@pytest.mark.parametrize("answer", [None, {}, {"last_active_drawing": {"type": "Feature"}}])
def test_nothing_chosen(shown: dict[str, Any], answer: object) -> None:
    shown["answer"] = answer
    assert render_map(query="", language="fr") is None


def test_every_sentence_is_in_french_and_keeps_its_placeholders() -> None:
    french, english = map_words(translator("fr")), map_words(translator("en"))
    same = {name for name in french if french[name] == english[name]}
    assert same <= {"one", "many"}
    for name, text in english.items():
        assert re.findall(r"\{\w+\}", text) == re.findall(r"\{\w+\}", french[name])
