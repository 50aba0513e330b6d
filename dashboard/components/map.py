"""The map of Explore: it fetches and draws by itself, and says here only what a person chose on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import streamlit as st

from dashboard.components.map_layer import base_map, settings_group
from dashboard.first_marks import drawn_address
from luminance_geo.i18n import Language, Translator, translator
from luminance_geo.web.basemap import basemap_version, map_files

CELLS = "/api/v1/cells"
LEAFLET_SCRIPT = "/assets/vendor/leaflet/leaflet.js?v=1.9.3"
LEAFLET_STYLE = "/assets/vendor/leaflet/leaflet.css?v=1.9.3"
HEIGHT = 600  # pixels until the page's style sets the frame's real height


@dataclass(frozen=True, slots=True)
class Selected:
    """The initiative shown in the panel; position in WGS84 degrees."""

    id: int
    slug: str
    name: str
    cause: str
    lat: float
    lon: float
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """The radius that is searched; centre in WGS84 degrees."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Tiles:
    """A street tile address with `{z}`, `{x}`, `{y}`, and the credit its owners ask for."""

    url: str
    credit: str


@dataclass(frozen=True, slots=True)
class MapEvent:
    """What a person chose on the map: an initiative, or a place that hosts."""

    kind: Literal["initiative", "host"]
    id: int | str
    slug: str | None
    lat: float
    lon: float


def render_map(
    *,
    query: str,
    language: Language,
    selected: Selected | None = None,
    ring: Ring | None = None,
    tiles: Tiles | None = None,
    hosts: bool = False,
    revision: int = 0,
    key: str = "map",
) -> MapEvent | None:
    """Draw the map and return what was chosen on it since the last run, once, else None.

    `query` is the filters as a query string (`Filters.to_query`, URL-encoded), without language or page. Moving the map
    never reruns the script; changing any argument redraws the layer without remounting the frame. A new `revision`
    makes it ask again. The mode, day or night, is read from the page by the frame itself.
    """
    settings = {
        "query": query,
        "language": language,
        "selected": asdict(selected) if selected else None,
        "ring": _ring(ring, translator(language)),
        "tiles": asdict(tiles) if tiles else None,
        "hosts": hosts,
        "revision": revision,
        "cells": CELLS,
        "basemap": basemap_version(),
        "drawn": drawn_address(),
        "words": map_words(translator(language)),
    }
    return _new_event(show_layer(settings, key), key)


def show_layer(settings: dict[str, Any], key: str) -> Mapping[str, Any]:
    """Mount or update the frame and return what streamlit-folium gives. Tests of the screens stand in for this."""
    # Imported here, inside a running app: a component declared before Streamlit's runtime exists is never served.
    from streamlit_folium import st_folium

    version = map_files().version
    ground = base_map(
        [LEAFLET_SCRIPT, f"/basemap/map.js?v={version}"], [LEAFLET_STYLE, f"/basemap/map.css?v={version}"]
    )
    found: Mapping[str, Any] = st_folium(
        ground,
        key=key,
        height=HEIGHT,
        use_container_width=True,
        feature_group_to_add=settings_group(settings),
        returned_objects=["last_active_drawing"],
    )
    return found


def _ring(ring: Ring | None, t: Translator) -> dict[str, object] | None:
    return {**asdict(ring), "label": t.distance(ring.radius_km)} if ring else None


def _new_event(found: Mapping[str, Any] | None, key: str) -> MapEvent | None:
    """The choice among the frame's values, unless an earlier run has had it."""
    drawing = (found or {}).get("last_active_drawing") or {}
    chosen = drawing.get("properties", {})
    handled = f"{key}-handled"
    if not chosen.get("click") or st.session_state.get(handled) == chosen["click"]:
        return None
    st.session_state[handled] = chosen["click"]
    if chosen.get("kind") not in ("initiative", "host") or chosen.get("id") is None:
        return None
    lon, lat = drawing["geometry"]["coordinates"]
    return MapEvent(chosen["kind"], chosen["id"], chosen.get("slug"), lat, lon)


def map_words(t: Translator) -> dict[str, str]:
    """Every sentence of the map's script; `{count}` is filled there, with this language's separators."""
    return {
        "title": t("Map of initiatives"),
        "skip": t("Skip the marks of the map"),
        "end": t("End of the map"),
        "zoom_in": t("Zoom in"),
        "zoom_out": t("Zoom out"),
        "credit": t("Basemap: Natural Earth, Statistics Canada, MAMH, GeoNames, cities"),
        "failed": t("The map could not be updated."),
        "retry": t("Try again"),
        "streets_silent": t("Street tiles are not answering; the built-in map takes over."),
        "view_none": t("No initiative in this view."),
        "view_one": t("1 initiative in this view."),
        "view_many": t("{count} initiatives in this view."),
        "view_outside": t("{count} more outside the radius."),
        "one": t("1 initiative"),
        "many": t("{count} initiatives"),
        "hosts_many": t("{count} places that host"),
        "host_one": t("1 place that hosts"),
        "outside": t("outside the radius"),
        "demonstration": t("demonstration"),
        "selected": t("selected"),
        "zooms_in": t("zoom in"),
        "opens_list": t("show the list"),
        "stack_title": t("{count} initiatives here"),
        "hosts_here": t("{count} places that host here"),
        "stack_more": t("and {count} more"),
        "close": t("Close"),
    }
