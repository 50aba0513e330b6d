"""One line each, above the list: what this is on a first visit, what part of it is invented, what could not be used."""

from __future__ import annotations

import streamlit as st

from dashboard.components.host import host_card
from dashboard.components.place_search import place_search
from dashboard.components.text import plain
from dashboard.state import View, change
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.results import Facets
from luminance_geo.i18n import Translator


def notices(t: Translator, view: View, facets: Facets) -> None:
    """What needs saying now, nothing else."""
    for number, problem in enumerate(view.problems):
        with st.container(key=f"problem-{number}"):
            values = {name: plain(str(value)) for name, value in problem.values.items()}
            st.warning(t(problem.message, **values), icon=":material/info:")
    if view.host is not None:
        host_card(t, view.host)
    if view.pristine:
        _welcome(t)
    if view.filters.demonstration is not False:
        _demonstration(t, facets.demonstration.get("true", 0))


def _welcome(t: Translator) -> None:
    with st.container(key="welcome", border=True):
        st.markdown(t("Citizen initiatives near you, on a map: find one, and take part."))
        place_search(t, View({}, {}, Filters()), variant="button")


def _demonstration(t: Translator, count: int) -> None:
    if not count:
        return
    with st.container(key="demonstration", horizontal=True, vertical_alignment="center", gap="small"):
        said = t.plural(
            "{count} made-up example shows the service.", "{count} made-up examples show the service.", count
        )
        st.markdown(f":small[:material/science: {said}]")
        st.button(
            t("Hide them"),
            key="hide-demonstration",
            type="tertiary",
            on_click=change,
            kwargs={"demonstration": "false"},
        )
