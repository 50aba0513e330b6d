"""JSON-LD of a page (schema.org): the initiative, its meetings and its place, for search engines and archives."""

from __future__ import annotations

import json
import re
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from luminance_geo.catalogue.cards import Detail, MeetingView
from luminance_geo.i18n import Language, pick
from luminance_geo.web.view import View, web_address
from luminance_geo.web.words import clean, one_line

_LONGEST = 600
_UNSAFE = re.compile("[<>&\u2028\u2029]")


def script_json(value: Any) -> Markup:
    """JSON that can stand inside `<script>`: nothing in it can close the element or open a comment.

    >>> script_json({"a": "</script><!--"})
    Markup('{"a":"\\\\u003c/script\\\\u003e\\\\u003c!--"}')
    """
    text = clean(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    return Markup(_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))  # noqa: S704 - escaped here


def graph(detail: Detail, view: View, *, page: str, base: str) -> dict[str, Any]:
    """The page, the initiative, its coming meetings. `page` and `base` are absolute addresses."""
    project = f"{page.partition('?')[0]}#initiative"
    coming = detail.meetings[: len(view.coming)]  # they stand first
    events = [_event(detail, each, view.language, project, number) for number, each in enumerate(coming, 1)]
    return {
        "@context": "https://schema.org",
        "@graph": [_page(detail, view, page, base, project), _project(detail, view, page, project, events), *events],
    }


def _page(detail: Detail, view: View, page: str, base: str, project: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@type": "WebPage",
        "@id": page,
        "url": page,
        "name": view.title,
        "inLanguage": view.language,
        "dateModified": detail.updated_at.isoformat(timespec="seconds"),
        "mainEntity": {"@id": project},
        "isPartOf": {"@type": "WebSite", "name": "Luminance", "url": f"{base}/"},
    }
    if detail.card.demonstration:
        described["creativeWorkStatus"] = "Demonstration"
    if view.source:
        described["license"] = view.source.licence_url or view.source.licence
        described["creditText"] = view.credit.text
        described["isBasedOn"] = _filled(
            {"@type": "Dataset", "name": view.source_name.text, "description": view.credit.text, "url": view.source.url}
        )
    return described


def _project(detail: Detail, view: View, page: str, project: str, events: list[dict[str, Any]]) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Project",
            "@id": project,
            "name": one_line(view.name.text, _LONGEST),
            "description": one_line(view.summary.text or view.description.text, _LONGEST),
            "url": page,
            "sameAs": web_address(detail.website),
            "knowsAbout": list(view.cause_labels),
            "knowsLanguage": list(detail.card.languages),
            "location": _place(detail, detail.card.lat, detail.card.lon, detail.card.address),
            "event": [{"@id": event["@id"]} for event in events],
        }
    )


def _place(detail: Detail, lat: float | None, lon: float | None, street: str | None) -> dict[str, Any] | None:
    """The place, without coordinates where only its surroundings are known."""
    province = next((code for code in detail.regions if code.startswith("province-")), None)
    address = _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": one_line(street or "", _LONGEST),
            "addressLocality": one_line(detail.card.locality or "", _LONGEST),
            "postalCode": detail.postal_code,
            "addressCountry": "CA" if province else None,
        }
    )
    exact = lat is not None and detail.card.precision == "exact"
    geo = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon} if exact else None
    if geo is None and len(address) == 1:
        return None
    return _filled({"@type": "Place", "address": address if len(address) > 1 else None, "geo": geo})


def _event(detail: Detail, meeting: MeetingView, language: Language, project: str, number: int) -> dict[str, Any]:
    zone = ZoneInfo(meeting.time_zone)
    title = pick(meeting.title, language).text or pick(detail.card.name, language).text
    elsewhere = meeting.lat is not None or meeting.address
    where = _place(detail, meeting.lat, meeting.lon, meeting.address) if elsewhere else _place(
        detail, detail.card.lat, detail.card.lon, detail.card.address
    )  # fmt: skip
    online = {"@type": "VirtualLocation", "url": project}
    mode = "OnlineEventAttendanceMode" if meeting.remote else "OfflineEventAttendanceMode"
    return _filled(
        {
            "@type": "Event",
            "@id": project.replace("#initiative", f"#meeting-{number}"),
            "name": one_line(title, _LONGEST),
            "startDate": meeting.starts_at.astimezone(zone).isoformat(timespec="seconds"),
            "endDate": meeting.ends_at.astimezone(zone).isoformat(timespec="seconds"),
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": f"https://schema.org/{mode}",
            "maximumAttendeeCapacity": meeting.capacity,
            "remainingAttendeeCapacity": meeting.left,
            "organizer": {"@id": project},
            "location": online if meeting.remote else where,
        }
    )


def _filled(described: dict[str, Any]) -> dict[str, Any]:
    """Without what is unknown."""
    return {name: value for name, value in described.items() if value is not None and value not in ("", [])}
