"""The row above the scene: place, radius, words, more filters; and the twelve causes under it."""

from __future__ import annotations

import streamlit as st

from dashboard.components.causes import causes
from dashboard.components.more_filters import more_filters
from dashboard.components.place_search import place_search
from dashboard.components.radius import radius
from dashboard.state import View, change, seed, widget
from luminance_geo.catalogue.filters import MAX_WORDS
from luminance_geo.catalogue.results import Facets
from luminance_geo.i18n import Translator


def filter_bar(t: Translator, view: View, facets: Facets) -> None:
    """Place, radius, words and the popover of the other filters, on one line; the causes on the next."""
    with st.container(key="bar", horizontal=True, vertical_alignment="center"):
        with st.container(key="place", width=250):
            place_search(t, view)
        with st.container(key="radius", width=172):
            radius(t, view, facets)
        with st.container(key="q"):
            _words(t, view)
        with st.container(key="more", width="content"):
            more_filters(t, view, facets)
    causes(t, view, facets)


def _words(t: Translator, view: View) -> None:
    seed("words", view.filters.q)
    st.text_input(
        t("Words"),
        key="words",
        type="search",
        max_chars=MAX_WORDS,
        placeholder=t("Bike, garden, welcome…"),
        icon=":material/search:",
        live="350ms",
        autocomplete="off",
        on_change=lambda: change(q=" ".join((widget("words") or "").split())),
        label_visibility="collapsed",
    )
