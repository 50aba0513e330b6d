"""JSON or HTML: what `f` says, else what the `Accept` header likes best, else JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from starlette.requests import Request

from luminance_geo.api import parameters
from luminance_geo.i18n import Language
from luminance_geo.web.languages import page_language

Format = Literal["json", "html"]
_TYPES: Mapping[str, Format] = {
    "application/json": "json", "application/geo+json": "json", "application/*": "json", "*/*": "json",
    "application/vnd.oai.openapi+json": "json", "text/html": "html", "application/xhtml+xml": "html", "text/*": "html",
}  # fmt: skip


def chosen_format(given: Mapping[str, str], accept: str) -> Format:
    """The representation to send. Raises `InvalidInput` on another `f`.

    >>> chosen_format({}, "text/html,application/xhtml+xml,*/*;q=0.8"), chosen_format({}, "*/*")
    ('html', 'json')
    >>> chosen_format({"f": "json"}, "text/html"), chosen_format({}, "image/png")
    ('json', 'json')
    """
    if "f" in given:
        return "html" if parameters.one_of(given, "f", ("json", "html"), "json") == "html" else "json"
    best: tuple[float, Format] = (0.0, "json")
    for part in accept.split(","):
        media_type, *settings = (each.strip().lower() for each in part.split(";"))
        weight = _weight(settings)
        if media_type in _TYPES and weight > best[0]:
            best = (weight, _TYPES[media_type])
    return best[1]


def preferred_format(request: Request) -> Format:
    """What an error is sent as: as asked, and where `f` is itself what is wrong, as the `Accept` header says."""
    wanted = request.query_params.get("f", "").strip()
    return chosen_format({"f": wanted} if wanted in ("json", "html") else {}, request.headers.get("accept", ""))


def _weight(settings: list[str]) -> float:
    found = next((each[2:] for each in settings if each.startswith("q=")), "1")
    try:
        return float(found)
    except ValueError:
        return 0.0


def chosen_language(request: Request, given: Mapping[str, str], form: Format) -> Language:
    """What `lang` says; without it, a page speaks the browser's language, and JSON is French. Raises `InvalidInput`."""
    if form == "html" and "lang" not in given:
        return page_language(request)
    return parameters.language(given)


def varies(form: Format) -> str:
    """The request headers that the answer depends on, for `Vary`."""
    return "Accept, Accept-Language" if form == "html" else "Accept"
