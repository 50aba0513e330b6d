"""The screens without a browser: Streamlit's AppTest, a small database, and the map stood in for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import first_marks, identity
from dashboard.components import cards as cards_component
from dashboard.components import causes as causes_component
from dashboard.components import live_places as places_component
from dashboard.components import map as map_component
from dashboard.components import roles as roles_component
from dashboard.components import sign_up as sign_up_component
from dashboard.components import ways as ways_component
from dashboard.house import set_house
from luminance_geo.bootstrap import House, open_house, prepare
from luminance_geo.database import make_engine, writing
from luminance_geo.settings import Settings
from tests.browser.seeds import plant

SCRIPT = Path(dashboard.__file__).parent / "app.py"
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)  # noon in Montréal on a Monday
Visit = Callable[..., AppTest]
Send = Callable[[dict[str, Any]], None]


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit puts its script in the place of `__main__`; processes that later tests start would run it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Registers and the initiatives that the tests know, without demonstration."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("app"))
    prepare(settings, demonstration=False, clock=lambda: NOW)
    engine = make_engine(settings.resolved_database_url)
    with writing(engine) as session:
        plant(session, NOW)
    engine.dispose()
    return settings


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(prepared: Settings, clock: Clock) -> Iterator[House]:
    opened = open_house(prepared, clock=clock, refresh=False)
    set_house(opened)
    yield opened
    set_house(None)
    opened.close()


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What our own elements were last asked to draw; `chosen` is what the map answers, `cookie` the browser's.

    `choose_causes` are the codes, joined by commas, that a person chooses at the next run; `asked` and `undone` are
    what the sign-up form sends then.
    """
    seen: dict[str, Any] = {"chosen": {}, "cookie": "", "ways": {}}

    def layer(settings: dict[str, Any], _key: str) -> dict[str, Any]:
        seen["map"] = settings
        first_marks.note_drawn(settings["drawn"])
        return dict(seen["chosen"])

    def row(data: dict[str, Any]) -> None:
        seen["causes"] = data
        if "choose_causes" in seen:
            causes_component.choose(seen.pop("choose_causes"))
            st.rerun()

    def form(_key: str, data: dict[str, Any], asked: Send, withdrawn: Send) -> None:
        seen["sign_up"] = data
        for name, send in (("asked", asked), ("undone", withdrawn)):
            if name in seen:
                send(seen.pop(name))
                st.rerun(scope="app")

    def ways(key: str, data: dict[str, Any]) -> None:
        seen["ways"][key] = {each["label"]: each for each in data["ways"]}

    monkeypatch.setattr(identity, "session_token", lambda: seen["cookie"])
    monkeypatch.setattr(identity, "visitor_address", lambda: "203.0.113.7")
    monkeypatch.setattr(ways_component, "show_ways", ways)
    monkeypatch.setattr(sign_up_component, "show_sign_up", form)
    monkeypatch.setattr(places_component, "show_places", lambda data: seen.__setitem__("places", data))
    monkeypatch.setattr(roles_component, "show_roles", lambda data: seen.__setitem__("roles", data))
    monkeypatch.setattr(map_component, "show_layer", layer)
    monkeypatch.setattr(causes_component, "show_causes", row)
    monkeypatch.setattr(cards_component, "show_cards", lambda data: seen.__setitem__("list", data))
    return seen


@pytest.fixture
def visit(house: House, drawn: dict[str, Any]) -> Visit:
    """`visit(near=…, lang=…)`: the screen at that address, after its first run."""

    def start(**query: str) -> AppTest:
        app = AppTest.from_file(str(SCRIPT), default_timeout=30)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception
        return app

    return start
