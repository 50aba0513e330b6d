"""Who is signed in, asked of the sessions table at every run: a cookie read long ago proves nothing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.house import house

if TYPE_CHECKING:
    from luminance_geo.people.queries import Who

COOKIE = "luminance_session"


def session_token() -> str:
    """The token that this browser showed when it connected; empty without one."""
    return st.context.cookies.get(COOKIE, "")


def who() -> Who | None:
    """The person whose session it is now; None for everyone else, and once signed out in another window."""
    token = session_token()
    return house().people.who(token) if token else None


def visitor_address() -> str:
    """The IP address as the server sees it, for limits only; empty on the machine itself."""
    return st.context.ip_address or ""
