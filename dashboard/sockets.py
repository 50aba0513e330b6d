"""One option of the listening socket that Streamlit leaves out."""

from __future__ import annotations

import socket
from typing import Any

from streamlit.web.server.starlette import starlette_server


def send_at_once() -> None:
    """Turn Nagle's algorithm off on the socket that Streamlit is about to bind.

    Streamlit makes it with protocol 0, for which asyncio does not set TCP_NODELAY; with the peer's delayed
    acknowledgements each answer on a kept connection then waits 40 ms. Accepted sockets inherit the option.
    """
    bind = starlette_server._bind_socket

    def bind_without_delay(*given: Any, **named: Any) -> socket.socket:
        bound = bind(*given, **named)
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return bound

    starlette_server._bind_socket = bind_without_delay
