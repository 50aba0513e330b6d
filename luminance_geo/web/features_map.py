"""A map of some features, drawn into the page as SVG: no script, no other file, colours by the page's own style."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import NamedTuple

import numpy as np
import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from luminance_geo import vocabulary
from luminance_geo.geo import from_pixels, to_pixels
from luminance_geo.i18n import Language
from luminance_geo.web.files import icon_svg
from luminance_geo.web.ground import EXTENT, Frame, Ground, Name, Shape, ground, names
from luminance_geo.web.map_picture import PIN_PATH, path_data
from luminance_geo.web.words import clean, one_line

WIDTH, HEIGHT = 640, 520
"""At most, in pixels; what the built-in map does not reach is cut off."""

_LEAST_HEIGHT = 400
_MARGIN = 44  # px around the features, room for a pin
_PHONE_WIDTH = 366
_EDGE = 14  # px kept between a pin and a cut; an outline may touch it
_CLOSEST, _FARTHEST = 12.5, 2.0
_APART = 44  # px: nearer marks are counted together
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


class _Group(NamedTuple):
    """Features whose marks would touch, around a pixel."""

    x: float
    y: float
    members: list[Spot]


def features_map(spots: Sequence[Spot], language: Language, closer: Closer) -> Markup | None:
    """The drawing, None where no feature has a position.

    Marks and names are there twice, and the style shows one: `wide`, and `close` for phones, larger and fewer.
    """
    if not spots:
        return None
    points = [spot for spot in spots if spot.shape.geom_type == "Point"]
    frame = _frame(np.array([spot.shape.bounds for spot in spots]), _EDGE if points else 0)
    parts = (
        f'<svg class="ground" viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" '
        f'height="{frame.height}" role="group">',
        f'<rect class="g-water" width="{frame.width}" height="{frame.height}"/>',
        *_layers(ground(frame, language)),
        *(_area(spot, frame) for spot in spots if spot.shape.geom_type != "Point"),
        *_over("wide", 1.0, points, frame, language, closer),
        *_over("close", max(1.0, frame.width / _PHONE_WIDTH), points, frame, language, closer),
        "</svg>",
    )
    return Markup("".join(parts))  # noqa: S704 - numbers, constants of ours, and texts escaped one by one


def _frame(bounds: np.ndarray, edge: int) -> Frame:
    """The closest view that holds every box, no higher than it needs, cut where the built-in map ends."""
    x, y = to_pixels(
        np.array([bounds[:, 1].min(), bounds[:, 3].max(), EXTENT[1], EXTENT[3]]),
        np.array([bounds[:, 0].min(), bounds[:, 2].max(), EXTENT[0], EXTENT[2]]), 0,
    )  # fmt: skip
    room = min(
        (side - 2 * _MARGIN) / max(float(extent), 1e-9)
        for side, extent in ((WIDTH, abs(x[1] - x[0])), (HEIGHT, abs(y[1] - y[0])))
    )
    zoom = min(_CLOSEST, max(_FARTHEST, math.log2(room)))
    lat, lon = from_pixels(x[:2].mean(), y[:2].mean(), 0)
    px, py = (each * 2**zoom - each[:2].mean() * 2**zoom for each in (x, y))  # around the middle
    left, right = _cut(WIDTH / 2, px[0] - edge, px[1] + edge, px[2], px[3])
    half = min(HEIGHT / 2, max(_LEAST_HEIGHT / 2, py[0] + 2 * _MARGIN))
    top, bottom = _cut(half, py[1] - edge, py[0] + edge, py[3], py[2])
    return Frame(float(lat), float(lon), zoom, round(right - left), round(bottom - top), -left, -top)


def _cut(half: float, first: float, last: float, least: float, most: float) -> tuple[float, float]:
    """From `-half` to `half`, cut at `least` and `most`, yet never between `first` and `last`."""
    start, end = max(-half, min(least, first)), min(half, max(most, last))
    return float(start), float(end)


def _over(
    look: str, scale: float, points: Sequence[Spot], frame: Frame, language: Language, closer: Closer
) -> Iterable[str]:
    """Names and marks `scale` times larger: those of a smaller picture of the same view."""
    width, height = round(frame.width / scale), round(frame.height / scale)
    small = replace(
        frame, zoom=frame.zoom - math.log2(scale), width=width, height=height, x=frame.x / scale, y=frame.y / scale
    )
    groups = _groups(points, small)
    clear = tuple((group.x - 22, group.y - (38 if len(group.members) == 1 else 22), group.x + 22, group.y + 22)
                  for group in groups)  # fmt: skip
    yield f'<g class="{look}" transform="scale({scale:.3f})">'
    yield from _names(names(replace(small, clear=clear), language))
    for group in groups:
        yield _pin(group) if len(group.members) == 1 else _disc(group, closer)
    yield "</g>"


def _layers(drawn: Ground) -> Iterable[str]:
    for layer in dict.fromkeys(shape.layer for shape in drawn.shapes):
        data = "".join(path_data(shape) for shape in drawn.shapes if shape.layer == layer)
        yield f'<path class="g-{layer}" d="{data}"/>'


def _names(placed: Iterable[Name]) -> Iterable[str]:
    for name in placed:
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


def _groups(spots: Sequence[Spot], frame: Frame) -> list[_Group]:
    """Features whose marks would touch, together; from north to south, so that the southern are drawn above."""
    left, top = frame.origin()
    groups: list[_Group] = []
    for spot in sorted(spots, key=lambda each: -float(shapely.get_y(each.shape))):
        px, py = to_pixels(shapely.get_y(spot.shape), shapely.get_x(spot.shape), frame.zoom)
        x, y = float(px) - left, float(py) - top
        near = next((group for group in groups if math.hypot(group.x - x, group.y - y) < _APART), None)
        if near:
            near.members.append(spot)
        else:
            groups.append(_Group(x, y, [spot]))
    return groups


def _pin(group: _Group) -> str:
    (spot,) = group.members
    known = vocabulary.causes().get(spot.cause)
    icon = icon_svg(known.icon) if known else '<circle cx="12" cy="12" r="7"/>'
    look = f"pin cause-{known.code}" if known else "pin"
    place = f"translate({group.x - 19.2:.1f} {group.y - 37.4:.1f}) scale(1.6)"
    return (
        f'{_link(spot.href, spot.title)}<g class="{look}" transform="{place}">'
        f'<path d="{PIN_PATH}"/><g transform="translate(4.5 2.4) scale(.625)">{icon}</g></g></a>'
    )


def _disc(group: _Group, closer: Closer) -> str:
    members, count = group.members, len(group.members)
    radius = 15 if count < 10 else 18 if count < 50 else 22
    box = shapely.total_bounds([spot.shape for spot in members])
    spread = box[2] - box[0] > 1e-5 or box[3] - box[1] > 1e-5
    href = closer.href((box[0], box[1], box[2], box[3])) if spread else members[0].href
    place = f"translate({group.x:.1f} {group.y:.1f})"
    return (
        f'{_link(href, closer.title(count))}<g class="counted" transform="{place}">'
        f'<circle class="glow" r="{radius + 5}"/><circle class="disc" r="{radius}"/><text y="5">{count}</text></g></a>'
    )


def _link(href: str, title: str) -> str:
    said = escape(one_line(title, _TITLE_LENGTH))
    return f'<a href="{escape(href)}" aria-label="{said}"><title>{said}</title>'
