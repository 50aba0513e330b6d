"""The filters at work, each a chip that removes itself, and one button that removes them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.components.place_search import place_label
from dashboard.components.text import plain
from dashboard.components.when import CHOICES, local_today, period
from dashboard.state import View, change, clear
from luminance_geo import places, vocabulary
from luminance_geo.catalogue.filters import When
from luminance_geo.i18n import Translator
from luminance_geo.vocabulary import Term


@dataclass(frozen=True, slots=True)
class Chip:
    """What to show, and the parameters that take it away."""

    key: str
    label: str
    removal: Mapping[str, str | None]


_CODED: dict[str, Callable[[], Mapping[str, Term]]] = {
    "cause": vocabulary.causes,
    "skill": vocabulary.skills,
    "language": vocabulary.activity_languages,
    "governance": vocabulary.governance,
    "sharing": vocabulary.sharing,
}


def chips(t: Translator, view: View) -> None:
    """Nothing at all when no filter is at work."""
    active = list(active_chips(t, view))
    if not active:
        return
    with st.container(key="chips", horizontal=True, gap="xsmall", vertical_alignment="center"):
        for chip in active:
            st.button(
                chip.label,
                key=f"chip-{chip.key}",
                icon=":material/close:",
                icon_position="right",
                on_click=change,
                kwargs=dict(chip.removal),
            )
        if len(active) > 1:
            st.button(t("Clear all"), key="chips-clear", type="tertiary", on_click=clear)


def active_chips(t: Translator, view: View) -> Iterator[Chip]:
    """One chip per choice, in the order of the screen."""
    filters = view.filters
    if filters.near and filters.within_km is not None:
        where = plain(place_label(t, view.place))
        label = t("{place}, within {distance}", place=where, distance=t.distance(filters.within_km))
        yield Chip("near", label, {"near": None})
    if filters.q:
        yield Chip(
            "q",
            f"“{plain(filters.q[:40])}”" if t.language == "en" else f"«\u202f{plain(filters.q[:40])}\u202f»",
            {"q": None},
        )
    for name, terms in _CODED.items():
        codes: frozenset[str] = getattr(filters, name)
        for code in (code for code in terms() if code in codes):
            yield Chip(f"{name}-{code}", terms()[code].label(t.language), {name: ",".join(sorted(codes - {code}))})
    for code in sorted(filters.region):
        region = places.region(code)
        label = (region.name_fr if t.language == "fr" else region.name_en) if region else code
        yield Chip(f"region-{code}", plain(label), {"region": ",".join(sorted(filters.region - {code}))})
    if filters.when:
        yield Chip("when", when_label(t, filters.when), {"when": None})
    if filters.open:
        yield Chip("open", t("Places left"), {"open": None})
    if filters.remote:
        yield Chip("remote", t("Remote"), {"remote": None})
    if filters.demonstration is not None:
        label = t("Demonstration only") if filters.demonstration else t("Without demonstration")
        yield Chip("demonstration", label, {"demonstration": None})


def when_label(t: Translator, when: When) -> str:
    """A period in words: a quick choice by its name, else its dates."""
    today = local_today()
    for choice, name in CHOICES.items():
        if period(choice, today) == when:
            return t(name)
    if when.start is None and when.end is not None:
        return t("Until {date}", date=t.short_date(when.end))
    if when.start is not None and when.end is None:
        return t("From {date} on", date=t.short_date(when.start))
    days = [t.short_date(day) for day in dict.fromkeys((when.start, when.end)) if day]
    return " – ".join(days)
