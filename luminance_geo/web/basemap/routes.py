"""`/basemap/…`: tiles, names, and the map's script and style. Answers never change within a version."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from luminance_geo.i18n import LANGUAGES, as_language
from luminance_geo.web.basemap.labels import packed_labels
from luminance_geo.web.basemap.script import map_files
from luminance_geo.web.basemap.shapes import folder
from luminance_geo.web.basemap.tiles import exists, packed

_FORMAT = b"1"  # raise when tiles change though the data do not
_JSON = "application/json"


@cache
def basemap_version() -> str:
    """Hash of the shipped files, for the `v` of tile and label addresses."""
    digest = hashlib.sha256(_FORMAT)
    for name in ("areas", "lines", "labels"):
        digest.update((folder() / f"{name}.parquet").read_bytes())
    return digest.hexdigest()[:12]


def _answer(request: Request, body: bytes, media: str, version: str, name: str = "") -> Response:
    """`body` is gzip-compressed; it is sent so where the browser takes it. Named versions are kept for a year."""
    tag = f'"{version}{name}"'
    lasting = request.query_params.get("v") == version
    headers = {
        "ETag": tag,
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, max-age=31536000, immutable" if lasting else "public, no-cache",
    }
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(body, media_type=media, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(body), media_type=media, headers=headers)


def _tile(request: Request) -> Response:
    z, x, y = (request.path_params[name] for name in "zxy")
    if not exists(z, x, y):
        raise HTTPException(404, "no such tile")
    return _answer(request, packed(z, x, y), _JSON, basemap_version(), f"-{z}-{x}-{y}")


def _labels(request: Request) -> Response:
    asked = request.query_params.get("lang", "fr")
    if asked not in LANGUAGES:
        raise HTTPException(400, f"lang: {asked!r} is not one of {', '.join(LANGUAGES)}")
    language = as_language(asked)
    return _answer(request, packed_labels(language), _JSON, basemap_version(), f"-{language}")


def _script(request: Request) -> Response:
    return _answer(request, map_files().script, "text/javascript", map_files().version)


def _style(request: Request) -> Response:
    return _answer(request, map_files().style, "text/css", map_files().version)


def basemap_routes() -> list[Route]:
    """`/basemap/{z}/{x}/{y}.json`, `/basemap/labels.json?lang=`, `/basemap/map.js` and `/basemap/map.css`."""
    return [
        Route("/basemap/labels.json", _labels),
        Route("/basemap/map.js", _script),
        Route("/basemap/map.css", _style),
        Route("/basemap/{z:int}/{x:int}/{y:int}.json", _tile),
    ]
