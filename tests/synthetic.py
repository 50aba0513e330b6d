"""Made-up initiatives for tests and benchmarks: spread as people are, around the towns of the shipped gazetteer.

Causes and skills follow Zipf's law, as they do in real registers. The same size and seed give the same rows.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from luminance_geo import vocabulary
from luminance_geo.catalogue.rows import Entry, MeetingRow, NeedRow
from luminance_geo.settings import data_root

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_WORDS = ("Atelier", "Jardin", "Cuisine", "Réemploi", "École", "Forêt", "Café", "Garden", "Kitchen", "Saint-Roch")


class Rows(NamedTuple):
    """What `columns.build` takes."""

    entries: list[Entry]
    needs: list[NeedRow]
    meetings: list[MeetingRow]


@cache
def towns() -> pd.DataFrame:
    """Towns with a population: `name`, `lat`, `lon` (WGS84 degrees), `population`."""
    table = pd.read_parquet(data_root() / "places" / "gazetteer.parquet")
    return table[table["population"] > 0].sort_values("population", ascending=False).head(2000)


def rows(size: int, seed: int = 0) -> Rows:
    """`size` initiatives; four in ten have a meeting, six in ten a need, one in fifty is online only."""
    random = np.random.default_rng(seed)
    places = towns()
    chances = places["population"].to_numpy(dtype=float)
    home = random.choice(len(places), size, p=chances / chances.sum())
    lat = places["lat"].to_numpy(dtype=float)[home] + random.normal(0, 0.03, size)
    lon = places["lon"].to_numpy(dtype=float)[home] + random.normal(0, 0.045, size)
    causes, skills = list(vocabulary.causes()), list(vocabulary.skills())
    cause, skill = _zipf(random, len(causes), (size, 2)), _zipf(random, len(skills), (size, 2))
    names = random.choice(_WORDS, (size, 2))
    entries = [
        Entry(
            id=i + 1,
            slug=f"initiative-{i + 1}",
            name_fr=f"{names[i, 0]} {names[i, 1]}",
            name_en=None,
            causes=tuple(dict.fromkeys(causes[place] for place in cause[i])),
            languages=("fr", "en")[: 1 + i % 2],
            governance=list(vocabulary.governance())[i % 5] if i % 3 == 0 else None,
            regions=(f"province-{10 + home[i] % 13}", f"division-{1000 + home[i] % 290}"),
            remote=bool(i % 10 == 0),
            demonstration=bool(i % 4 == 0),
            lat=None if i % 50 == 0 else float(lat[i]),
            lon=None if i % 50 == 0 else float(lon[i]),
            published_at=NOW - timedelta(minutes=int(random.integers(1_000_000))),
        )
        for i in range(size)
    ]
    needs = [
        NeedRow(i + 1, tuple(dict.fromkeys(skills[place] for place in skill[i])), 4, int(random.integers(5)), None)
        for i in range(size)
        if i % 10 < 6
    ]
    starts = [NOW + timedelta(minutes=int(random.integers(-20_000, 80_000))) for _ in range(size)]
    meetings = [
        MeetingRow(i + 1, starts[i], starts[i] + timedelta(hours=2), "America/Toronto", 10, int(random.integers(11)))
        for i in range(size)
        if i % 10 > 5
    ]
    return Rows(entries, needs, meetings)


def day(offset: int) -> date:
    """A day so many days from now."""
    return NOW.date() + timedelta(days=offset)


def _zipf(random: np.random.Generator, count: int, shape: tuple[int, int]) -> np.ndarray:
    chances = 1 / np.arange(1, count + 1)
    return random.choice(count, shape, p=chances / chances.sum())
