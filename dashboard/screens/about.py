"""About: what Luminance is, what it promises, where its data comes from."""

from __future__ import annotations

import streamlit as st

from dashboard.components.text import link_target, muted, plain
from dashboard.house import house
from dashboard.language import current_translator
from luminance_geo.i18n import N_, Translator, pick
from luminance_geo.sources import Source, sources

_PROMISES = (
    (N_("No advertising"), N_("Nobody pays to be seen here, and nobody can.")),
    (N_("No trackers"), N_("No third party is told of your visit. No statistics follow you.")),
    (N_("No likes"), N_("No scores and no view counts: what counts is who comes and what gets done.")),
    (N_("Your place stays yours"), N_("Your position is asked only when you click, and rounded to about a kilometre.")),
    (N_("French first, English equal"), N_("The whole service speaks both.")),
    (N_("The data belongs to all"), N_("Everything on the map can be read by anyone, through an open interface.")),
)


def about() -> None:
    """The whole screen."""
    t = current_translator()
    with st.container(key="about"):
        st.title(t("About Luminance"), anchor=False)
        st.markdown(
            t(
                "Luminance puts citizen initiatives on the map and shortens the way from inspiration to engagement: "
                "see what is happening near you, find what needs you, and go."
            )
        )
        _figures(t)
        st.header(t("What we promise"), anchor=False)
        for title, words in _PROMISES:
            name, told = t(title), t(words)
            st.markdown(f"**{name}.** {told}")
        privacy = t("Privacy: what we keep, for how long, and how to erase it")
        st.markdown(f"[{privacy}](/privacy?lang={t.language})")
        st.header(t("Sources and credits"), anchor=False)
        st.markdown(
            t(
                "Entries that come from an open register say so, and carry nothing that the register does not. "
                "Demonstration examples are invented."
            )
        )
        for source in sources().values():
            _credit(t, source)


def _figures(t: Translator) -> None:
    counts = house().counts()
    figures = (
        (t("From open registers"), counts.register),
        (t("Demonstration examples"), counts.demonstration),
        (t("Places that host"), counts.hosts),
        (t("Sources"), counts.sources),
    )
    with st.container(key="figures", horizontal=True):
        for label, count in figures:
            st.metric(label, t.number(count), width="content")


def _credit(t: Translator, source: Source) -> None:
    name, address = plain(pick(source.name, t.language).text), link_target(source.url or "")
    licence, terms = plain(source.licence), link_target(source.licence_url or "")
    credit = pick(source.credit, t.language).text
    facts = [plain(source.publisher), f"[{licence}]({terms})" if terms else licence, plain(source.date or "")]
    lines = [f"**[{name}]({address})**" if address else f"**{name}**", muted(" · ".join(f for f in facts if f))]
    if credit:
        lines.append(muted(plain(credit)))
    st.markdown("  \n".join(lines))
