"""Which language this person reads: the address, else what they chose before, else the browser's, else French."""

from __future__ import annotations

import streamlit as st

from dashboard.state import change, seed, widget
from luminance_geo.i18n import LANGUAGES, Language, Translator, as_language, translator

_CHOSEN = "language-chosen"
_SWITCH = "language-switch"


def current() -> Language:
    """The language of this run."""
    asked = st.query_params.get("lang", "").strip().lower()[:2]
    if asked in LANGUAGES:
        st.session_state[_CHOSEN] = asked
    return as_language(st.session_state.get(_CHOSEN) or st.context.locale)


def current_translator() -> Translator:
    """The translator of this run."""
    return translator(current())


def _choose() -> None:
    chosen = widget(_SWITCH)
    if chosen:
        st.session_state[_CHOSEN] = chosen
        change(lang=chosen)


def switch(t: Translator) -> None:
    """FR | EN; everything else in the address stays."""
    seed(_SWITCH, t.language)
    st.segmented_control(
        t("Language"),
        LANGUAGES,
        format_func=str.upper,
        required=True,
        key=_SWITCH,
        on_change=_choose,
        label_visibility="collapsed",
    )
