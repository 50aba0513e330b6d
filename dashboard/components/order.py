"""The order of the list."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from dashboard.components.own import element
from dashboard.state import View, change
from luminance_geo.catalogue.filters import Sort
from luminance_geo.i18n import N_, Translator

_KEY = "order"
_CHEVRON = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m5 9 7 7 7-7"/></svg>'
_HTML = f'<div class="order"><select></select>{_CHEVRON}</div>'
SORTS: dict[Sort, str] = {
    "distance": N_("Nearest first"),
    "soonest": N_("Soonest first"),
    "newest": N_("Newest first"),
    "name": N_("By name"),
}


def order(t: Translator, view: View) -> None:
    """A choice of orders; by distance only around a place."""
    choices = [sort for sort in get_args(Sort) if sort != "distance" or view.filters.near]
    data = {
        "label": t("Order"),
        "options": [[sort, t(SORTS[sort])] for sort in choices],
        "value": view.sort if view.sort in choices else "soonest",
    }
    with st.container(key="sort", width=196):
        element("order", _HTML)(key=_KEY, data=data, on_chosen_change=_choose)


def _choose() -> None:
    chosen = st.session_state[_KEY].get("chosen")
    if chosen in SORTS:
        change(sort=chosen)
