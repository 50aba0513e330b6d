"""Icons as points: the path data of our SVG icons, flattened, for pictures that are not drawn by a browser."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from luminance_geo.web.files import icon_svg

Point = tuple[float, float]
_TOKEN = re.compile(r"([MmLlHhVvCcSsAaZz])|(-?(?:\d+\.?\d*|\.\d+))")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}
_STEPS = 28
_DATA = re.compile(r' d="([^"]+)"')


@cache
def icon_outlines(code: str) -> tuple[tuple[Point, ...], ...]:
    """Closed outlines of an icon on its 24-unit square; where two overlap there is a hole (even-odd)."""
    return tuple(tuple(each) for data in _DATA.findall(icon_svg(code)) for each in outlines(data))


def outlines(data: str) -> list[list[Point]]:
    """Outlines of SVG path data, curves as short lines.

    >>> outlines("M0 0h2v2z")
    [[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0)]]
    """
    found: list[list[Point]] = []
    at: Point = (0.0, 0.0)
    handle: Point | None = None
    for command, numbers in _commands(data):
        kind, relative = command.upper(), command.islower()
        if kind == "Z":
            at, handle = found[-1][0], None
            continue
        if kind == "A":
            end = (numbers[5] + at[0] * relative, numbers[6] + at[1] * relative)
            points = list(_arc(at, numbers, end))
        else:
            moved = _absolute(kind, numbers, at if relative else (0.0, 0.0), at)
            if kind == "M":
                found.append([moved[-1]])
                at, handle = moved[-1], None
                continue
            points = _curve(kind, at, moved, handle)
        handle = moved[-2] if kind in "CS" else None
        found[-1].extend(points)
        at = points[-1]
    return found


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; a command's numbers may be given several times over."""
    command, numbers = "", list[float]()
    for letter, number in _TOKEN.findall(data):
        if letter:
            command, numbers = letter, []
            if letter in "Zz":
                yield "Z", []
            continue
        numbers.append(float(number))
        if len(numbers) == _COUNTS[command.upper()]:
            yield command, numbers
            command = {"M": "L", "m": "l"}.get(command, command)
            numbers = []


def _absolute(kind: str, numbers: list[float], origin: Point, at: Point) -> list[Point]:
    if kind == "H":
        return [(numbers[0] + origin[0], at[1])]
    if kind == "V":
        return [(at[0], numbers[0] + origin[1])]
    return [(x + origin[0], y + origin[1]) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def _curve(kind: str, at: Point, points: list[Point], handle: Point | None) -> list[Point]:
    """A line, or a cubic Bézier curve as lines; `S` mirrors the handle before it."""
    if kind not in "CS":
        return points
    if kind == "S":
        first = (2 * at[0] - handle[0], 2 * at[1] - handle[1]) if handle else at
        points = [first, *points]
    (x1, y1), (x2, y2), (x3, y3) = points
    drawn = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        drawn.append((a * at[0] + b * x1 + c * x2 + d * x3, a * at[1] + b * y1 + c * y2 + d * y3))
    return drawn


def _arc(start: Point, numbers: list[float], end: Point) -> Iterator[Point]:
    """A circular arc as lines, by SVG 1.1, appendix F.6.5 (our icons have circles only)."""
    radius, large, sweep = numbers[0], numbers[3] == 1, numbers[4] == 1
    dx, dy = (end[0] - start[0]) / 2, (end[1] - start[1]) / 2
    half = math.hypot(dx, dy)
    radius = max(radius, half)
    off = math.sqrt(max(radius * radius - half * half, 0.0)) / (half or 1.0)
    side = -1 if large == sweep else 1
    cx, cy = (start[0] + end[0]) / 2 - side * off * dy, (start[1] + end[1]) / 2 + side * off * dx
    first = math.atan2(start[1] - cy, start[0] - cx)
    turn = math.atan2(end[1] - cy, end[0] - cx) - first
    turn += 2 * math.pi if sweep and turn <= 0 else 0
    turn -= 2 * math.pi if not sweep and turn >= 0 else 0
    for step in range(1, _STEPS + 1):
        angle = first + turn * step / _STEPS
        yield (cx + radius * math.cos(angle), cy + radius * math.sin(angle))
