"""The twelve causes in a row, each with its disc and what it would give.

One element of our own: Streamlit's pills parse a Markdown text each, at every change of a count.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.components.icons import disc_url
from dashboard.components.own import element
from dashboard.state import View, change
from luminance_geo import vocabulary
from luminance_geo.catalogue.results import Facets
from luminance_geo.i18n import Translator

_KEY = "causes"


def causes(t: Translator, view: View, facets: Facets) -> None:
    """A toggle per cause."""
    options = [
        {
            "code": code,
            "label": term.label(t.language),
            "disc": disc_url(code),
            "count": t.number(facets.causes.get(code, 0)),
            "chosen": code in view.filters.cause,
        }
        for code, term in vocabulary.causes().items()
    ]
    show_causes({"label": t("Causes"), "options": options})


def show_causes(data: dict[str, Any]) -> None:
    """Mount or update the row. Tests of the screens stand in for this."""
    element("causes", '<div role="toolbar"></div>')(
        key=_KEY, data=data, on_chosen_change=lambda: choose(str(st.session_state[_KEY].get("chosen") or ""))
    )


def choose(codes: str) -> None:
    """Write the causes to the address; `codes` are joined by commas."""
    change(cause=",".join(sorted(set(codes.split(",")) & vocabulary.causes().keys())))
