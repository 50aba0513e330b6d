"""Places left, as they stand while someone looks: one line of the panel, and the figures that its other parts show."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from dashboard.components.own import element
from luminance_geo.catalogue.cards import Detail
from luminance_geo.i18n import Translator

_SEAT = "M7 4h10v8H7zM5 9v7h14V9M7 16v4M17 16v4"
_HTML = '<p role="status"><svg viewBox="0 0 24 24" aria-hidden="true"><path/></svg><span></span></p>'


def live_places(t: Translator, shown: Detail, counted: list[str]) -> None:
    """`3 places left of 8`, asked anew by the browser every second and a half while it is seen.

    `counted` are the needs and meetings whose places make the total, as `need-ID` and `meeting-ID`.
    """
    show_places(
        {
            "url": places_path(shown.card.slug),
            "language": t.language,
            "icon": _SEAT,
            "counted": counted,
            "places": stored_places(shown),
            "words": {
                "full": "**" + t("Full") + "**",
                "one": t("**1 place** left of {total}", total="{total}"),
                "many": t("**{count} places** left of {total}", count="{count}", total="{total}"),
            },
        }
    )


def show_places(data: dict[str, Any]) -> None:
    """Mount or update the line. Tests of the screens stand in for this."""
    element("live-places", _HTML)(key="live-places", data=data)


def places_path(slug: str) -> str:
    """Where the browser asks for the figures of one initiative."""
    return f"/initiatives/{quote(slug, safe='')}/places.json"


def stored_places(shown: Detail) -> dict[str, dict[str, Any]]:
    """The figures at the time of this run, by `need-ID` and `meeting-ID`."""
    found: dict[str, dict[str, Any]] = {}
    for need in shown.needs:
        found[f"need-{need.id}"] = {"capacity": need.capacity, "left": need.left}
    for meeting in shown.meetings:
        found[f"meeting-{meeting.id}"] = {"capacity": meeting.capacity, "left": meeting.left}
    return found


def line_words(t: Translator) -> dict[str, str]:
    """How the places of one need or meeting are said."""
    return {
        "full": t("Full"),
        "one": t("1 place of {total}", total="{total}"),
        "many": t("{count} places of {total}", count="{count}", total="{total}"),
        "unlimited": t("Open to all"),
    }
