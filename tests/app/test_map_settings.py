"""What reaches the map's frame is data: no text of a person's runs on the server or leaves its string."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit_folium import _get_feature_group_string

from dashboard.components.map_layer import base_map, settings_group
from tests.browser.seeds import HOSTILE


@pytest.mark.parametrize("text", [*HOSTILE, "{{7*7}}", "{% raw %}", "{#", "{{{%{#", "{{ cycler.__init__ }}"])
def test_names_reach_the_frame_unchanged(text: str) -> None:
    script = _get_feature_group_string(settings_group({"selected": {"name": text}}), base_map([], []))
    found = re.search(r"luminance\.update\(map_div, (.*?)\);", script)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    assert read["selected"]["name"] == text
    assert "<" not in found[1]
