"""Pictures of causes beside their names: a coloured disc with its icon, by day and by night."""

from __future__ import annotations

import streamlit as st

from luminance_geo.web.files import asset_url


def mode() -> str:
    """`light` or `dark`, as this person's browser shows the dashboard."""
    return "dark" if st.context.theme.type == "dark" else "light"


def disc_url(cause: str) -> str:
    """The address of a cause's disc."""
    return asset_url(f"causes/{cause}-{mode()}.svg")


def disc(cause: str) -> str:
    """Markdown of a cause's disc; decorative, the name stands beside it."""
    return f"![]({disc_url(cause)})"
