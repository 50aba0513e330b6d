"""The cards of the list: cause and distance, title, when or where, places and badge, and why it matches when asked.

One element of our own draws them all: as a hundred elements of Streamlit's, each parsing its Markdown, they took most
of the time between a filter and the redrawn screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from dashboard.components.icons import disc_url
from dashboard.components.own import element
from dashboard.state import View, change
from luminance_geo import vocabulary
from luminance_geo.catalogue.cards import Card
from luminance_geo.catalogue.results import Hit
from luminance_geo.i18n import Translator, pick

_KEY = "cards"
Part = dict[str, str]


def cards(t: Translator, view: View, found: Iterable[tuple[Card, Hit]]) -> None:
    """The list; a card that is chosen opens its panel."""
    show_cards({"label": t("Results"), "cards": [card_data(t, view, card, hit) for card, hit in found]})


def show_cards(data: dict[str, Any]) -> None:
    """Mount or update the list. Tests of the screens stand in for this."""
    element("cards", "<ol></ol>")(key=_KEY, data=data, on_opened_change=_open)


def _open() -> None:
    slug = st.session_state[_KEY].get("opened")
    if slug:
        change(selected=str(slug)[:200])


def card_data(t: Translator, view: View, card: Card, hit: Hit) -> dict[str, Any]:
    """Everything that a card shows, as plain text."""
    name = pick(card.name, t.language)
    return {
        "slug": card.slug,
        "disc": disc_url(card.causes[0]),
        "cause": cause_label(t, card.causes),
        "distance": "" if hit.distance_km is None else t.distance(hit.distance_km),
        "title": name.text,
        "lang": name.language if name.fallback else "",
        "when": _when_or_where(t, card),
        "places": _places(t, card),
        "badge": _badge(t, card),
        "why": _why(t, view, hit),
    }


def cause_label(t: Translator, causes: tuple[str, ...]) -> str:
    """The first cause, and how many more."""
    first = vocabulary.causes()[causes[0]].label(t.language)
    return f"{first} +{len(causes) - 1}" if len(causes) > 1 else first


def _when_or_where(t: Translator, card: Card) -> Part:
    """The next meeting; without one, the address, the town, or that it is held online."""
    meeting = card.next_meeting
    if meeting:
        return {"icon": "date", "text": t.day(meeting.starts_at, meeting.time_zone)}
    where = card.address or card.locality
    if where:
        return {"icon": "where", "text": where}
    return {"icon": "online", "text": t("Online")} if card.remote else {"text": t("Date to come"), "tone": "muted"}


def _places(t: Translator, card: Card) -> Part | None:
    """Places left in words, never by colour alone; the town where nothing is limited."""
    if card.places_total is None or card.places_left is None:
        return {"text": card.locality, "tone": "muted"} if card.locality and card.address else None
    if not card.places_left:
        return {"icon": "places", "text": t("Full"), "tone": "full"}
    left = t.plural("{count} place", "{count} places", card.places_left)
    return {
        "icon": "places",
        "strong": left,
        "text": t("of {total}", total=t.number(card.places_total)),
        "tone": "free",
    }


def _badge(t: Translator, card: Card) -> Part | None:
    """Where the entry comes from when it is not its organisers: an invented example, or an open register."""
    if card.demonstration:
        return {"icon": "demonstration", "text": t("Demonstration"), "tone": "demonstration"}
    if not card.confirmed and card.source:
        return {"icon": "register", "text": t("Open register"), "tone": "register"}
    return None


def _why(t: Translator, view: View, hit: Hit) -> str:
    """Which of the asked causes and skills this one has, and how many needs are open; empty when nothing was asked."""
    parts: list[str] = []
    if len(view.filters.cause) > 1:
        parts += [vocabulary.causes()[code].label(t.language) for code in hit.matched.causes]
    parts += [vocabulary.skills()[code].label(t.language) for code in hit.matched.skills]
    if hit.matched.open_needs and (view.filters.skill or view.filters.open):
        parts.append(t.plural("{count} open need", "{count} open needs", hit.matched.open_needs))
    return " · ".join(parts)
