"""Headers of the answers that we write ourselves: pages without scripts, pictures, files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
"""A server-rendered page runs nothing and loads only our own style, fonts and pictures."""

FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
"""An SVG opened by itself keeps its own style and runs nothing."""

_COMMON = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
PAGE_HEADERS: Mapping[str, str] = MappingProxyType({**_COMMON, "Content-Security-Policy": PAGE_POLICY})
FILE_HEADERS: Mapping[str, str] = MappingProxyType({**_COMMON, "Content-Security-Policy": FILE_POLICY})
PRIVATE_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        **PAGE_HEADERS,
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
        "X-Robots-Tag": "noindex",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)
"""A page for one person: kept nowhere, and its address, which may be a secret, told to no other site."""
