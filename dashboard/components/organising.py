"""How people organise, where they say it."""

from __future__ import annotations

import streamlit as st

from dashboard.components.text import section
from luminance_geo import vocabulary
from luminance_geo.catalogue.cards import Detail
from luminance_geo.i18n import Bilingual, Translator, pick


def organising(t: Translator, shown: Detail) -> None:
    """How decisions are taken, roots in the territory, and how any surplus is shared, where stated."""
    rows = [
        (t("Decisions"), _term(t, "governance", shown.governance), shown.governance_text),
        (t("Roots"), "", shown.roots_text),
        (t("Surplus"), _term(t, "sharing", shown.sharing), shown.sharing_text),
    ]
    stated = [(title, term, pick(words, t.language).text) for title, term, words in rows if term or _any(words)]
    if not stated:
        return
    section(t("How people organise"))
    with st.container(key="organising", gap="small"):
        for title, term, words in stated:
            st.markdown(f"**{title}** – {term}" if term else f"**{title}**")
            if words:
                st.text(words)


def _term(t: Translator, kind: str, code: str | None) -> str:
    terms = vocabulary.governance() if kind == "governance" else vocabulary.sharing()
    return terms[code].label(t.language) if code and code in terms else ""


def _any(words: Bilingual) -> bool:
    return bool(words.fr or words.en)
