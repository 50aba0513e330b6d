"""The small map on an initiative's page: an SVG of a few kilobytes, with its pin in the colour of the cause."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import numpy as np

from luminance_geo import vocabulary
from luminance_geo.geo import metres_per_pixel
from luminance_geo.i18n import Language
from luminance_geo.web.files import icon_svg
from luminance_geo.web.ground import COLOURS, Frame, Ground, Name, Shape, Theme, ground

WIDTH, HEIGHT = 480, 300
PIN_PATH = "M12 23.4C7 18.5 2.6 15 2.6 9.9a9.4 9.4 0 0 1 18.8 0c0 5.1-4.4 8.6-9.4 13.500z"
_ZOOMS = (12.5, 11.5, 10.5, 9.5, 8.5)
_APPROXIMATE_ZOOM, _COARSE_ZOOM = 11.5, 10.5
_ENOUGH_NAMES = 3
APPROXIMATE_M = 1500
"""Radius of the area drawn where the position is approximate, in metres."""

_PIN_SCALE = 1.8
_HALO = 56
_SANS = "'Luminance Sans','Source Sans 3','Source Sans Pro',system-ui,sans-serif"
_SERIF = "'Luminance Serif','Source Serif 4',Georgia,serif"
_WIDTHS = {"province": 1.1, "division": 0.8, "mrc": 1.0, "municipality": 1.0, "quartier": 1.0, "river": 1.0}


def picture_frame(
    lat: float, lon: float, precision: str, width: int = WIDTH, height: int = HEIGHT, *, x: float | None = None
) -> Frame:
    """The view of a picture around a point in WGS84 degrees, which stands a little below the middle."""
    middle, tip = width / 2 if x is None else x, height * 0.54
    pin = (middle - 26, tip - 56, middle + 26, tip + 8)
    return Frame(lat, lon, _zoom(lat, lon, precision), width, height, middle, tip, (pin,))


@lru_cache(maxsize=4096)
def _zoom(lat: float, lon: float, precision: str) -> float:
    """The closest view that still says where one is: with a few names, and no closer than the shapes are fine."""
    most = _APPROXIMATE_ZOOM if precision == "approximate" else _ZOOMS[0]
    for zoom in _ZOOMS:
        if zoom > most:
            continue
        seen = ground(Frame(lat, lon, zoom, WIDTH, HEIGHT, WIDTH / 2, HEIGHT / 2), "fr")
        fine = any(shape.layer in {"municipality", "quartier"} for shape in seen.shapes)
        if len(seen.names) >= _ENOUGH_NAMES and (fine or zoom <= _COARSE_ZOOM):
            return zoom
    return _ZOOMS[-1]


@lru_cache(maxsize=2048)
def map_svg(lat: float, lon: float, precision: str, cause: str, language: Language, theme: Theme) -> bytes:
    """The picture, under 15 kB. Position in WGS84 degrees; `cause` is a code, or empty."""
    frame = picture_frame(lat, lon, precision)
    drawn, colours = ground(frame, language), COLOURS[theme]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["water"]}"/>',
        *_layers(drawn, theme),
        *_names(drawn, theme),
        _mark(frame, precision, cause, theme),
        "</svg>",
    ]
    return "".join(parts).encode()


def _layers(drawn: Ground, theme: Theme) -> list[str]:
    """One path for each layer, in drawing order."""
    colours, paths = COLOURS[theme], []
    for layer in dict.fromkeys(shape.layer for shape in drawn.shapes):
        shapes = [shape for shape in drawn.shapes if shape.layer == layer]
        data = "".join(path_data(shape) for shape in shapes)
        if shapes[0].closed:
            edge = colours["shore"] if layer in {"land", "lake"} else colours[layer]
            style = f'fill="{colours[layer]}" stroke="{edge}" stroke-width=".8"'
        else:
            dash = ' stroke-dasharray="5 3"' if layer == "province" else ""
            style = f'fill="none" stroke="{colours[layer]}" stroke-width="{_WIDTHS[layer]}"{dash}'
        paths.append(f'<path {style} stroke-linejoin="round" d="{data}"/>')
    return paths


def path_data(shape: Shape) -> str:
    """SVG path data in whole pixels, steps relative: short, and exact enough at this size."""
    data = []
    for part in shape.parts:
        points = np.round(part).astype(int)
        steps = np.diff(points, axis=0)
        steps = steps[steps.any(axis=1)]
        if len(steps):
            joined = "".join(f"{x}{'' if y < 0 else ' '}{y} " for x, y in steps.tolist()).rstrip()
            data.append(f"M{points[0][0]} {points[0][1]}l{joined}{'z' if shape.closed else ''}")
    return "".join(data)


def _names(drawn: Ground, theme: Theme) -> list[str]:
    colours = COLOURS[theme]
    return [
        f'<g font-family="{_SANS}" text-anchor="middle" stroke-linejoin="round" '
        'stroke-width="3.5" style="paint-order:stroke">',
        *(_text(name, colours) for name in drawn.names),
        "</g>",
    ]


def _text(name: Name, colours: dict[str, str]) -> str:
    look = {
        "sea": f'font-family="{_SERIF}" font-style="italic" fill="{colours["sea"]}" stroke="{colours["water"]}"',
        "small": f'fill="{colours["small"]}" stroke="{colours["land"]}"',
        "town": f'font-weight="500" fill="{colours["town"]}" stroke="{colours["land"]}"',
        "big": f'font-weight="600" fill="{colours["town"]}" stroke="{colours["land"]}"',
    }[name.style]
    return (
        f'<text x="{name.x:.0f}" y="{name.y + name.size * 0.35:.0f}" font-size="{name.size:g}" {look}>'
        f"{escape(name.text)}</text>"
    )


def _mark(frame: Frame, precision: str, cause: str, theme: Theme) -> str:
    """The lamp's halo, then the pin; for an approximate position a ring around the area and no halo."""
    known = vocabulary.causes().get(cause)
    night = theme == "dark"
    fill = (known.dark if night else known.light) if known else ("#F5B83D" if night else "#17343E")
    ink, edge = ("#0F1B21", "#0F1B21") if night else ("#FFFFFF", "#FFFFFF")
    icon = icon_svg(known.icon) if known else '<circle cx="12" cy="12" r="7"/>'
    x, y = frame.x, frame.y
    if precision == "approximate":
        radius = APPROXIMATE_M / float(metres_per_pixel(frame.lat, frame.zoom))
        ring = "#F5B83D" if night else "#0B5A66"
        under = (
            f'<circle cx="{x:g}" cy="{y:g}" r="{radius:.0f}" fill="#F5B83D" fill-opacity="{0.08 if night else 0.16}" '
            f'stroke="{ring}" stroke-width="1.8" stroke-linecap="round" stroke-dasharray="2 6"/>'
        )
    else:
        under = (
            '<radialGradient id="h"><stop offset=".2" stop-color="#F5B83D" stop-opacity=".7"/>'
            '<stop offset="1" stop-color="#F5B83D" stop-opacity="0"/></radialGradient>'
            f'<circle cx="{x:g}" cy="{y - 27:g}" r="{_HALO}" fill="url(#h)"/>'
        )
    return (
        f'{under}<g transform="translate({x - 12 * _PIN_SCALE:g} {y - 23.4 * _PIN_SCALE:g}) scale({_PIN_SCALE:g})">'
        f'<path d="{PIN_PATH}" fill="{fill}" stroke="{edge}" stroke-width=".9"/>'
        f'<g transform="translate(4.5 2.4) scale(.625)" fill="{ink}">{icon}</g></g>'
    )
