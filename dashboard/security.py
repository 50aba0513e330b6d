"""Headers that every answer carries, and the addresses of Streamlit that are nobody's business."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BLOCKED = ("/_stcore/metrics", "/_stcore/agent/")
_COMMON = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(self), camera=(), microphone=(), payment=(), usb=()"),
)
_POLICY, _PAGE = b"content-security-policy", b"x-luminance-page"
_SUBPROTOCOLS = b"sec-websocket-protocol"
_BASE = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"


def script_hash(script: str) -> str:
    """The CSP source of one inline script: `'sha256-…'`."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


class SecurityHeaders:
    """Adds the headers where an answer has none of its own, and answers 404 to what is blocked.

    `inline_scripts` are the scripts that the dashboard's page holds; `tiles_url` may load pictures in the map's frame.
    """

    def __init__(self, app: ASGIApp, inline_scripts: tuple[str, ...] = (), tiles_url: str = "") -> None:
        self.app = app
        hashes = " ".join(script_hash(script) for script in inline_scripts)
        tiles = _origin(tiles_url)
        style = "style-src 'self' 'unsafe-inline'; font-src 'self' data:"
        # Streamlit's own components come as modules in blob: addresses; its map component evaluates its script.
        self.page = f"{_BASE}; script-src 'self' blob: {hashes}; {style}; img-src 'self' data: blob:; worker-src blob:"
        self.component = (
            f"{_BASE}; script-src 'self' 'unsafe-inline' 'unsafe-eval'; {style}; img-src 'self' data: {tiles}".rstrip()
        )
        self.plain = f"{_BASE}; {style}; img-src 'self' data:"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(_BLOCKED):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = list(message.get("headers", ()))
                own = {name for name, _ in headers}
                headers += [(name, value) for name, value in _COMMON if name not in own]
                if _POLICY not in own:
                    headers.append((_POLICY, self._policy(path, own)))
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    def _policy(self, path: str, own: set[bytes]) -> bytes:
        policy = self.component if path.startswith("/component/") else self.page if _PAGE in own else self.plain
        return policy.encode()


def _origin(url: str) -> str:
    """The origin of a tile template as a CSP source; `{s}` sub-domains become a wildcard."""
    parts = urlsplit(url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


class NewSessions:
    """Gives each connection to the dashboard a session of its own.

    Streamlit lets whoever names a session take it over, with what its person has on screen; the name leaks into
    addresses. What should outlive a connection is in the address, in the browser's page or in the database.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; of the subprotocols, the third would be the session to take over."""
        if scope["type"] == "websocket":
            headers = [
                (name, b",".join(value.split(b",")[:2]) if name == _SUBPROTOCOLS else value)
                for name, value in scope["headers"]
            ]
            scope = {**scope, "headers": headers}
        await self.app(scope, receive, send)
