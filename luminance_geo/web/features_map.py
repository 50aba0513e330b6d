"""A map of some features, drawn into the page as SVG: no script, no other file, colours by the page's own style."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from luminance_geo import vocabulary
from luminance_geo.geo import from_pixels, to_pixels
from luminance_geo.i18n import Language
from luminance_geo.web.files import icon_svg
from luminance_geo.web.ground import Frame, Ground, Shape, ground
from luminance_geo.web.map_picture import PIN_PATH, path_data
from luminance_geo.web.words import clean, one_line

WIDTH, HEIGHT = 640, 520
_MARGIN = 44  # px around the features, room for a pin
_CLOSEST, _FARTHEST = 12.5, 2.0
_APART = 34  # px: nearer marks are counted together
_TITLE_LENGTH = 90
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A feature on the map: a shape in WGS84 degrees (longitude first), its name, its first cause, where it leads."""

    shape: BaseGeometry
    title: str
    cause: str
    href: str


@dataclass(frozen=True, slots=True)
class Closer:
    """What a counted mark says and where it leads, given how many it holds and their box in degrees."""

    title: Callable[[int], str]
    href: Callable[[Box], str]


def features_map(spots: Sequence[Spot], language: Language, closer: Closer) -> Markup | None:
    """The drawing, None where no feature has a position."""
    if not spots:
        return None
    frame = _frame(np.array([spot.shape.bounds for spot in spots]))
    drawn = ground(frame, language)
    points = [spot for spot in spots if spot.shape.geom_type == "Point"]
    parts = (
        f'<svg class="ground" viewBox="0 0 {WIDTH} {HEIGHT}" role="group">',
        f'<rect class="g-water" width="{WIDTH}" height="{HEIGHT}"/>',
        *_layers(drawn),
        *(_area(spot, frame) for spot in spots if spot.shape.geom_type != "Point"),
        *_names(drawn),
        *_marks(points, frame, closer),
        "</svg>",
    )
    return Markup("".join(parts))  # noqa: S704 - numbers, constants of ours, and texts escaped one by one


def _frame(bounds: np.ndarray) -> Frame:
    """The closest view that holds every box."""
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    x, y = to_pixels(np.array([south, north]), np.array([west, east]), 0)
    room = min(
        (side - 2 * _MARGIN) / max(float(extent), 1e-9)
        for side, extent in ((WIDTH, abs(x[1] - x[0])), (HEIGHT, abs(y[1] - y[0])))
    )
    zoom = min(_CLOSEST, max(_FARTHEST, math.log2(room)))
    lat, lon = from_pixels(x.mean(), y.mean(), 0)
    return Frame(float(lat), float(lon), zoom, WIDTH, HEIGHT, WIDTH / 2, HEIGHT / 2)


def _layers(drawn: Ground) -> Iterable[str]:
    for layer in dict.fromkeys(shape.layer for shape in drawn.shapes):
        data = "".join(path_data(shape) for shape in drawn.shapes if shape.layer == layer)
        yield f'<path class="g-{layer}" d="{data}"/>'


def _names(drawn: Ground) -> Iterable[str]:
    for name in drawn.names:
        text = escape(clean(name.text))
        place = f'x="{name.x:.0f}" y="{name.y + name.size * 0.35:.0f}" font-size="{name.size:g}"'
        yield f'<text class="g-name g-{name.style}" aria-hidden="true" {place}>{text}</text>'


def _area(spot: Spot, frame: Frame) -> str:
    left, top = frame.origin()
    parts = []
    for ring in shapely.get_rings(shapely.get_parts(spot.shape)):
        lon, lat = shapely.get_coordinates(ring).T
        x, y = to_pixels(lat, lon, frame.zoom)
        line = shapely.simplify(shapely.linestrings(np.column_stack([x - left, y - top])), 0.6)
        parts.append(shapely.get_coordinates(line))
    data = path_data(Shape("area", tuple(parts), closed=True))
    return f'{_link(spot.href, spot.title)}<path class="g-area" d="{data}"/></a>' if data else ""


def _marks(spots: Sequence[Spot], frame: Frame, closer: Closer) -> Iterable[str]:
    """Single features as pins, those that would touch as one counted disc; farther south is drawn above."""
    left, top = frame.origin()
    groups: list[tuple[float, float, list[Spot]]] = []
    for spot in sorted(spots, key=lambda each: -float(shapely.get_y(each.shape))):
        x, y = (float(each) for each in to_pixels(shapely.get_y(spot.shape), shapely.get_x(spot.shape), frame.zoom))
        near = next((g for g in groups if math.hypot(g[0] - x + left, g[1] - y + top) < _APART), None)
        if near:
            near[2].append(spot)
        else:
            groups.append((x - left, y - top, [spot]))
    for x, y, members in groups:
        yield _pin(x, y, members[0]) if len(members) == 1 else _disc(x, y, members, closer)


def _pin(x: float, y: float, spot: Spot) -> str:
    known = vocabulary.causes().get(spot.cause)
    icon = icon_svg(known.icon) if known else '<circle cx="12" cy="12" r="7"/>'
    look = f"pin cause-{known.code}" if known else "pin"
    place = f"translate({x - 19.2:.1f} {y - 37.4:.1f}) scale(1.6)"
    return (
        f'{_link(spot.href, spot.title)}<g class="{look}" transform="{place}">'
        f'<path d="{PIN_PATH}"/><g transform="translate(4.5 2.4) scale(.625)">{icon}</g></g></a>'
    )


def _disc(x: float, y: float, members: Sequence[Spot], closer: Closer) -> str:
    count = len(members)
    radius = 15 if count < 10 else 18 if count < 50 else 22
    box = shapely.total_bounds([spot.shape for spot in members])
    spread = box[2] - box[0] > 1e-5 or box[3] - box[1] > 1e-5
    href = closer.href((box[0], box[1], box[2], box[3])) if spread else members[0].href
    return (
        f'{_link(href, closer.title(count))}<g class="counted" transform="translate({x:.1f} {y:.1f})">'
        f'<circle class="glow" r="{radius + 5}"/><circle class="disc" r="{radius}"/><text y="5">{count}</text></g></a>'
    )


def _link(href: str, title: str) -> str:
    said = escape(one_line(title, _TITLE_LENGTH))
    return f'<a href="{escape(href)}" aria-label="{said}"><title>{said}</title>'
