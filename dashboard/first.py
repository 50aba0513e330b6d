"""What is answered before Streamlit's own layers, without them: sessions, compression, a watch over paths."""

from __future__ import annotations

from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Receive, Scope, Send


class First:
    """Answers what `mount` matches; it has headers, errors and compression of its own."""

    def __init__(self, app: ASGIApp, mount: Mount) -> None:
        self.app = app
        self.mount = mount

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        match, below = self.mount.matches(scope)
        if match == Match.NONE:
            await self.app(scope, receive, send)
        else:
            await self.mount.handle({**scope, **below}, receive, send)
