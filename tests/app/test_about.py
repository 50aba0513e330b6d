"""About: promises, figures, sources with their licences."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.text import plain
from dashboard.house import house as current_house
from dashboard.house import set_house
from luminance_geo.bootstrap import House
from luminance_geo.errors import NotReady
from luminance_geo.sources import sources


def _screen() -> None:
    from dashboard.screens.about import about

    about()


def test_every_source_is_credited_with_its_licence(house: House) -> None:
    app = AppTest.from_function(_screen, default_timeout=30)
    app.query_params["lang"] = "en"
    app.run()
    assert not app.exception
    words = " ".join(element.value for element in app.markdown)
    assert "No advertising" in words
    for source in sources().values():
        assert plain(source.licence) in words
    assert app.metric[0].value == f"{house.counts().register:,}"


def test_without_a_house_the_message_says_what_to_run() -> None:
    set_house(None)
    with pytest.raises(NotReady, match="luminance serve"):
        current_house()
