"""Parts of the panel that come as lists: needs, meetings, and how people organise."""

from __future__ import annotations

import streamlit as st

from dashboard.components.text import muted, plain, section
from dashboard.house import house
from luminance_geo import vocabulary
from luminance_geo.catalogue.cards import Detail, MeetingView, NeedView
from luminance_geo.i18n import Bilingual, Translator, pick

_MOST_MEETINGS = 6


def needs(t: Translator, shown: Detail) -> None:
    """Roles to fill: title, skills, places left."""
    if not shown.needs:
        return
    section(t("What it needs"))
    with st.container(key="needs", gap="small"):
        for need in shown.needs:
            st.markdown(_need(t, need))


def _need(t: Translator, need: NeedView) -> str:
    skills = " · ".join(
        vocabulary.skills()[code].label(t.language) for code in need.skills if code in vocabulary.skills()
    )
    extra = [skills] if skills else []
    if need.remote:
        extra.append(t("remote"))
    if need.until:
        extra.append(t("until {date}", date=t.short_date(need.until)))
    title = plain(pick(need.title, t.language).text) or t("Lend a hand")
    line = f"**{title}** – {_left(t, need.left, need.capacity)}"
    return line + (f"  \n{muted(' · '.join(extra))}" if extra else "")


def _left(t: Translator, left: int, total: int) -> str:
    if not left:
        full = t("Full")
        return f":red[{full}]"
    text = t.plural("{count} place of {total}", "{count} places of {total}", left, total=t.number(total))
    return f":green[{text}]"


def meetings(t: Translator, shown: Detail) -> None:
    """Meetings that are coming, soonest first."""
    now = house().clock()
    coming = [meeting for meeting in shown.meetings if meeting.ends_at > now]
    if not coming:
        return
    section(t("Meetings"))
    with st.container(key="meetings", gap="small"):
        for meeting in coming[:_MOST_MEETINGS]:
            st.markdown(_meeting(t, meeting))
        if len(coming) > _MOST_MEETINGS:
            more = t.number(len(coming) - _MOST_MEETINGS)
            st.markdown(muted(t("and {count} more", count=more)))


def _meeting(t: Translator, meeting: MeetingView) -> str:
    extra = [plain(pick(meeting.title, t.language).text)]
    if meeting.remote:
        extra.append(t("online"))
    if meeting.address:
        extra.append(plain(meeting.address))
    line = f":material/calendar_today: **{t.day(meeting.starts_at, meeting.time_zone)}**"
    if meeting.capacity is not None and meeting.left is not None:
        line += f" – {_left(t, meeting.left, meeting.capacity)}"
    told = " · ".join(part for part in extra if part)
    return line + (f"  \n{muted(told)}" if told else "")


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
