"""Elements of our own: one script, style and markup each, from `assets/`, mounted through Streamlit's components."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_ASSETS = Path(__file__).parent.parent / "assets"


@cache
def element(name: str, html: str = "") -> Any:
    """The element of `assets/NAME.js` and, where there is one, `NAME.css`; Streamlit knows it once per process."""
    style = _ASSETS / f"{name}.css"
    return st.components.v2.component(
        f"luminance_{name.replace('-', '_')}",
        html=html,
        css=style.read_text(encoding="utf-8") if style.is_file() else "",
        js=(_ASSETS / f"{name}.js").read_text(encoding="utf-8"),
    )
