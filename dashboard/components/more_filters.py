"""The filters behind the button: skills, dates, open places, remote, language, how people organise."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.components.skills import skills
from dashboard.components.when import when
from dashboard.state import View, address, change, seed, widget
from luminance_geo import vocabulary
from luminance_geo.catalogue.results import Facets
from luminance_geo.i18n import Translator
from luminance_geo.vocabulary import Term

HIDDEN = ("skill", "when", "open", "remote", "language", "governance", "sharing", "demonstration")


@st.fragment
def more_filters(t: Translator, view: View, facets: Facets) -> None:
    """A button that says how many of its filters are at work; what is behind it is made when it opens.

    A fragment: opening redraws this alone, and a choice inside is followed by a run of the whole script.
    """
    if address() != view.address:
        st.rerun()
    used = sum(name in HIDDEN for name in view.filters.active)
    label = t("More filters") + (f" ({t.number(used)})" if used else "")
    popover = st.popover(label, icon=":material/tune:", key="more-open", on_change="rerun")
    if popover.open:
        with popover:
            when(t, view)
            skills(t, view, facets)
            _toggles(t, view, facets)
            _coded(
                t, view, "language", t("Language of the activity"), vocabulary.activity_languages(), facets.languages
            )
            _coded(t, view, "governance", t("How decisions are taken"), vocabulary.governance(), facets.governance)
            _coded(t, view, "sharing", t("How any surplus is shared"), vocabulary.sharing(), facets.sharing)


def _toggles(t: Translator, view: View, facets: Facets) -> None:
    with st.container(key="toggles", horizontal=True, gap="medium"):
        _toggle("open", t("Places left"), facets.open, t, view.filters.open)
        _toggle("remote", t("Remote"), facets.remote, t, view.filters.remote)
        shown = view.filters.demonstration is not False
        seed("toggle-demonstration", shown)
        st.toggle(
            t("Demonstration examples") + f" ({t.number(facets.demonstration.get('true', 0))})",
            key="toggle-demonstration",
            on_change=lambda: change(demonstration="" if widget("toggle-demonstration") else "false"),
        )
        seed("toggle-hosts", view.hosts)
        st.toggle(
            t("Places that host: libraries, museums, markets…"),
            key="toggle-hosts",
            on_change=lambda: change(hosts=bool(widget("toggle-hosts"))),
        )


def _toggle(name: str, label: str, count: int, t: Translator, value: bool) -> None:
    key = f"toggle-{name}"
    seed(key, value)
    st.toggle(f"{label} ({t.number(count)})", key=key, on_change=lambda: change(**{name: bool(widget(key))}))


def _coded(
    t: Translator, view: View, name: str, title: str, terms: Mapping[str, Term], counts: Mapping[str, int]
) -> None:
    key = f"pills-{name}"
    seed(key, sorted(getattr(view.filters, name)))
    st.pills(
        title,
        list(terms),
        selection_mode="multi",
        format_func=lambda code: f"{terms[code].label(t.language)} :gray[{t.number(counts.get(code, 0))}]",
        key=key,
        on_change=lambda: change(**{name: ",".join(sorted(widget(key, [])))}),
    )
