"""Explore: the map, what narrows it, and the list or the panel beside it."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard.components.detail import detail, gone
from dashboard.components.filters import filter_bar
from dashboard.components.map import MapEvent, Ring, Selected, Tiles, render_map
from dashboard.components.results import results
from dashboard.first_marks import marks_first
from dashboard.house import house
from dashboard.language import current_translator
from dashboard.state import View, change, read
from luminance_geo.catalogue.cards import Detail
from luminance_geo.i18n import Translator, pick


def explore() -> None:
    """The whole screen, from the address."""
    t, view = current_translator(), read(house())
    facets = house().catalogue.facets(view.filters)
    bar = st.container(key="filters")
    shown = house().detail(view.selected) if view.selected else None
    with st.container(key="scene"):
        left, right = st.columns([0.4, 0.6], gap="small")
        with right, st.container(key="map"), marks_first(wanted=shown is None):
            _follow(_map(t, view, shown, facets.revision))
        with bar:
            filter_bar(t, view, facets)
        with left:
            if shown:
                detail(t, view, shown)
                return
            if view.selected:
                gone(t)
            results(t, view, facets)


def _map(t: Translator, view: View, shown: Detail | None, revision: int) -> MapEvent | None:
    """The map of the same filters as the list; sent before all else, so that it asks for its marks at once."""
    settings, filters = house().settings, view.filters
    ring = None
    if filters.near and filters.within_km is not None:
        ring = Ring(filters.near.lat, filters.near.lon, filters.within_km)
    query = {name: value for name, value in filters.to_query().items() if name != "sort"}
    return render_map(
        query=urlencode(query),
        language=t.language,
        selected=_selected(t, shown),
        ring=ring,
        tiles=Tiles(settings.tiles_url, settings.tiles_credit) if settings.tiles_url else None,
        hosts=view.hosts,
        revision=revision,
    )


def _selected(t: Translator, shown: Detail | None) -> Selected | None:
    if shown is None or shown.card.lat is None or shown.card.lon is None:
        return None
    card = shown.card
    name = pick(card.name, t.language).text[:200]
    return Selected(card.id, card.slug, name, card.causes[0], shown.card.lat, shown.card.lon, card.demonstration)


def _follow(event: MapEvent | None) -> None:
    """Open what was chosen on the map."""
    if event is None:
        return
    if event.kind == "host":
        change(host=str(event.id))
    else:
        change(selected=event.slug)
    st.rerun()
