"""The ground around a point, in pixels of a small picture: shapes of the built-in map and the names that fit."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from luminance_geo.geo import to_pixels, world_pixels
from luminance_geo.i18n import Language
from luminance_geo.web.basemap.labels import packed_labels
from luminance_geo.web.basemap.shapes import FINEST_BAND, band

Theme = Literal["light", "dark"]
Pixels = npt.NDArray[np.float64]

COLOURS: dict[Theme, dict[str, str]] = {
    "light": {
        "water": "#C9DDE2", "land": "#F4F2EB", "abroad": "#E9E8E2", "lake": "#C9DDE2", "river": "#A9C9D1",
        "shore": "#A8C4CA", "province": "#A9A99E", "mrc": "#C9C8BC", "division": "#C9C8BC", "municipality": "#C9C8BC",
        "quartier": "#D8D6CB", "town": "#38505A", "small": "#5A6C73", "sea": "#2F5E6B",
    },
    "dark": {
        "water": "#0B161C", "land": "#1B2C34", "abroad": "#15242B", "lake": "#0B161C", "river": "#0F2029",
        "shore": "#2F4954", "province": "#46606A", "mrc": "#31464F", "division": "#31464F", "municipality": "#31464F",
        "quartier": "#2C4049", "town": "#D5DDDD", "small": "#A5B4B8", "sea": "#7FA4AE",
    },
}  # fmt: skip
"""LOOK, section 5."""

EXTENT = (-142.0, 41.0, -50.0, 83.2)
"""West, south, east, north of the built-in map, in degrees: beyond it nothing is known, not even water."""

_SLACK = 8  # px drawn beyond the edges, so that cut sides stay out of sight
_TOLERANCE = 0.35  # px
_RANKS = ((4, 9), (5, 26), (6, 60), (7, 130), (8, 300), (9, 700), (10, 1500))
_SHIFTS = (0, 18, -18, 34, -34)
_QUARTIERS_FROM = 12
_BIG, _MIDDLE = 400_000, 20_000


class Shape(NamedTuple):
    """An area (its outer ring, then its holes) or a line (one part), in pixels."""

    layer: str
    parts: tuple[Pixels, ...]
    closed: bool


class Name(NamedTuple):
    """A name centred on a pixel; `style` is `big`, `town`, `small` or `sea`; `size` is the height of its letters."""

    x: float
    y: float
    text: str
    style: str
    size: float


@dataclass(frozen=True)
class Ground:
    """What to draw, in drawing order."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture `width` by `height` pixels at a map zoom; the point in WGS84 degrees stands at `(x, y)`.

    `clear` are boxes (left, top, right, bottom) where no name may stand.
    """

    lat: float
    lon: float
    zoom: float
    width: int
    height: int
    x: float
    y: float
    clear: tuple[tuple[float, float, float, float], ...] = ()

    def origin(self) -> tuple[float, float]:
        """World pixel of the left top corner."""
        px, py = to_pixels(self.lat, self.lon, self.zoom)
        return float(px) - self.x, float(py) - self.y


def ground(frame: Frame, language: Language) -> Ground:
    """The shapes and names of a picture."""
    return Ground(frame.width, frame.height, tuple(_shapes(frame)), tuple(names(frame, language)))


def _shapes(frame: Frame) -> list[Shape]:
    left, top = frame.origin()
    world = float(world_pixels(frame.zoom))
    window = np.array([left - _SLACK, top - _SLACK, left + frame.width + _SLACK, top + frame.height + _SLACK]) / world
    found: list[Shape] = []
    for layer in band(min(max(round(frame.zoom) - 1, 0), FINEST_BAND)):
        near = layer.shapes[np.sort(layer.tree.query(shapely.box(*window)))]
        cut = shapely.get_parts(shapely.simplify(shapely.clip_by_rect(near, *window), _TOLERANCE / world))
        for piece in cut:
            rings = shapely.get_rings(shapely.orient_polygons(piece)) if layer.closed else [piece]
            parts = (shapely.get_coordinates(ring) * world - (left, top) for ring in rings)
            drawn = tuple(part for part in parts if len(part) > 1 and np.ptp(part, axis=0).max() > 1)
            if drawn:
                found.append(Shape(layer.name, drawn, layer.closed))
    return found


class _Row(NamedTuple):
    """A name of the built-in map: from zoom `low` to `high`; `rank` by population among its kind."""

    kind: str
    text: str
    low: float
    high: float
    population: int
    rank: int


@cache
def _label_rows(language: Language) -> tuple[list[_Row], Pixels]:
    """The names, and the place of each in the unit square."""
    kinds = json.loads(gzip.decompress(packed_labels(language)))
    rows, points = [], []
    for kind in ("water", "town", "quartier"):
        for rank, (lon, lat, name, low, high, population) in enumerate(kinds.get(kind, [])):
            rows.append(_Row(kind, name, low, high, population or 0, rank))
            points.append((lat, lon))
    places = np.array(points)
    x, y = to_pixels(places[:, 0], places[:, 1], 0)
    return rows, np.column_stack([x, y]) / float(world_pixels(0))


def names(frame: Frame, language: Language) -> list[Name]:
    """Names in order of importance, none over another."""
    rows, unit = _label_rows(language)
    places = unit * float(world_pixels(frame.zoom)) - frame.origin()
    inside = np.flatnonzero(((places > 8) & (places < (frame.width - 8, frame.height - 8))).all(axis=1))
    limit = next((most for zoom, most in _RANKS if frame.zoom < zoom + 1), None)
    taken, shown = list(frame.clear), []
    said: set[str] = set()
    for index in inside.tolist():
        row = rows[index]
        hidden = row.kind == "town" and limit is not None and row.rank >= limit
        if hidden or not row.low <= frame.zoom <= row.high or row.text in said:
            continue
        x, y = places[index].tolist()
        placed = _placed(_name(row, x, y, close=frame.zoom >= _QUARTIERS_FROM), frame, taken)
        if placed:
            taken.append(_box(placed))
            shown.append(placed)
            said.add(row.text)
    return shown


def _placed(name: Name, frame: Frame, taken: list[tuple[float, float, float, float]]) -> Name | None:
    """The name where it overlaps nothing, moved up or down a little if need be."""
    for shift in _SHIFTS:
        moved = name._replace(y=name.y + shift)
        box = _box(moved)
        within = box[0] > 2 and box[2] < frame.width - 2 and box[1] > 2 and box[3] < frame.height - 2
        if within and not any(_overlap(box, other) for other in taken):
            return moved
    return None


def _name(row: _Row, x: float, y: float, *, close: bool) -> Name:
    if row.kind == "water":
        return Name(x, y, row.text, "sea", 13)
    if row.kind == "quartier" or (row.population < _MIDDLE and close):
        return Name(x, y, row.text, "small", 11.5)
    return Name(x, y, row.text, "big", 15) if row.population > _BIG else Name(x, y, row.text, "town", 13)


def _box(name: Name) -> tuple[float, float, float, float]:
    half, high = len(name.text) * name.size * 0.27 + 3, name.size * 0.62 + 2
    return name.x - half, name.y - high, name.x + half, name.y + high


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
