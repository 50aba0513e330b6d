"""Absolute addresses: of the service, of an initiative's page and pictures, of the dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from starlette.requests import Request

from luminance_geo.catalogue.filters import NAMES
from luminance_geo.i18n import Language
from luminance_geo.settings import Settings

FEED = "/feeds/initiatives.atom"
FEED_FILTERS = tuple(name for name in NAMES if name != "sort")
"""What the feed takes besides `lang`; its order is always the newest first."""


def base_url(settings: Settings, request: Request) -> str:
    """Where people reach the service, without a trailing slash: `public_url`, else what the request was sent to."""
    return settings.public_url or f"{request.url.scheme}://{request.url.netloc}"


def mailed_base(settings: Settings, request: Request) -> str:
    """Where links in a message lead: `public_url`, else the address that the connection came in by.

    Not the Host header: whoever asks for somebody's sign-in link writes it.
    """
    if settings.public_url:
        return settings.public_url
    host, port = request.scope["server"]
    named = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[request.url.scheme]
    return f"{request.url.scheme}://{named}" + (f":{port}" if port not in (None, usual) else "")


def initiative_path(slug: str, language: Language | None = None) -> str:
    """The page of an initiative; without a language it follows the browser's.

    >>> initiative_path("la-tablée", "fr")
    '/initiatives/la-tabl%C3%A9e?lang=fr'
    """
    return f"/initiatives/{quote(slug, safe='')}" + (f"?lang={language}" if language else "")


def picture_path(slug: str, kind: str, language: Language, **query: str) -> str:
    """A picture of an initiative: `map.svg` or `preview.png`."""
    return f"/initiatives/{quote(slug, safe='')}/{kind}?" + urlencode({"lang": language, **query})


def dashboard_path(language: Language, query: Mapping[str, str] | None = None) -> str:
    """The dashboard in a state given by its query parameters.

    >>> dashboard_path("en", {"selected": "x"})
    '/?lang=en&selected=x'
    """
    return "/?" + urlencode({"lang": language, **(query or {})}, safe=",/")


def feed_path(language: Language, query: Mapping[str, str] | None = None) -> str:
    """The feed of what these filters keep; parameters that it does not take are left out.

    >>> feed_path("en", {"cause": "food", "sort": "name", "selected": "x"})
    '/feeds/initiatives.atom?lang=en&cause=food'
    """
    kept = {name: value for name, value in (query or {}).items() if name in FEED_FILTERS and value.strip()}
    return f"{FEED}?" + urlencode({"lang": language, **kept}, safe=",/")
