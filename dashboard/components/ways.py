"""Links that leave the dashboard, and buttons that post: signing in and out, downloads, erasure."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import identity
from dashboard.components.own import element
from dashboard.house import house
from luminance_geo.i18n import Translator
from luminance_geo.web.forms import FIELD, SIGN_OUT, issue

Way = dict[str, Any]


def ways(key: str, label: str, shown: list[Way]) -> None:
    """A row of them; `label` names it for who does not see it."""
    show_ways(key, {"label": label, "ways": shown})


def show_ways(key: str, data: dict[str, Any]) -> None:
    """Mount or update the row. Tests of the screens stand in for this."""
    element("ways", '<div class="ways"></div>')(key=key, data=data)


def link(label: str, path: str, *, kind: str = "link", download: bool = False, **query: str) -> Way:
    """A full navigation."""
    href = f"{path}?{urlencode(query, safe='/')}" if query else path
    return {"label": label, "href": href, "kind": kind, "download": download}


def post(label: str, path: str, purpose: str, language: str, *, kind: str = "link", **fields: str) -> Way:
    """A button that posts to one of our routes, signed for this browser's session."""
    settings, now = house().settings, house().clock().timestamp()
    signed = issue(settings.secret.get_secret_value(), purpose, identity.session_token(), now=now)
    return {"label": label, "action": f"{path}?lang={language}", "kind": kind, "fields": {FIELD: signed, **fields}}


def sign_in(t: Translator, *, kind: str = "link", back: str = "") -> Way:
    """To the page that sends a link; it leads back to `back`, else to where this person is."""
    return link(t("Sign in"), "/sign-in", kind=kind, next=back or _here(), lang=t.language)


def sign_out(t: Translator, *, kind: str = "link") -> Way:
    """End this browser's session."""
    return post(t("Sign out"), "/sign-out", SIGN_OUT, t.language, kind=kind)


def sign_out_everywhere(t: Translator, *, kind: str = "link") -> Way:
    """End this person's sessions in every browser."""
    return post(t("Sign out everywhere"), "/sign-out-everywhere", SIGN_OUT, t.language, kind=kind)


def _here() -> str:
    query = urlencode(st.query_params.to_dict(), safe="/,")
    return (urlsplit(st.context.url or "").path or "/") + (f"?{query}" if query else "")
