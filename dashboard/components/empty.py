"""No result: what to change, what it would give, and a button that does it."""

from __future__ import annotations

import streamlit as st

from dashboard.components.place_search import place_label
from dashboard.components.text import plain
from dashboard.house import house
from dashboard.state import View, change, clear
from luminance_geo.catalogue.results import Loosened
from luminance_geo.i18n import N_, Translator

_MOST = 3
_WITHOUT = {
    "cause": N_("Any cause"),
    "skill": N_("Any skill"),
    "near": N_("Anywhere in Canada"),
    "region": N_("Any region"),
    "when": N_("Any date"),
    "open": N_("Full ones too"),
    "remote": N_("On site too"),
    "language": N_("Any language"),
    "governance": N_("Any way of deciding"),
    "sharing": N_("Any way of sharing"),
    "demonstration": N_("Demonstration examples too"),
    "q": N_("Without the words"),
}


def empty(t: Translator, view: View) -> None:
    """A calm box that says which filter to loosen, and by how much."""
    with st.container(border=True, key="empty", horizontal_alignment="center"):
        st.subheader(t("Nothing here yet"), anchor=False, text_alignment="center")
        st.markdown(_sentence(t, view), text_alignment="center")
        ways = list(house().catalogue.loosen(view.filters))[:_MOST]
        for rank, way in enumerate(ways):
            st.button(
                _label(t, way),
                key=f"loosen-{way.name}-{rank}",
                type="secondary" if rank else "primary",
                on_click=change,
                kwargs={way.name: way.value},
            )
        if not ways:
            st.button(t("Clear all filters"), key="loosen-all", type="primary", on_click=clear)


def _sentence(t: Translator, view: View) -> str:
    filters = view.filters
    if filters.near and filters.within_km is not None:
        where, far = plain(place_label(t, view.place)), t.distance(filters.within_km)
        return t("No initiative matches within {distance} of {place}.", distance=far, place=where)
    return t("No initiative matches these filters.")


def _label(t: Translator, way: Loosened) -> str:
    """`Within 25 km: 12 initiatives`."""
    if way.name == "within" and way.value:
        change_of = t("Widen to {distance}", distance=t.distance(float(way.value)))
    else:
        change_of = t(_WITHOUT.get(way.name, "Clear all filters"))
    found = t.plural("{count} initiative", "{count} initiatives", way.number_matched)
    return t("{change}: {found}", change=change_of, found=found)
