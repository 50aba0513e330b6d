"""When: quick choices that are dates once chosen, so that a shared link keeps its meaning, or dates of one's own."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from dashboard.house import house
from dashboard.state import View, change, seed, widget
from luminance_geo.catalogue.filters import When
from luminance_geo.i18n import N_, Translator

_SATURDAY = 5
CHOICES = {
    "today": N_("Today"),
    "weekend": N_("This weekend"),
    "week": N_("This week"),
    "month": N_("Next 30 days"),
}


def period(choice: str, today: date) -> When:
    """The days that a quick choice means; on a Sunday, this weekend is that Sunday.

    >>> str(period("weekend", date(2026, 11, 23))), str(period("week", date(2026, 11, 23)))
    ('2026-11-28/2026-11-29', '2026-11-23/2026-11-29')
    """
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    return {
        "today": When(today, today),
        "weekend": When(max(today, monday + timedelta(days=_SATURDAY)), sunday),
        "week": When(today, sunday),
        "month": When(today, today + timedelta(days=30)),
    }[choice]


def local_today() -> date:
    """The calendar day where the browser is."""
    try:
        zone = ZoneInfo(st.context.timezone or "America/Toronto")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("America/Toronto")
    return house().clock().astimezone(zone).date()


def when(t: Translator, view: View) -> None:
    """Quick choices, and two dates."""
    today = local_today()
    chosen = view.filters.when
    seed("when", next((name for name in CHOICES if period(name, today) == chosen), None))

    def quick() -> None:
        choice = widget("when")
        change(when=str(period(choice, today)) if choice else "")

    st.pills(t("When"), list(CHOICES), format_func=lambda name: t(CHOICES[name]), key="when", on_change=quick)
    with st.container(key="dates", horizontal=True):
        _date(t, "from", t("From"), chosen)
        _date(t, "to", t("To"), chosen)


def _date(t: Translator, side: str, label: str, chosen: When | None) -> None:
    start, end = (chosen.start, chosen.end) if chosen else (None, None)
    seed(f"when-{side}", start if side == "from" else end)

    def dated() -> None:
        first, last = widget("when-from"), widget("when-to")
        if first and last and first > last:
            first, last = (first, first) if side == "from" else (last, last)
        change(when=str(When(first, last)) if first or last else "")

    st.date_input(
        label, value=None, key=f"when-{side}", on_change=dated, format="YYYY-MM-DD", min_value=date(2020, 1, 1)
    )
