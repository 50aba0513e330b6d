"""The questions: some 200 of each kind, mixing 0 to 4 filters, radii of 5, 25 and 100 km, zooms 3 to 15.

One centre in four lies in the largest city, the others where people live. A radius is lengthened by millimetres until
no initiative lies on its rim, so that an answer does not hang on the last digits of a distance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil, cos, radians

import numpy as np

from luminance_geo import vocabulary
from luminance_geo.catalogue.filters import BBox, Filters, Near
from luminance_geo.geo import distance_km, from_pixels, to_pixels, world_pixels
from tests.benchmarks.peers.population import UNITS_ZOOM, Population, earth_centred

KINDS = ("search", "cells", "facets", "regions", "nearest")
FIRST = 50
NEAREST = 10
SCREEN = (1280, 800)
RADII_KM = (5.0, 25.0, 100.0)
ZOOMS = tuple(range(3, 16))
WORLD = BBox(-180, -90, 180, 90)
MEAN_RADIUS_M = 6_371_008.8
_NARROWING = ("cause", "skill", "open", "language")
_RIM_M, _FAR_RIM_M, _FAR_KM = 0.002, 0.02, 30.0


@dataclass(frozen=True)
class Question:
    """What is asked: codes as places in the vocabularies; `here` is latitude, longitude; `km` None without a radius.

    `box` and `zoom` are the view of a map, given with `cells` only. What engines read it as is worked out once, and
    before the race by `prepare`: the time taken is that of the answer.
    """

    kind: str
    here: tuple[float, float]
    causes: tuple[int, ...] = ()
    skills: tuple[int, ...] = ()
    open: bool = False
    english: bool = False
    km: float | None = None
    box: BBox = WORLD
    zoom: int = 0

    def prepare(self) -> None:
        """Have everything below at hand."""
        _ = self.filters, self.centre, self.chord_m, self.around, self.shift

    @cached_property
    def filters(self) -> Filters:
        """The same for the catalogue."""
        causes, skills = tuple(vocabulary.causes()), tuple(vocabulary.skills())
        return Filters(
            cause=frozenset(causes[place] for place in self.causes),
            skill=frozenset(skills[place] for place in self.skills),
            open=self.open,
            language=frozenset({"en"}) if self.english else frozenset(),
            near=Near(f"{self.here[0]!r},{self.here[1]!r}", *self.here) if self.km else None,
            within_km=self.km,
        )

    @cached_property
    def centre(self) -> tuple[float, float, float]:
        """`here` in earth-centred metres."""
        x, y, z = earth_centred(np.array(self.here[0]), np.array(self.here[1])).tolist()
        return x, y, z

    @cached_property
    def chord_m(self) -> float:
        """The radius as a straight line; up to 100 km the ellipsoid differs from the sphere by less than 2 cm."""
        return float(2 * MEAN_RADIUS_M * np.sin((self.km or 0) * 1000 / 2 / MEAN_RADIUS_M))

    @cached_property
    def around(self) -> BBox:
        """A box that the radius does not leave: what a spatial index or an ordered table is asked first."""
        lat, lon = self.here
        high = (self.km or 0) / 110.5
        wide = (self.km or 0) / (111.0 * cos(radians(abs(lat) + high)))
        return BBox(lon - wide, lat - high, lon + wide, lat + high)

    @cached_property
    def shift(self) -> int:
        """Cells of the grid are `2**shift` units wide: the power of two nearest to 60, 36 or 26 px of the zoom."""
        pixels = 60 if self.zoom < 13 else 36 if self.zoom < 15 else 26
        return round(np.log2(pixels * 2.0 ** (UNITS_ZOOM - self.zoom)))


def questions(kind: str, population: Population, count: int) -> list[Question]:
    """`count` questions of a kind, the same for the same population."""
    random = np.random.default_rng(KINDS.index(kind))
    return [_question(kind, random, population, place) for place in range(count)]


def _question(kind: str, random: np.random.Generator, population: Population, place: int) -> Question:
    towns = population.towns
    town = 0 if place % 4 == 0 else int(population.town[random.integers(len(population))])
    lat = float(towns["lat"].iloc[town] + random.normal(0, 0.02))
    lon = float(towns["lon"].iloc[town] + random.normal(0, 0.03))
    pool = [*_NARROWING, *(("near",) if kind in {"cells", "facets", "regions"} else ())]
    chosen = set(random.permutation(pool)[: place % 5])
    near = "near" in chosen or kind == "search"
    zoom = ZOOMS[place % len(ZOOMS)] if kind == "cells" else 0
    return Question(
        kind,
        (lat, lon),
        causes=_codes(random, len(vocabulary.causes()), 3) if "cause" in chosen else (),
        skills=_codes(random, len(vocabulary.skills()), 4) if "skill" in chosen else (),
        open="open" in chosen,
        english="language" in chosen,
        km=_clear_km(population, (lat, lon), float(random.choice(RADII_KM))) if near else None,
        box=_view(lat, lon, zoom) if kind == "cells" else WORLD,
        zoom=zoom,
    )


def _codes(random: np.random.Generator, size: int, most: int) -> tuple[int, ...]:
    """Between one and some codes, those that many have rather than others."""
    chances = 1 / np.arange(1, size + 1)
    drawn = random.choice(size, random.integers(1, most + 1), replace=False, p=chances / chances.sum())
    return tuple(sorted(drawn.tolist()))


def _view(lat: float, lon: float, zoom: int) -> BBox:
    """What a screen shows, its sides inside the world."""
    size = world_pixels(zoom)
    x, y = (float(value) for value in to_pixels(lat, lon, zoom))
    wide, high = SCREEN[0] / 2, SCREEN[1] / 2
    ys = np.array([min(y + high, size), max(y - high, 0)])
    lats, lons = from_pixels(np.array([max(x - wide, 0), min(x + wide, size)]), ys, zoom)
    return BBox(float(lons[0]), float(lats[0]), float(lons[1]), float(lats[1]))


def _clear_km(population: Population, here: tuple[float, float], km: float) -> float:
    """The radius, lengthened until nobody lies on its rim."""
    rim = _FAR_RIM_M if km > _FAR_KM else _RIM_M
    taken = sorted(_near_the_rim(population, here, km))
    edge = km * 1000
    for metres in taken:
        if metres > edge + rim:
            break
        edge = max(edge, metres + 2 * rim)
    return ceil(edge * 1e5) / 1e8


def _near_the_rim(population: Population, here: tuple[float, float], km: float) -> Iterator[float]:
    """Distances in metres of what lies close to the rim."""
    apart = population.xyz - earth_centred(np.array(here[0]), np.array(here[1]))
    chord = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    close = np.flatnonzero(np.abs(chord - km * 1000) < 20.0)
    yield from (distance_km(*here, population.lat[close], population.lon[close]) * 1000).tolist()
