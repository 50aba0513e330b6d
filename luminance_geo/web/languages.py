"""The language of a page: what the address says, else the browser's first choice among ours, else French."""

from __future__ import annotations

from starlette.requests import Request

from luminance_geo.i18n import LANGUAGES, Language, as_language


def page_language(request: Request) -> Language:
    """The language to answer in."""
    asked = asked_language(request)
    return asked or accepted_language(request.headers.get("accept-language", ""))


def asked_language(request: Request) -> Language | None:
    """What `?lang=` says, or None where it is absent or not one of ours."""
    text = request.query_params.get("lang", "").strip().lower()[:2]
    return as_language(text) if text in LANGUAGES else None


def accepted_language(header: str) -> Language:
    """The best of ours by an `Accept-Language` header; French when it names none.

    >>> accepted_language("de, en;q=0.3, fr-CA;q=0.8"), accepted_language("en-GB,en;q=0.9"), accepted_language("*")
    ('fr', 'en', 'fr')
    """
    best: tuple[float, Language] = (0.0, "fr")
    for part in header.split(","):
        tag, _, weight = part.partition(";q=")
        if tag.strip().lower()[:2] in LANGUAGES and _weight(weight) > best[0]:
            best = (_weight(weight), as_language(tag))
    return best[1]


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
