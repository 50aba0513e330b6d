"""When: quick choices that are dates once chosen, so that a shared link keeps its meaning, or dates of one's own."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from dashboard.components.own import element
from dashboard.house import house
from dashboard.state import View, change, seed, widget
from luminance_geo.catalogue.filters import When
from luminance_geo.i18n import N_, Translator

_SATURDAY = 5
_KEY = "dates"
_FIELD = '<label><span></span><input type="date" name="{name}" min="2020-01-01"></label>'
_HTML = f'<div class="dates">{_FIELD.format(name="from")}{_FIELD.format(name="to")}</div>'
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
    start, end = (chosen.start, chosen.end) if chosen else (None, None)
    element("dates", _HTML)(
        key=_KEY,
        data={
            "from": start.isoformat() if start else "",
            "to": end.isoformat() if end else "",
            "words": {"from": t("From"), "to": t("To")},
        },
        on_dated_change=_dated,
    )


def _dated() -> None:
    first, last, changed = str(st.session_state[_KEY].get("dated") or "//").split("/")
    change(when=between(first, last, changed))


def between(first: str, last: str, changed: str) -> str:
    """The filter for two ISO dates, either of which may be empty; the one just changed wins over one it contradicts.

    >>> between("2026-12-05", "2026-12-01", "from"), between("", "2026-12-01", "to"), between("", "", "to")
    ('2026-12-05', '../2026-12-01', '')
    """
    try:
        start, end = (date.fromisoformat(text) if text else None for text in (first, last))
    except ValueError:
        return ""
    if start and end and start > end:
        start = end = start if changed == "from" else end
    return str(When(start, end)) if start or end else ""
