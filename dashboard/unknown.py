"""Addresses that lead nowhere get our own page: Streamlit would open the first screen under an English dialog."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from luminance_geo.web.pages import not_found

_STREAMLITS_OWN = ("/component/", "/_stcore/", "/media/", "/static/")
_OURS = ("x-luminance-page", "content-security-policy")


class UnknownPages:
    """Answers 404 in both languages where Streamlit's catch-all would serve its own page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith(_STREAMLITS_OWN):
            await self.app(scope, receive, send)
            return
        replaced = False

        async def watch(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_catch_all(Headers(raw=message["headers"])):
                replaced = True
            if not replaced:
                await send(message)

        await self.app(scope, receive, watch)
        if replaced:
            await not_found(Request(scope))(scope, receive, send)


def _is_catch_all(headers: Headers) -> bool:
    """Pages of ours carry a mark or a policy of their own; API answers are not HTML."""
    return headers.get("content-type", "").startswith("text/html") and not any(name in headers for name in _OURS)
