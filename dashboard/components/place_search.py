"""Where to look: suggestions as one types (towns, postal codes, coordinates), and one's own position on a click."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard.components.own import element
from dashboard.house import house
from dashboard.state import View, change
from luminance_geo.i18n import Translator
from luminance_geo.places import Place

_RADIUS_KM = {"neighbourhood": 2.0, "borough": 5.0}
_ARROW = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M21 3 3 10.5l7.5 3L13.5 21z"/></svg>'
_CROSS = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 6 12 12M18 6 6 18"/></svg>'
_HTML = f"""
<div class="box"><div class="field">
<button type="button" class="locate">{_ARROW}<span></span></button>
<input type="text" role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="places"
 autocomplete="off" spellcheck="false" maxlength="80">
<button type="button" class="clear" hidden>{_CROSS}</button>
</div><ul id="places" role="listbox" hidden></ul><p role="status"></p></div>
"""


def place_search(t: Translator, view: View, *, variant: Literal["field", "button"] = "field") -> None:
    """The search field, or only its button "Near me"; what is picked goes to the address."""
    key = f"place-{variant}"

    def picked() -> None:
        choice = st.session_state[key].get("picked") or {}
        near = str(choice.get("near", ""))[:80]
        change(near=near, within=view.query.get("within") or _suggested(near))

    element("place-search", _HTML)(
        key=key,
        data={"value": place_label(t, view.place), "variant": variant, "words": _words(t)},
        on_picked_change=picked,
        on_cleared_change=lambda: change(near=None),
    )


def place_label(t: Translator, place: Place | None) -> str:
    """How the chosen place is called: its name, or that it is a position of one's own."""
    if place is None:
        return ""
    if place.kind == "point":
        return t("Position {lat}, {lon}", lat=t.number(place.lat, 2), lon=t.number(place.lon, 2))
    return ", ".join(part for part in (place.name(t.language), place.locality_name(t.language)) if part)


def _suggested(near: str) -> str:
    """A radius in km that makes sense of a place, or none: the usual one then holds."""
    place = house().gazetteer.get(near)
    km = place and (place.suggested_km or _RADIUS_KM.get(place.kind))
    return f"{km:g}" if km else ""


def _words(t: Translator) -> dict[str, str]:
    return {
        "language": t.language,
        "label": t("Place: town, neighbourhood or postal code"),
        "placeholder": t("Town or postal code"),
        "clear": t("Clear the place"),
        "locate": t("Near me"),
        "locating": t("Looking for your position…"),
        "refused": t("Your browser did not give a position. Type a town or a postal code."),
        "unknown": t("We don’t know that place. Try a postal code or a town."),
        "offline": t("The search is not answering. Try again in a moment."),
        "count": t("{count} suggestions", count="{count}"),
    }
