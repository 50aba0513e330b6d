"""How far to look: steps with what each would give, a slider, and a number to type."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.state import View, address, change, seed, widget
from luminance_geo.catalogue.filters import MAX_WITHIN_KM
from luminance_geo.catalogue.results import Facets
from luminance_geo.i18n import Translator

STEPS_KM = (1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0)
_SLIDER_KM = (
    *range(1, 11), 12, 15, 20, 25, 30, 40, 50, 60, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000,
)  # fmt: skip


@st.fragment
def radius(t: Translator, view: View, facets: Facets) -> None:
    """A field that opens on the radius; disabled, and saying so, until a place is given."""
    if address() != view.address:
        st.rerun()
    km = view.filters.within_km
    if view.filters.near is None or km is None:
        st.popover(t("Everywhere"), disabled=True, help=t("Choose a place first."), width="stretch", key="radius-open")
        return
    label = t("Within {distance}", distance=t.distance(km))
    popover = st.popover(label, width="stretch", key="radius-open", on_change="rerun")
    if popover.open:
        with popover:
            _steps(t, km, facets)
            _slider(t, km)
            _typed(t, km)


def _steps(t: Translator, km: float, facets: Facets) -> None:
    seed("radius-step", km if km in STEPS_KM else None)

    def label(step: float) -> str:
        return f"{t.distance(step)} :gray[{t.number(facets.within.get(f'{step:g}', 0))}]"

    st.pills(
        t("Distance from the place"),
        STEPS_KM,
        format_func=label,
        key="radius-step",
        on_change=_take("radius-step"),
    )


def _slider(t: Translator, km: float) -> None:
    nearest = min(_SLIDER_KM, key=lambda step: abs(step - km))
    seed("radius-slider", nearest)
    st.select_slider(
        t("Radius"),
        _SLIDER_KM,
        format_func=t.distance,
        key="radius-slider",
        on_change=_take("radius-slider"),
        label_visibility="collapsed",
    )


def _typed(t: Translator, km: float) -> None:
    seed("radius-typed", km)
    st.number_input(
        t("Kilometres"),
        min_value=0.1,
        max_value=MAX_WITHIN_KM,
        step=1.0,
        format="%g",
        key="radius-typed",
        on_change=_take("radius-typed"),
    )


def _take(key: str) -> Callable[[], None]:
    def taken() -> None:
        km = widget(key)
        if km:
            change(within=f"{km:g}")

    return taken
