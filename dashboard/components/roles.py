"""What an initiative needs and when it meets: two lists, each line with its places, kept current."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dashboard.components.live_places import line_words, places_path, stored_places
from dashboard.components.own import element
from luminance_geo import vocabulary
from luminance_geo.catalogue.cards import Detail, MeetingView, NeedView
from luminance_geo.i18n import Translator, pick

_MOST_MEETINGS = 6


def roles(t: Translator, shown: Detail, coming: list[MeetingView]) -> None:
    """Nothing when it asks for nobody and no meeting is coming."""
    groups = [group for group in (_needs(t, shown), _meetings(t, coming)) if group["items"]]
    if groups:
        data = {"groups": groups, "places": stored_places(shown), "words": line_words(t)}
        show_roles({**data, "url": places_path(shown.card.slug), "language": t.language})


def show_roles(data: dict[str, Any]) -> None:
    """Mount or update the lists. Tests of the screens stand in for this."""
    element("roles", '<div class="roles"></div>')(key="roles", data=data)


def coming_meetings(shown: Detail, now: datetime) -> list[MeetingView]:
    """Meetings that are not over, soonest first."""
    return [meeting for meeting in shown.meetings if meeting.ends_at > now]


def need_title(t: Translator, need: NeedView) -> tuple[str, str]:
    """What a need is called, and the language of it where that is not the page's."""
    picked = pick(need.title, t.language)
    return (picked.text, picked.language if picked.fallback else "") if picked else (t("Lend a hand"), "")


def need_extra(t: Translator, need: NeedView) -> str:
    """Skills, from where, until when: one line of plain text."""
    terms = vocabulary.skills()
    extra = [terms[code].label(t.language) for code in need.skills if code in terms]
    if need.remote:
        extra.append(t("remote"))
    if need.until:
        extra.append(t("until {date}", date=t.short_date(need.until)))
    return " · ".join(extra)


def meeting_extra(t: Translator, meeting: MeetingView) -> str:
    """What a meeting is about and where, one line of plain text."""
    extra = [pick(meeting.title, t.language).text, t("online") if meeting.remote else "", meeting.address or ""]
    return " · ".join(part for part in extra if part)


def _needs(t: Translator, shown: Detail) -> dict[str, Any]:
    items = []
    for need in shown.needs:
        title, lang = need_title(t, need)
        items.append({"id": f"need-{need.id}", "title": title, "lang": lang, "extra": need_extra(t, need)})
    return {"title": t("What it needs"), "items": items}


def _meetings(t: Translator, coming: list[MeetingView]) -> dict[str, Any]:
    items = [
        {
            "id": f"meeting-{meeting.id}",
            "title": t.day(meeting.starts_at, meeting.time_zone),
            "extra": meeting_extra(t, meeting),
        }
        for meeting in coming[:_MOST_MEETINGS]
    ]
    more = len(coming) - _MOST_MEETINGS
    return {
        "title": t("Meetings"),
        "items": items,
        "more": t("and {count} more", count=t.number(more)) if more > 0 else "",
    }
