"""The map's script and style: small files of ours joined into one each, so that a first visit waits for one answer."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from luminance_geo.vocabulary import actor_kinds, causes

ASSETS = Path(__file__).resolve().parent.parent / "assets"

PARTS = (
    "palette", "dom", "icons", "basemap", "labels", "streets", "ring", "cells", "cards", "words", "selection", "marks",
    "notices", "view", "map",
)  # fmt: skip
"""Files under `assets/map` in the order they run; each adds to the one global, `luminance`."""

_PATH = re.compile(r'<path[^>]* d="([^"]+)"')


@dataclass(frozen=True, slots=True)
class MapFiles:
    """The joined script and style, gzip-compressed, and the hash that names their version."""

    script: bytes
    style: bytes
    version: str


def _vocabulary() -> str:
    """A line of script: causes with colours by mode and icons (path data on a 24-unit square), and kinds of hosts."""
    drawn = {}
    for code, cause in causes().items():
        found = _PATH.search((ASSETS / "icons" / f"{cause.icon}.svg").read_text(encoding="utf-8"))
        if found is None:
            raise ValueError(f"icon {cause.icon} has no path")
        drawn[code] = {"light": cause.light, "dark": cause.dark, "icon": found[1], "fr": cause.fr, "en": cause.en}
    kinds = {code: {"fr": kind.fr, "en": kind.en} for code, kind in actor_kinds().items()}
    return f"window.luminance = {json.dumps({'causes': drawn, 'kinds': kinds}, ensure_ascii=False)};\n"


@cache
def map_files() -> MapFiles:
    """Join the parts. Raises `FileNotFoundError` when one is missing."""
    parts = [(ASSETS / "map" / f"{name}.js").read_text(encoding="utf-8") for name in PARTS]
    script = ("'use strict';\n" + _vocabulary() + "\n".join(parts)).encode()
    style = (ASSETS / "map" / "map.css").read_bytes()
    version = hashlib.sha256(script + style).hexdigest()[:12]
    return MapFiles(gzip.compress(script, mtime=0), gzip.compress(style, mtime=0), version)
