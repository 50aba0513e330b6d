"""What concerns the person rather than one sign-up: calendar, details, language, what we hold, and signing out."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from dashboard import identity
from dashboard.components.scripts import share_link
from dashboard.components.text import muted, plain
from dashboard.components.ways import link, sign_out, sign_out_everywhere, ways
from dashboard.house import house
from dashboard.state import seed, widget
from luminance_geo.errors import LuminanceError
from luminance_geo.i18n import LANGUAGES, Translator
from luminance_geo.people.queries import Who

_ADDRESS, _WRONG = "calendar-address", "details-wrong"
_NAMES = {"fr": "Français", "en": "English"}


def account(t: Translator, known: Who) -> None:
    """The lower part of the screen."""
    _calendar(t, known)
    _details(t, known)
    _held(t)


def _calendar(t: Translator, known: Who) -> None:
    st.header(t("My calendar"), anchor=False)
    made = st.session_state.get(_ADDRESS)
    works = house().people.has_calendar(known.person_id)
    if made and works:
        st.markdown(t("Give this address to your calendar: it follows what you take part in. Keep it to yourself."))
        share_link(t, _absolute(made), label=t("Address of my calendar"))
    elif works:
        st.markdown(t("An address follows what you take part in. It is shown once; a new one replaces it."))
    else:
        st.markdown(t("A secret address keeps the calendar of your phone or computer up to date."))
    with st.container(horizontal=True, gap="small"):
        label = t("Make a new address") if works else t("Make the address")
        st.button(label, key="calendar-make", on_click=_make)
        if works:
            st.button(t("Revoke the address"), key="calendar-revoke", type="tertiary", on_click=_revoke)


def _make() -> None:
    known = identity.who()
    if known:
        st.session_state[_ADDRESS] = house().people.calendar_address(known.person_id)


def _revoke() -> None:
    known = identity.who()
    st.session_state.pop(_ADDRESS, None)
    if known:
        house().people.revoke_calendar(known.person_id)


def _absolute(path: str) -> str:
    parts = urlsplit(st.context.url or "")
    return (house().settings.public_url or f"{parts.scheme}://{parts.netloc}") + path


def _details(t: Translator, known: Who) -> None:
    st.header(t("My details"), anchor=False)
    st.text(known.email)
    wrong: LuminanceError | None = st.session_state.pop(_WRONG, None)
    with st.form("details", border=False):
        with st.container(horizontal=True):
            st.text_input(t("Name"), value=known.name or "", key="details-name", max_chars=120, autocomplete="name")
            st.text_input(t("Phone"), value=known.phone or "", key="details-phone", max_chars=32, autocomplete="tel")
        if wrong:
            st.error(plain(t(wrong.message, **wrong.values)))
        st.form_submit_button(t("Save"), on_click=_save)
    seed("details-language", known.language)
    st.radio(
        t("Language of our messages"),
        LANGUAGES,
        format_func=_NAMES.__getitem__,
        horizontal=True,
        key="details-language",
        on_change=_speak,
    )


def _save() -> None:
    known = identity.who()
    if known is None:
        return
    try:
        house().people.set_details(known.person_id, widget("details-name", ""), widget("details-phone", ""))
    except LuminanceError as wrong:
        st.session_state[_WRONG] = wrong


def _speak() -> None:
    known, chosen = identity.who(), widget("details-language")
    if known and chosen in LANGUAGES:
        house().people.set_language(known.person_id, chosen)


def _held(t: Translator) -> None:
    st.header(t("What we hold about me"), anchor=False)
    st.markdown(t("Your details, sign-ups and consents, and our messages to you: take them along, or erase them."))
    downloads = [
        link(t("Download as JSON"), "/me/data.json", download=True),
        link(t("Download as CSV"), "/me/data.zip", download=True),
        link(t("Privacy"), "/privacy", lang=t.language),
        link(t("Erase everything…"), "/me/erase", kind="danger", lang=t.language),
    ]
    ways("downloads", t("What we hold about me"), downloads)
    st.markdown(muted(t("You are signed in on this browser.")))
    ways("leave", t("Sign out"), [sign_out(t, kind="second"), sign_out_everywhere(t)])
