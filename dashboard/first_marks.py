"""The map before all else: a visit's first run holds the rest of the screen back until the map has drawn its marks.

Streamlit's page draws all that it has been given before it lets the map's frame start; given the map, the filters and
the list at once, it starts the frame half a second later (`python -m tests.benchmarks.measure_browser`).
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

AT_MOST_S = 1.5  # a frame that never draws, or a slow machine: the rest comes anyway
_NAME, _MOUNTED = "visit", "visit-has-map"
_awaited: dict[str, threading.Event] = {}


def drawn_address() -> str:
    """Where this visit's map says that it has drawn; the same for all of the visit's runs."""
    return f"/drawn/{_visit()}"


@contextmanager
def marks_first(*, wanted: bool = True) -> Iterator[None]:
    """Around what sends the map: on a visit's first run, leave only once it has drawn, or after `AT_MOST_S`."""
    if st.session_state.get(_MOUNTED) or not wanted:
        st.session_state[_MOUNTED] = True
        yield
        return
    drawn = _awaited[_visit()] = threading.Event()
    try:
        yield
        drawn.wait(AT_MOST_S)
        st.session_state[_MOUNTED] = True
    finally:
        _awaited.pop(_visit(), None)


def drawn_routes() -> list[Route]:
    """`POST /drawn/{visit}`: a map has drawn. The answer is the same for a visit that nobody waits for."""

    async def hear(request: Request) -> Response:
        note_drawn(request.url.path)
        return Response(status_code=204)

    return [Route("/drawn/{visit}", hear, methods=["POST"])]


def note_drawn(address: str) -> None:
    """The map that was given this address has drawn its marks."""
    if drawn := _awaited.get(address.rpartition("/")[2]):
        drawn.set()


def _visit() -> str:
    return str(st.session_state.setdefault(_NAME, secrets.token_urlsafe(12)))
