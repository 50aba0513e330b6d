"""Files that pages load, at `/assets/…`: our style, fonts and icons, and Leaflet and jQuery from their packages.

The addresses served are a closed table made from the folders, so no address can reach another file.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from mimetypes import guess_type
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from luminance_geo import vocabulary
from luminance_geo.web.security import FILE_HEADERS

_FOLDER = Path(__file__).parent / "assets"
_VENDORED = {
    "vendor/leaflet/": ("xstatic.pkg.leaflet", re.compile(r"leaflet\.(js|css)|images/[\w-]+\.png")),
    "vendor/jquery/": ("xstatic.pkg.jquery", re.compile(r"jquery\.min\.js")),
}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
_SERVED = {".css", ".js", ".png", ".svg", ".txt", ".webp", ".woff2"}
_ASSET_IN_CSS = re.compile(r"url\(/assets/([\w./-]+)\)")
_SMALLEST_GZIP = 600
_FOREVER = "public, max-age=31536000, immutable"
_DISC = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">'
    '<circle cx="20" cy="20" r="20" fill="{fill}"/>'
    '<g transform="translate(8.6 8.6) scale(.95)" fill="{ink}">{icon}</g></svg>'
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent; `packed` is its gzip form where that is smaller."""

    body: bytes
    packed: bytes | None
    media_type: str
    version: str


def asset_url(path: str) -> str:
    """The address of an asset, with the hash of its content, to be kept for a year.

    Raises `KeyError` for a path that is not served.

    >>> asset_url("icons/food.svg").startswith("/assets/icons/food.svg?v=")
    True
    """
    return f"/assets/{path}?v={asset(path).version}"


def asset(path: str) -> Asset:
    """An asset by its path under `/assets/`. Raises `KeyError`."""
    found = _files().get(path)
    if found is None:
        return _discs()[path]
    stat = found.stat()
    return _load(path, stat.st_mtime_ns, stat.st_size)


def icon_svg(code: str) -> str:
    """The drawing inside an icon's `<svg>`, to be filled with the current colour."""
    text = asset(f"icons/{code}.svg").body.decode()
    return text[text.index(">") + 1 : text.rindex("</svg>")]


@cache
def _files() -> dict[str, Path]:
    """Every file that is served, by its path under `/assets/`."""
    return dict((*_ours(), *_vendored()))


def _ours() -> Iterator[tuple[str, Path]]:
    for file in sorted(_FOLDER.rglob("*")):
        if file.is_file() and file.suffix in _SERVED:
            yield file.relative_to(_FOLDER).as_posix(), file


def _vendored() -> Iterator[tuple[str, Path]]:
    for prefix, (package, wanted) in _VENDORED.items():
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"{package} is not installed")
        data = Path(spec.origin).parent / "data"
        for file in sorted(data.rglob("*")):
            name = file.relative_to(data).as_posix()
            if wanted.fullmatch(name):
                yield prefix + name, file


@cache
def _discs() -> dict[str, Asset]:
    """Each cause's icon on its coloured disc, by day and by night: `causes/food-light.svg`."""
    drawn = {}
    for code, cause in vocabulary.causes().items():
        for theme, fill, ink in (("light", cause.light, "#FFFFFF"), ("dark", cause.dark, "#0F1B21")):
            svg = _DISC.format(fill=fill, ink=ink, icon=icon_svg(cause.icon))
            drawn[f"causes/{code}-{theme}.svg"] = _asset(svg.encode(), "image/svg+xml")
    return drawn


@lru_cache(maxsize=512)
def _load(path: str, _mtime_ns: int, _size: int) -> Asset:
    """Read again when the file changes."""
    file = _files()[path]
    body = file.read_bytes()
    if file.suffix == ".css":
        body = _ASSET_IN_CSS.sub(lambda match: f"url({asset_url(match[1])})", body.decode()).encode()
    return _asset(body, _TYPES.get(file.suffix) or guess_type(file.name)[0] or "application/octet-stream")


def _asset(body: bytes, media_type: str) -> Asset:
    packed = None
    if len(body) >= _SMALLEST_GZIP and media_type.startswith(("text/", "image/svg")):
        packed = gzip.compress(body, mtime=0)
    return Asset(body, packed, media_type, hashlib.sha256(body).hexdigest()[:12])


def _serve(request: Request) -> Response:
    try:
        found = asset(request.path_params["path"])
    except KeyError:
        raise HTTPException(404) from None
    lasting = request.query_params.get("v") == found.version
    tag = f'"{found.version}"'
    headers = {
        **FILE_HEADERS,
        "ETag": tag,
        "Vary": "Accept-Encoding",
        "Cache-Control": _FOREVER if lasting else "public, max-age=300",
        "Access-Control-Allow-Origin": "*",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if found.packed and "gzip" in request.headers.get("accept-encoding", ""):
        packed = {**headers, "Content-Encoding": "gzip"}
        return Response(found.packed, headers=packed, media_type=found.media_type)
    return Response(found.body, headers=headers, media_type=found.media_type)


def asset_routes() -> list[Route]:
    """`/assets/{path}`, GET and HEAD."""
    return [Route("/assets/{path:path}", _serve)]
