"""Streamlit's scripts and styles from memory, compressed: from disk, each of some hundred files takes a dozen steps."""

from __future__ import annotations

import gzip
import mimetypes
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(streamlit.__file__).parent / "static" / "static"
_PREFIX = "/static/"
_COMPRESSIBLE = (".js", ".css")
_SMALLEST_WORTH_IT = 1024


class StaticFromMemory:
    """Answers for what Streamlit ships under `static/`; the names hold a hash, so that browsers keep them for a year.

    What is not shipped, ranges and conditional questions are left to Streamlit.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        answer = self._answer(scope) if scope["type"] == "http" and scope["path"].startswith(_PREFIX) else None
        await (answer or self.app)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        name = scope["path"].removeprefix(_PREFIX)
        if scope["method"] not in {"GET", "HEAD"} or "range" in headers or "if-none-match" in headers:
            return None
        if name not in shipped():
            return None
        zipped = "gzip" in headers.get("accept-encoding", "") and is_compressible(name)
        said = {"Cache-Control": "public, immutable, max-age=31536000", "Vary": "Accept-Encoding"}
        if zipped:
            said["Content-Encoding"] = "gzip"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Response(content(name, zipped), media_type=kind, headers=said)


@cache
def shipped() -> frozenset[str]:
    """Names of the shipped files, relative to `static/`: only these are ever opened."""
    return frozenset(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


@cache
def is_compressible(name: str) -> bool:
    """Whether a file shrinks when compressed; fonts are compressed already."""
    return name.endswith(_COMPRESSIBLE) and (FOLDER / name).stat().st_size >= _SMALLEST_WORTH_IT


@cache
def content(name: str, zipped: bool) -> bytes:
    """A shipped file's bytes, compressed once."""
    read = (FOLDER / name).read_bytes()
    return gzip.compress(read, 6, mtime=0) if zipped else read
