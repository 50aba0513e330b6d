"""How an answer leaves: compact JSON, an ETag by revision, and 304 when nothing moved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Any

import orjson
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

GEOJSON = "application/geo+json"
JSON = "application/json"
HTML = "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
_HEADERS = {"Cache-Control": "public, no-cache", "Access-Control-Allow-Origin": "*"}


def software_version() -> str:
    """Version of the installed distribution, or `dev` from a clone that is not installed."""
    try:
        return version("luminance-geo")
    except PackageNotFoundError:
        return "dev"


_VERSION = software_version()


def dumps(value: Any) -> bytes:
    """Compact UTF-8 JSON."""
    return orjson.dumps(value)


def canonical(query: QueryParams) -> str:
    """The query with its parameters sorted and stripped, empty ones left out."""
    kept = sorted((name, value.strip()) for name, value in query.multi_items() if value.strip())
    return "&".join(f"{name}={value}" for name, value in kept)


def etag(request: Request, *stamps: object) -> str:
    """A weak tag of the address asked and of what the answer depends on besides it (revision, day…)."""
    parts = (_VERSION, request.url.path, canonical(request.query_params), *map(str, stamps))
    digest = hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()[:20]
    return f'W/"{digest}"'


def matches(request: Request, tag: str) -> bool:
    """Whether the caller holds this answer already (`If-None-Match`, compared weakly)."""
    held = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    return "*" in held or tag.removeprefix("W/") in held


def answer(
    request: Request,
    build: Callable[[], Mapping[str, Any]],
    *stamps: object,
    media_type: str = JSON,
    language: str,
    encode: Callable[[Mapping[str, Any]], bytes] = dumps,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """The answer made by `build`, or 304 without building it when the caller's copy is still right."""
    tag = etag(request, *stamps)
    sent = {**_HEADERS, **headers, "ETag": tag, "Content-Language": language}
    if matches(request, tag):
        return Response(status_code=304, headers=sent)
    return Response(encode(build()), headers=sent, media_type=media_type)
