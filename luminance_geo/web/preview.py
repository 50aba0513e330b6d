"""The picture that link previews show (1200 by 630): name, cause and place beside the map, drawn by Pillow."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from luminance_geo import vocabulary
from luminance_geo.i18n import Language
from luminance_geo.web.ground import COLOURS, Ground, Name, Shape, ground
from luminance_geo.web.map_picture import PIN_PATH, picture_frame
from luminance_geo.web.strokes import icon_outlines, outlines
from luminance_geo.web.words import one_line

WIDTH, HEIGHT = 1200, 630
_MAP_LEFT, _MARGIN = 640, 64
_TEXT_WIDTH = _MAP_LEFT - 2 * _MARGIN + 12
_FINE = 2  # drawn twice as large, then reduced: Pillow's polygons have hard edges
_INK, _LAMP, _MUTED, _DEMO, _DEMO_GROUND = "#17343E", "#F5B83D", "#4C5F66", "#6B4700", "#FDF0CF"
_FONTS = Path(__file__).parent / "assets" / "fonts"
_COLOURS = COLOURS["light"]
_MAP_SCALE = 1.35
_LINE_LAYERS = {"province": 2, "division": 1, "mrc": 2, "municipality": 2, "quartier": 2, "river": 2}

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the picture says. Position in WGS84 degrees; `badge` and `place` may be empty."""

    name: str
    cause: str
    cause_label: str
    place: str
    badge: str
    lat: float | None
    lon: float | None
    precision: str
    language: Language


@lru_cache(maxsize=64)
def font(face: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """A face of ours at a size in pixels and a weight."""
    made = ImageFont.truetype(_FONTS / f"luminance-{face}.woff2", size)
    made.set_variation_by_axes([weight])
    return made


@lru_cache(maxsize=256)
def preview_png(preview: Preview) -> bytes:
    """The picture as PNG, 30 to 80 kB."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#FFFFFF")
    if preview.lat is not None and preview.lon is not None:
        picture.paste(_map(preview, preview.lat, preview.lon), (_MAP_LEFT, 0))
    else:
        _glow(picture, (WIDTH - 300, HEIGHT / 2), 300)
        _disc(picture, preview.cause, (WIDTH - 300, HEIGHT // 2), 110)
    _words(picture, preview)
    packed = io.BytesIO()
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=255).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _words(picture: Image.Image, preview: Preview) -> None:
    draw = ImageDraw.Draw(picture)
    _brand(picture, draw)
    lines, size = _fit(preview.name)
    top = HEIGHT / 2 - (len(lines) * size * 1.2 + 70) / 2 + 10
    _disc(picture, preview.cause, (_MARGIN + 20, round(top) + 20), 20)
    draw.text((_MARGIN + 54, top + 20), _cut(preview.cause_label, 26, 480), _MUTED, font("sans", 26, 400), anchor="lm")
    for number, line in enumerate(lines):
        draw.text((_MARGIN, top + 64 + number * size * 1.2), line, _INK, font("serif", size, 650), anchor="lt")
    below = top + 64 + len(lines) * size * 1.2 + 20
    if preview.place:
        draw.text((_MARGIN, below), _cut(preview.place, 27, _TEXT_WIDTH), _MUTED, font("sans", 27, 400), anchor="lt")
    if preview.badge:
        face = font("sans", 24, 500)
        wide = draw.textlength(preview.badge, face)
        draw.rounded_rectangle((_MARGIN, 540, _MARGIN + wide + 28, 582), 8, _DEMO_GROUND)
        draw.text((_MARGIN + 14, 561), preview.badge, _DEMO, face, anchor="lm")


def _brand(picture: Image.Image, draw: ImageDraw.ImageDraw) -> None:
    _fill(picture, [outlines(PIN_PATH)[0]], (_MARGIN - 6, 44), 2.1, _INK)
    draw.ellipse((_MARGIN + 11.4, 57, _MARGIN + 27, 72.6), _LAMP)
    draw.arc((_MARGIN + 6.8, 52.4, _MARGIN + 31.6, 77.2), 150, 390, _LAMP, 3)
    draw.text((_MARGIN + 52, 68), "Luminance", _INK, font("serif", 34, 650), anchor="lm")


def _fit(name: str) -> tuple[list[str], int]:
    """The name on at most four lines, as large as fits."""
    for size in (58, 50, 43, 37):
        lines = _wrap(name, font("serif", size, 650), _TEXT_WIDTH)
        if len(lines) <= (3 if size > 43 else 4):
            return lines, size
    lines = _wrap(name, font("serif", 37, 650), _TEXT_WIDTH)[:4]
    return [*lines[:3], _shorten(lines[3] + "…", font("serif", 37, 650), _TEXT_WIDTH)], 37


def _wrap(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines = [""]
    for word in one_line(text, 200).split(" "):
        for piece in _pieces(word, face, width):
            longer = f"{lines[-1]} {piece}".strip()
            if face.getlength(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return [line for line in lines if line]


def _pieces(word: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """A word in parts that fit on a line."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and face.getlength(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(text: str, size: int, width: float) -> str:
    return _shorten(one_line(text, 120), font("sans", size, 400), width)


def _shorten(text: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    while face.getlength(text) > width:
        text = text.rstrip("…")[:-1].rstrip() + "…"
    return text


def _map(preview: Preview, lat: float, lon: float) -> Image.Image:
    """The map, drawn larger than on the page so that names can be read in a small preview."""
    wide, high = WIDTH - _MAP_LEFT, HEIGHT
    frame = picture_frame(lat, lon, preview.precision, round(wide / _MAP_SCALE), round(high / _MAP_SCALE))
    drawn = ground(frame, preview.language)
    large = Image.new("RGB", (wide * _FINE, high * _FINE), _COLOURS["water"])
    _shapes(large, drawn, _MAP_SCALE * _FINE)
    picture = large.resize((wide, high), Image.Resampling.LANCZOS)
    for name in drawn.names:
        _name(ImageDraw.Draw(picture), name)
    x, y = frame.x * _MAP_SCALE, frame.y * _MAP_SCALE
    _glow(picture, (x, y - 42), 110)
    _pin(picture, preview.cause, (x, y))
    return picture


def _shapes(picture: Image.Image, drawn: Ground, scale: float) -> None:
    draw = ImageDraw.Draw(picture)
    for shape in drawn.shapes:
        if shape.closed:
            _area(draw, shape, scale)
        else:
            width = _LINE_LAYERS.get(shape.layer, 2)
            for part in shape.parts:
                draw.line([tuple(point) for point in (part * scale).tolist()], _COLOURS[shape.layer], width, "curve")


def _area(draw: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    edge = _COLOURS["shore"] if shape.layer in {"land", "lake"} else _COLOURS[shape.layer]
    under = _COLOURS["land"] if shape.layer == "lake" else _COLOURS["water"]
    for number, ring in enumerate(shape.parts):
        points = [tuple(point) for point in (ring * scale).tolist()]
        draw.polygon(points, _COLOURS[shape.layer] if number == 0 else under, edge, 2)


def _name(draw: ImageDraw.ImageDraw, name: Name) -> None:
    serif = name.style == "sea"
    weight = {"big": 600, "town": 500, "small": 400, "sea": 600}[name.style]
    face = font("serif" if serif else "sans", round(name.size * _MAP_SCALE), weight)
    fill = _COLOURS["sea" if serif else "small" if name.style == "small" else "town"]
    around = _COLOURS["water" if serif else "land"]
    draw.text(
        (name.x * _MAP_SCALE, name.y * _MAP_SCALE),
        name.text,
        fill,
        face,
        anchor="mm",
        stroke_width=3,
        stroke_fill=around,
    )


def _glow(picture: Image.Image, centre: tuple[float, float], radius: int) -> None:
    """The lamp's halo: amber, fading outward."""
    fade = ImageChops.invert(Image.radial_gradient("L")).resize((radius * 2, radius * 2))
    mask = fade.point([max(0, round((level - 75) * 1.05)) for level in range(256)])
    picture.paste(_LAMP, (round(centre[0]) - radius, round(centre[1]) - radius), mask)


def _pin(picture: Image.Image, cause: str, tip: tuple[float, float]) -> None:
    known = vocabulary.causes().get(cause)
    scale = 3.2
    corner = (tip[0] - 12 * scale, tip[1] - 23.4 * scale)
    ring = outlines(PIN_PATH)
    _fill(picture, ring, (corner[0] - 12 * 0.28, corner[1] - 12 * 0.28), scale + 0.28, "#FFFFFF")
    _fill(picture, ring, corner, scale, known.light if known else _INK)
    if known:
        _fill(
            picture,
            icon_outlines(known.icon),
            (corner[0] + 4.5 * scale, corner[1] + 2.4 * scale),
            scale * 0.625,
            "#FFFFFF",
        )


def _disc(picture: Image.Image, cause: str, centre: tuple[int, int], radius: int) -> None:
    known = vocabulary.causes().get(cause)
    if known is None:
        return
    x, y = centre
    ring = outlines(f"M{-1} 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z")
    _fill(picture, ring, (x, y), radius, known.light)
    scale = radius * 1.14 / 24
    _fill(picture, icon_outlines(known.icon), (x - 12 * scale, y - 12 * scale), scale, "#FFFFFF")


def _fill(
    picture: Image.Image,
    shapes: Iterable[Sequence[tuple[float, float]]],
    corner: tuple[float, float],
    scale: float,
    colour: str,
) -> None:
    """Fill outlines, even-odd, smoothed by drawing four times as large."""
    fine = 4
    placed = [[((x * scale + corner[0]), (y * scale + corner[1])) for x, y in shape] for shape in shapes]
    left = int(min(x for shape in placed for x, _ in shape)) - 1
    top = int(min(y for shape in placed for _, y in shape)) - 1
    wide = int(max(x for shape in placed for x, _ in shape)) + 2 - left
    high = int(max(y for shape in placed for _, y in shape)) + 2 - top
    mask = Image.new("1", (wide * fine, high * fine))
    for shape in placed:
        one = Image.new("1", mask.size)
        ImageDraw.Draw(one).polygon([((x - left) * fine, (y - top) * fine) for x, y in shape], 1)
        mask = ImageChops.logical_xor(mask, one)
    picture.paste(colour, (left, top), mask.convert("L").resize((wide, high), Image.Resampling.LANCZOS))
