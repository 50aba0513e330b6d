"""Small line icons of the pages, drawn in place so that nothing more is loaded."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

_PATHS = {
    "back": "M19 12H5m6-6-6 6 6 6",
    "calendar": "M4 6.5h16V20H4zM4 10.5h16M8.5 4v4m7-4v4",
    "seat": "M7.5 4h9v8h-9zM5 10v6h14v-6M7 16v4m10-4v4",
    "pin": "M12 21c-4-4-6.5-7-6.5-10.5a6.5 6.5 0 0 1 13 0C18.5 14 16 17 12 21z"
    "M9.7 10.3a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0",
    "flask": "M9.5 3.5h5M10.5 3.5v6L5 19.5h14l-5.5-10v-6M8 15h8",
    "verified": "m8 12.2 2.7 2.7 5.3-5.4M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0",
    "route": "M5.5 19.5h9a3.5 3.5 0 0 0 0-7h-5a3.5 3.5 0 0 1 0-7h9m-3-3 3 3-3 3",
    "link": "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2",
    "screen": "M3.5 5h17v11h-17zM9 20h6m-3-4v4",
}


@cache
def line_icon(name: str) -> Markup:
    """An icon that takes the colour and size of the text beside it; it says nothing to screen readers."""
    return Markup(  # noqa: S704 - a constant of ours
        '<svg class="i" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" focusable="false">'
        f'<path d="{_PATHS[name]}"/></svg>'
    )
