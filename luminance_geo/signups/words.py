"""Dates of meetings in whole words, as messages and pages about a sign-up say them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_name

from luminance_geo.i18n import Translator

_MIDNIGHT = time()


def moment(local: datetime, t: Translator) -> str:
    """A local time with its weekday: `mardi 24 novembre 2026, 17 h 30`."""
    return f"{format_date(local.date(), 'full', locale=t.locale)}, {t.time(local)}"


def span(starts_at: datetime, ends_at: datetime, time_zone: str, t: Translator, *, named: bool = False) -> str:
    """From when to when, in a meeting's own zone, which is `named` where people may be elsewhere.

    It stands alone, so it begins with a capital. Midnight to midnight is told as days.
    """
    told = _span(starts_at, ends_at, time_zone, t, named=named)
    return told[:1].upper() + told[1:]


def _span(starts_at: datetime, ends_at: datetime, time_zone: str, t: Translator, *, named: bool) -> str:
    zone = ZoneInfo(time_zone)
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if starts.time() == ends.time() == _MIDNIGHT and ends > starts:
        return days(starts, ends, t)
    told = moment(starts, t)
    if ends.date() == starts.date() and ends > starts:
        told = f"{told} – {t.time(ends)}"
    elif ends > starts:
        told = f"{told} – {moment(ends, t)}"
    return f"{told} ({get_timezone_name(starts, 'short', locale=t.locale)})" if named else told


def days(starts: datetime, ends: datetime, t: Translator) -> str:
    """Whole days, the last one included."""
    first, last = starts.date(), ends.date() - timedelta(days=1)
    told = format_date(first, "full", locale=t.locale)
    return told if last == first else f"{told} – {format_date(last, 'full', locale=t.locale)}"
