"""What Python pushes into the map's frame: the settings of our own layer, as data, never as text that runs.

These element classes live in an imported module because folium compiles their Jinja templates where they are defined.
"""

from __future__ import annotations

import re
from typing import Any

import folium
from branca.element import MacroElement
from jinja2 import Template
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

_OPENS_TEMPLATE = re.compile(r"\{(?=[{%#])")


class ForgetOldGroups(MacroElement):
    """First child of the pushed group: streamlit-folium keeps every group it was ever given unless told not to."""

    _template = Template("{% macro script(this, kwargs) %}window.feature_group = [];{% endmacro %}")

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]


class LayerSettings(MacroElement):
    """Hands the settings to `luminance.update`, as JSON without a character that could end the script or a string.

    streamlit-folium compiles what folium rendered as a template once more: a name that holds `{{` or `{%` would run on
    the server. No structure of JSON holds them, so they are escaped wherever they stand.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}window.luminance.update(map_div, {{ this.data }});{% endmacro %}"
    )

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "LayerSettings"
        self.settings = settings

    @property
    def data(self) -> Markup:
        """The settings as a JavaScript literal."""
        return Markup(_OPENS_TEMPLATE.sub(r"\\u007b", htmlsafe_json_dumps(self.settings)))  # noqa: S704 - see above


def settings_group(settings: dict[str, Any]) -> folium.FeatureGroup:
    """The group for `st_folium(feature_group_to_add=…)`: a change of settings reaches the map without remount."""
    group = folium.FeatureGroup(name="luminance", control=False)
    group.add_child(ForgetOldGroups())
    group.add_child(LayerSettings(settings))
    return group


def base_map(scripts: list[str], styles: list[str]) -> folium.Map:
    """The constant base map: no tiles of folium's, no script from elsewhere. Anything that varies would remount it."""
    ground = folium.Map(
        location=(56.0, -96.0), zoom_start=4, tiles=None, min_zoom=2, max_zoom=18, zoom_control=False,
        attribution_control=False, world_copy_jump=False, zoom_snap=0.5, fade_animation=False,
    )  # fmt: skip
    ground.default_js = [(f"script{i}", address) for i, address in enumerate(scripts)]
    ground.default_css = [(f"style{i}", address) for i, address in enumerate(styles)]
    return ground
