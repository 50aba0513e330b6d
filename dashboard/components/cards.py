"""A card: cause and distance, title, when or where, places or source. Four lines, and why it matches when asked."""

from __future__ import annotations

import streamlit as st

from dashboard.components.icons import disc
from dashboard.components.text import muted, plain, small_icon
from dashboard.state import View, change
from luminance_geo import vocabulary
from luminance_geo.catalogue.cards import Card
from luminance_geo.catalogue.results import Hit
from luminance_geo.i18n import Translator, pick
from luminance_geo.sources import sources


def card(t: Translator, view: View, shown: Card, hit: Hit) -> None:
    """One initiative in the list; the whole card is the button that opens it."""
    with st.container(border=True, key=f"card-{shown.id}", gap="xxsmall"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"m-{shown.id}"
        ):
            st.markdown(cause_line(t, shown.causes))
            if hit.distance_km is not None:
                st.markdown(muted(t.distance(hit.distance_km)))
        name = pick(shown.name, t.language)
        st.button(
            plain(name.text),
            key=f"o-{shown.id}",
            type="tertiary",
            width="stretch",
            on_click=change,
            kwargs={"selected": shown.slug},
        )
        st.markdown(when_or_where(t, shown))
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"p-{shown.id}"
        ):
            st.markdown(places_line(t, shown))
            badge(t, shown)
        why = matched_line(t, view, hit)
        if why:
            st.markdown(why)


def cause_line(t: Translator, causes: tuple[str, ...]) -> str:
    """The first cause with its disc, and how many more."""
    first = vocabulary.causes()[causes[0]].label(t.language)
    more = f" +{len(causes) - 1}" if len(causes) > 1 else ""
    return f"{disc(causes[0])} {muted(first + more)}"


def when_or_where(t: Translator, shown: Card) -> str:
    """The next meeting; without one, the address, the town, or that it is held online."""
    meeting = shown.next_meeting
    if meeting:
        return small_icon("calendar_today", t.day(meeting.starts_at, meeting.time_zone))
    where = shown.address or shown.locality
    if where:
        return small_icon("location_on", plain(where[:120]))
    return small_icon("wifi", t("Online")) if shown.remote else muted(t("Date to come"))


def places_line(t: Translator, shown: Card) -> str:
    """Places left in words, never by colour alone."""
    if shown.places_total is None or shown.places_left is None:
        return muted(plain(shown.locality)) if shown.locality and shown.address else ""
    if not shown.places_left:
        full = t("Full")
        return f":small[:red[:material/event_seat: {full}]]"
    left = t.plural(
        "**{count} place** of {total}",
        "**{count} places** of {total}",
        shown.places_left,
        total=t.number(shown.places_total),
    )
    return f":small[:green[:material/event_seat: {left}]]"


def badge(t: Translator, shown: Card) -> None:
    """Where the entry comes from when it is not its organisers: an invented example, or an open register."""
    if shown.demonstration:
        st.badge(
            t("Demonstration"),
            color="yellow",
            icon=":material/science:",
            help=t("Made-up example to show the service."),
        )
    elif not shown.confirmed and shown.source:
        source = sources().get(shown.source)
        name = plain(pick(source.name, t.language).text) if source else plain(shown.source)
        st.badge(
            t("Open register"),
            color="gray",
            icon=":material/verified:",
            help=t("Listed from an open register, not yet confirmed by its organisers: {source}", source=name),
        )


def matched_line(t: Translator, view: View, hit: Hit) -> str:
    """Which of the asked causes and skills this one has, and how many needs are open; empty when nothing was asked."""
    parts: list[str] = []
    if len(view.filters.cause) > 1:
        parts += [vocabulary.causes()[code].label(t.language) for code in hit.matched.causes]
    parts += [vocabulary.skills()[code].label(t.language) for code in hit.matched.skills]
    if hit.matched.open_needs and (view.filters.skill or view.filters.open):
        parts.append(t.plural("{count} open need", "{count} open needs", hit.matched.open_needs))
    return muted(f":material/check: {' · '.join(parts)}") if parts else ""
