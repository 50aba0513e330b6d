"""The marks of a viewport worked out without numpy, one initiative and one pair at a time.

Independent of the code under test; sums are whole numbers of any size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from luminance_geo.catalogue.filters import BBox
from luminance_geo.catalogue.rows import Entry

WORLD = 2**32
MOST = 400
DEEPEST = 18


def pixel(lat: float, lon: float, zoom: float) -> tuple[float, float]:
    """World pixels by the textbook formula."""
    phi = math.radians(min(max(lat, -85.0511287798066), 85.0511287798066))
    size = 256 * 2**zoom
    y = (1 - math.log(math.tan(phi) + 1 / math.cos(phi)) / math.pi) / 2
    return (lon + 180) / 360 * size, y * size


def degrees(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of units."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / WORLD)))), x / WORLD * 360 - 180


def turned(lon: float, box: BBox) -> float:
    return lon + 360 if lon < box.west else lon - 360 if box.west <= box.east < lon else lon


@dataclass(frozen=True)
class Spot:
    """An entry at its whole units, turned round the world as the view is."""

    entry: Entry
    inside: bool
    lat: float
    lon: float
    x: int
    y: int

    @classmethod
    def of(cls, entry: Entry, inside: bool, box: BBox) -> Spot:
        assert entry.lat is not None
        assert entry.lon is not None
        x, y = (min(max(round(axis), 0), WORLD - 1) for axis in pixel(entry.lat, entry.lon, 24))
        lon = turned(entry.lon, box)
        return cls(entry, inside, entry.lat, lon, x + round((lon - entry.lon) / 360) * WORLD, y)


@dataclass(frozen=True)
class Plain:
    """A mark of some spots; `grain` is the width in units that a position is rounded to."""

    spots: tuple[Spot, ...]
    grain: int

    def grains(self) -> Iterator[tuple[int, int]]:
        return ((spot.x // self.grain * self.grain, spot.y // self.grain * self.grain) for spot in self.spots)

    def mean(self) -> tuple[float, float]:
        sums = [sum(grain[axis] + self.grain // 2 for grain in self.grains()) for axis in (0, 1)]
        return sums[0] / len(self.spots), sums[1] / len(self.spots)

    def apart(self, other: Plain, zoom: float) -> float:
        scale = 2.0 ** (zoom - 24)
        (x1, y1), (x2, y2) = self.mean(), other.mean()
        dx, dy = x1 * scale - x2 * scale, y1 * scale - y2 * scale
        return dx * dx + dy * dy

    def touches(self, other: Plain, zoom: float) -> bool:
        near = 30 if len(self.spots) == len(other.spots) == 1 else 42
        return self.spots[0].inside == other.spots[0].inside and self.apart(other, zoom) < near**2


def plain_marks(spots: Iterable[Spot], zoom: float, most: int = MOST) -> list[Plain]:
    """United until few enough, then merged until none touch."""
    zoom, spots = min(zoom, 22), list(spots)
    cell_px = 60 if zoom < 13 else 36 if zoom < 15 else 26
    shift, grain = round(math.log2(cell_px) + 24 - zoom), 2 ** math.floor(23 - zoom)
    while True:
        cells: dict[tuple[int, int, bool], list[Spot]] = {}
        for spot in spots:
            cells.setdefault((spot.y >> shift, spot.x >> shift, spot.inside), []).append(spot)
        if len(cells) <= 2 * most:
            marks = merged([Plain(tuple(cells[key]), grain) for key in sorted(cells)], zoom)
            if len(marks) <= most:
                return marks
        shift += 1


def merged(marks: list[Plain], zoom: float) -> list[Plain]:
    """In rounds of pairs that are one another's nearest."""
    while True:
        near = [
            (marks[one].apart(marks[other], zoom), one, other)
            for one, other in combinations(range(len(marks)), 2)
            if marks[one].touches(marks[other], zoom)
        ]
        best = {place: min(pair for pair in near if place in pair[1:]) for _, *pair in near for place in pair}
        pairs = [pair for pair in near if best[pair[1]] == best[pair[2]] == pair]
        if not pairs:
            return marks
        taken = {other: one for _, one, other in pairs}
        taking = {one: other for other, one in taken.items()}
        marks = [
            Plain(mark.spots + marks[taking[place]].spots, mark.grain) if place in taking else mark
            for place, mark in enumerate(marks)
            if place not in taken
        ]


def is_stack(mark: Plain, zoom: float) -> bool:
    """Whether no zoom parts it."""
    xs, ys = [spot.x for spot in mark.spots], [spot.y for spot in mark.spots]
    px = math.hypot(max(xs) - min(xs), max(ys) - min(ys)) / 2 ** (24 - DEEPEST)
    return len(mark.spots) > 1 and (zoom >= DEEPEST or (px <= 168 and len(plain_marks(mark.spots, DEEPEST)) == 1))


def place(mark: Plain, zoom: float) -> tuple[float, float]:
    """Latitude and turned longitude: exact for single ones and stacks, else the mean of grains."""
    if len(mark.spots) > 1 and not is_stack(mark, zoom):
        return degrees(*mark.mean())
    lats, lons = [spot.lat for spot in mark.spots], [spot.lon for spot in mark.spots]
    lat, lon = degrees(*(sum(getattr(spot, axis) for spot in mark.spots) / len(lats) for axis in "xy"))
    return min(max(lat, min(lats)), max(lats)), min(max(lon, min(lons)), max(lons))


def extent(mark: Plain, zoom: float) -> tuple[float, float, float, float]:
    """West, south, east, north, not turned back: exact for single ones and stacks, else of grains."""
    if len(mark.spots) == 1 or is_stack(mark, zoom):
        lats, lons = [spot.lat for spot in mark.spots], [spot.lon for spot in mark.spots]
        return min(lons), min(lats), max(lons), max(lats)
    xs, ys = zip(*mark.grains(), strict=True)
    (north, west), (south, east) = degrees(min(xs), min(ys)), degrees(max(xs) + mark.grain, max(ys) + mark.grain)
    return west, -90 if max(ys) + mark.grain >= WORLD else south, east, 90 if min(ys) <= 0 else north
