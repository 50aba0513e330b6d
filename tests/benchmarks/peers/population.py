"""A made-up country as arrays: every engine of the comparison is filled from the same ones.

Initiatives lie around the towns of the shipped gazetteer as people do; causes and skills follow Zipf's law; rows come
in no order of place, and each engine sorts them as suits it. The same size gives the same country.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from luminance_geo import vocabulary
from luminance_geo.geo import to_pixels
from luminance_geo.settings import data_root
from tests.synthetic import NOW

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REGIONS = 1_300
UNITS_ZOOM = 24.0
"""Zoom whose pixels are the units of `x`, `y`: 2³² to the width of the world."""
NOW_US = int(NOW.timestamp()) * 1_000_000
CAPACITY, MEETING_CAPACITY, MEETING_US = 4, 10, 2 * 3600 * 1_000_000
_A, _E2 = 6378137.0, 6.69437999014e-3  # WGS84: equatorial radius in metres, squared eccentricity
_SYLLABLES = ("ba", "cé", "di", "fo", "gra", "jar", "lu", "mé", "no", "pi", "ra", "so", "tri", "vel", "zo")


@dataclass(frozen=True)
class Population:
    """`n` initiatives: `lat`, `lon` in WGS84 degrees, nan where online only; flags by code as `(codes, n)`.

    `cause` and `skill` are two places in the vocabulary each, perhaps equal, the skill -1 where nothing is needed.
    `town` is a place in `towns`, `region` a number for `region_code`, -1 where online only. `taken` fills a need's
    places, `met_taken` a meeting's; `starts` is 0 where there is no meeting, else µs since 1970. `name` are places in
    `WORDS`.
    """

    towns: pd.DataFrame
    town: Ints
    region: Ints
    lat: Floats
    lon: Floats
    cause: Ints
    skill: Ints
    taken: Ints
    starts: Ints
    met_taken: Ints
    published: Ints
    name: Ints

    def __len__(self) -> int:
        return len(self.lat)

    @cached_property
    def ids(self) -> Ints:
        """1, 2, 3…"""
        return np.arange(1, len(self) + 1)

    @cached_property
    def units(self) -> tuple[Ints, Ints]:
        """Whole units east and south; 0, 0 where there is no position."""
        x, y = to_pixels(np.nan_to_num(self.lat), np.nan_to_num(self.lon), UNITS_ZOOM)
        somewhere = ~np.isnan(self.lat)
        return (np.rint(x) * somewhere).astype(np.int64), (np.rint(y) * somewhere).astype(np.int64)

    @cached_property
    def xyz(self) -> Floats:
        """Earth-centred metres, `(n, 3)`, nan where there is no position."""
        return earth_centred(self.lat, self.lon)

    @cached_property
    def causes(self) -> Bools:
        """By code."""
        return _flags(self.cause, len(vocabulary.causes()))

    @cached_property
    def skills(self) -> Bools:
        """By code."""
        return _flags(self.skill, len(vocabulary.skills()))

    @cached_property
    def english(self) -> Bools:
        """Every initiative speaks French, every second one English too."""
        return self.ids % 2 == 0

    @cached_property
    def open(self) -> Bools:
        """A need, or a meeting that has not ended, has places left."""
        needed = (self.skill[:, 0] >= 0) & (self.taken < CAPACITY)
        return needed | ((self.starts > 0) & (self.starts + MEETING_US > NOW_US) & (self.met_taken < MEETING_CAPACITY))

    @cached_property
    def map_order(self) -> Ints:
        """Rows along a Morton curve, what has no position last: neighbours on the ground are neighbours in memory."""
        x, y = (_spread(axis.astype(np.uint64)) for axis in self.units)
        return np.lexsort((x | (y << np.uint64(1)), np.isnan(self.lat)))


def masks(flags: Bools) -> NDArray[np.uint32]:
    """One number per row whose bits are its codes: what databases group by fastest."""
    bit = np.left_shift(1, np.arange(len(flags)), dtype=np.int64)
    return (bit @ flags).astype(np.uint32)


def counts_by_code(mask: Ints, count: Ints, codes: int) -> list[int]:
    """How many have each code, from how many have each mask."""
    has = (mask[:, None] >> np.arange(codes)) & 1
    return (count @ has).astype(np.int64).tolist()  # type: ignore[no-any-return]


WORDS = np.array(["".join(parts).capitalize() for parts in product(_SYLLABLES, repeat=3)])


def region_code(place: int) -> str:
    """The boundary code of a region of the comparison."""
    return f"municipality-{place}"


def populate(size: int) -> Population:
    """A country of `size` initiatives; six in ten have a need, four in ten a meeting, one in fifty is online only."""
    random = np.random.default_rng(size)
    table = pd.read_parquet(data_root() / "places" / "gazetteer.parquet")
    towns = table[table["population"] > 0].sort_values("population", ascending=False).reset_index(drop=True)
    people = towns["population"].to_numpy(dtype=float)
    town = random.choice(len(towns), size, p=people / people.sum())
    ids = np.arange(1, size + 1)
    nowhere = np.where(ids % 50 == 0, np.nan, 0.0)
    lat = towns["lat"].to_numpy()[town] + random.normal(0, 0.03, size) + nowhere
    lon = towns["lon"].to_numpy()[town] + random.normal(0, 0.045, size) + nowhere
    starts = NOW_US + random.integers(-20_000, 80_000, size) * 60_000_000
    return Population(
        towns=towns,
        town=town,
        region=_regions(towns, lat, lon),
        lat=lat,
        lon=lon,
        cause=_zipf(random, len(vocabulary.causes()), (size, 2)),
        skill=np.where((ids % 10 < 6)[:, None], _zipf(random, len(vocabulary.skills()), (size, 2)), -1),
        taken=random.integers(0, CAPACITY + 1, size),
        starts=np.where(ids % 10 > 5, starts, 0),
        met_taken=random.integers(0, MEETING_CAPACITY + 1, size),
        published=NOW_US - random.integers(0, 1_000_000, size) * 60_000_000,
        name=_zipf(random, len(WORDS), (size, 8)),
    )


def earth_centred(lat: Floats, lon: Floats) -> Floats:
    """Points of the WGS84 ellipsoid in metres from the middle of the Earth, `(…, 3)`."""
    phi, lam = np.radians(lat), np.radians(lon)
    across = _A / np.sqrt(1 - _E2 * np.sin(phi) ** 2)
    ring = across * np.cos(phi)
    return np.stack((ring * np.cos(lam), ring * np.sin(lam), across * (1 - _E2) * np.sin(phi)), axis=-1)


def _regions(towns: pd.DataFrame, lat: Floats, lon: Floats) -> Ints:
    """A region is what lies nearest to one of the largest towns, in degrees."""
    seats = towns.head(REGIONS)
    somewhere = np.flatnonzero(~np.isnan(lat))
    region = np.full(len(lat), -1)
    tree = shapely.STRtree(shapely.points(seats["lon"], seats["lat"]))
    region[somewhere] = tree.nearest(shapely.points(lon[somewhere], lat[somewhere]))
    return region


def _zipf(random: np.random.Generator, count: int, shape: tuple[int, int]) -> Ints:
    chances = 1 / np.arange(1, count + 1)
    return random.choice(count, shape, p=chances / chances.sum())


def _flags(places: Ints, codes: int) -> Bools:
    flags = np.zeros((codes, len(places)), dtype=np.bool_)
    for own in places.T:
        flags[own[own >= 0], np.flatnonzero(own >= 0)] = True
    return flags


def _spread(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Bit `i` moves to bit `2i`."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F), (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):  # fmt: skip
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value
