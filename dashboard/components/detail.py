"""The panel of one initiative: what, when, where, taking part, how people organise, source, link to share."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from dashboard.components.cards import cause_label
from dashboard.components.icons import disc
from dashboard.components.live_places import live_places
from dashboard.components.organising import organising
from dashboard.components.roles import coming_meetings, roles
from dashboard.components.scripts import share_link
from dashboard.components.sign_up import sign_up
from dashboard.components.text import link_target, muted, plain, section
from dashboard.house import house
from dashboard.state import View, change
from luminance_geo.catalogue.cards import Detail
from luminance_geo.geo import distance_km
from luminance_geo.i18n import Bilingual, Translator, pick
from luminance_geo.initiatives.rules import local_day, need_is_current
from luminance_geo.sources import sources
from luminance_geo.web.urls import initiative_path


def detail(t: Translator, view: View, shown: Detail) -> None:
    """Everything known about one initiative."""
    card = shown.card
    st.button(
        t("Back to results"),
        key="back",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=change,
        kwargs={"selected": None},
    )
    with st.container(key="detail", height=600, border=False, gap="xsmall"):
        with st.container(key="detail-head"):
            st.markdown(f"{disc(card.causes[0])} {muted(cause_label(t, card.causes))} {_badge(t, shown)}")
        with st.container(key="detail-title"):
            st.header(plain(pick(card.name, t.language).text), anchor=False)
        now = house().clock()
        coming = coming_meetings(shown, now)
        current = [need for need in shown.needs if need_is_current(need.until, local_day(now, shown.time_zone))]
        counted = [f"need-{need.id}" for need in current] + [f"meeting-{meeting.id}" for meeting in coming]
        _notice(t, shown, practice=bool(counted))
        _text(t, card.summary)
        _facts(t, view, shown, counted)
        sign_up(t, view, shown, current, coming)
        _text(t, shown.description)
        roles(t, shown, coming)
        organising(t, shown)
        _source(t, shown)
        _share(t, card.slug)


def gone(t: Translator) -> None:
    """What a link to an initiative that is no longer there shows."""
    st.info(t("This initiative is no longer published. Here is what is near."), icon=":material/info:")


def _text(t: Translator, field: Bilingual) -> None:
    """A field of the initiative, as written; the other language stands in, and says so."""
    picked = pick(field, t.language)
    if not picked:
        return
    st.text(picked.text)
    if picked.fallback:
        st.markdown(muted(t("In French only.") if picked.language == "fr" else t("In English only.")))
    elif picked.outdated:
        st.markdown(muted(t("This translation may be out of date.")))


def _badge(t: Translator, shown: Detail) -> str:
    if shown.card.demonstration:
        words = t("Demonstration")
        return f":yellow-badge[:material/science: {words}]"
    if shown.card.source and not shown.card.confirmed:
        words = t("Open register")
        return f":gray-badge[:material/verified: {words}]"
    return ""


def _notice(t: Translator, shown: Detail, *, practice: bool) -> None:
    """Where the entry comes from; an example that one can sign up for says it beside the button."""
    if shown.card.source and not shown.card.confirmed and not shown.card.demonstration:
        st.info(t("Listed from an open register, not yet confirmed by its organisers."), icon=":material/verified:")
    elif shown.card.demonstration and not practice:
        st.markdown(muted(t("Made-up example to show the service.")))


def _facts(t: Translator, view: View, shown: Detail, counted: list[str]) -> None:
    """When, where, how many places: three lines with an icon each."""
    card = shown.card
    with st.container(key="facts", gap="xxsmall"):
        if card.next_meeting:
            moment = t.day(card.next_meeting.starts_at, card.next_meeting.time_zone)
            st.markdown(f":material/calendar_today: **{moment}**")
        directions = "" if card.lat is None or card.lon is None else f" · {_directions(t, card.lat, card.lon)}"
        st.markdown(f":material/location_on: {_where(t, view, shown)}{directions}")
        if counted:
            live_places(t, shown, counted)
        website = link_target(shown.website or "")
        if website:
            st.markdown(f":material/language: [{plain(urlsplit(website).netloc)}]({website})")


def _where(t: Translator, view: View, shown: Detail) -> str:
    card = shown.card
    parts = [plain(part) for part in (card.address, card.locality, shown.postal_code) if part]
    if not parts:
        parts = [t("Online") if card.remote else t("Place to come")]
    if card.precision == "approximate":
        parts.append(t("approximate position"))
    near = view.filters.near
    if near and card.lat is not None and card.lon is not None:
        far = t.distance(float(distance_km(near.lat, near.lon, card.lat, card.lon)))
        parts.append(t("{distance} away", distance=far))
    return ", ".join(parts)


def _directions(t: Translator, lat: float, lon: float) -> str:
    """Opens the phone's own map where there is one; a plain link to OpenStreetMap otherwise, on a click only."""
    target = f"https://www.openstreetmap.org/directions?to={lat:.5f}%2C{lon:.5f}"
    words = t("Directions")
    return f"[{words}]({target})"


def _source(t: Translator, shown: Detail) -> None:
    source = sources().get(shown.card.source or "")
    if not source:
        return
    section(t("Source"))
    name = plain(pick(source.name, t.language).text)
    address, licence_address = link_target(source.url or ""), link_target(source.licence_url or "")
    licence = plain(source.licence)
    st.markdown(
        f"{f'[{name}]({address})' if address else name}  \n"
        + muted(
            t(
                "{publisher} · licence {licence} · data of {date}",
                publisher=plain(source.publisher),
                licence=f"[{licence}]({licence_address})" if licence_address else licence,
                date=plain(shown.card.source_date or source.date or "–"),
            )
        )
    )


def _share(t: Translator, slug: str) -> None:
    parts = urlsplit(st.context.url or "")
    base = house().settings.public_url or f"{parts.scheme}://{parts.netloc}"
    section(t("Share"))
    share_link(t, base + initiative_path(slug, t.language))
