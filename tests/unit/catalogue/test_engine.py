"""The engine answers exactly as one initiative at a time does, on random worlds and queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.catalogue.filters import Filters, Near
from luminance_geo.catalogue.results import Hit
from luminance_geo.catalogue.rows import Entry
from luminance_geo.geo import destination
from tests.unit.catalogue.brute import NOW, Maker, World, choices, distance, km_between, of_random_worlds, words_of

QUERIES = 5
SIZES = st.sampled_from([0, 1, 2, 3, 8, 30])
SEEDS = st.integers(0, 2**40)
Check = Callable[[World, Maker], None]


def run(check: Check, *, queries: int, derandomize: bool = True) -> None:
    """Some thousands of queries, `QUERIES` on each random world."""

    @of_random_worlds(queries // QUERIES, derandomize=derandomize)
    @given(size=SIZES, seed=SEEDS)
    def examples(size: int, seed: int) -> None:
        maker = Maker(seed)
        world = maker.world(size)
        for _ in range(QUERIES):
            check(world, maker)

    examples()


def check_search(world: World, maker: Maker) -> None:
    f, engine = maker.filters(), world.engine()
    limit, offset = maker.random.choice([1, 3, 20]), maker.random.choice([0, 0, 2])
    found, expected = engine.search(f, limit=limit, offset=offset), world.matching(f)
    assert (found.revision, found.number_matched, engine.count(f)) == (7, len(expected), len(expected))
    assert set(engine.ids(f).tolist()) == {entry.id for entry in expected}
    assert [hit.id for hit in found.hits] == engine.ids(f).tolist()[offset : offset + limit]
    for hit in found.hits:
        check_hit(world, hit, f.near, f)
    if f.near and f.sort in {None, "distance"}:
        check_nearest_first(world, found.hits, sorted_km(world, f)[offset : offset + limit])
    else:
        assert engine.ids(f).tolist() == [entry.id for entry in sorted(expected, key=order(world, f))]


def check_hit(world: World, hit: Hit, near: Near | None, f: Filters) -> None:
    entry = world.entry(hit.id)
    km = distance(entry, near) if near else None
    assert (hit.distance_km is None) == (km is None)
    if hit.distance_km is not None and km is not None:
        assert hit.distance_km == pytest.approx(km, rel=1e-9, abs=1e-6), "a millimetre, and far below 0.5 %"
    assert set(hit.matched.causes) == f.cause & set(entry.causes)
    assert set(hit.matched.skills) == f.skill & world.skills(entry)
    assert hit.matched.open_needs == world.open_needs(entry)


def sorted_km(world: World, f: Filters) -> list[float]:
    assert f.near
    far = [distance(entry, f.near) for entry in world.matching(f)]
    return sorted(float("inf") if km is None else km for km in far)


def check_nearest_first(world: World, hits: tuple[Hit, ...], expected_km: list[float]) -> None:
    keys = [(float("inf") if hit.distance_km is None else hit.distance_km, hit.id) for hit in hits]
    assert keys == sorted(keys), "nearest first, ties by id"
    assert [km for km, _ in keys] == pytest.approx(expected_km, rel=1e-9, abs=1e-6)


def order(world: World, f: Filters) -> Callable[[Entry], Any]:
    def newest(entry: Entry) -> float:
        return -(entry.published_at or NOW).timestamp()

    def key(entry: Entry) -> Any:
        if f.sort == "newest":
            return newest(entry), entry.id
        if f.sort == "name":
            return words_of(entry.name_fr or entry.name_en or ""), entry.id
        coming = [meeting.starts_at.timestamp() for meeting in world.coming(entry)]
        return min(coming, default=float("inf")), newest(entry), entry.id

    return key


def check_facets(world: World, maker: Maker) -> None:
    f = maker.filters()
    facets = world.engine().facets(f)
    assert facets.total == world.count(f)
    assert facets.open == world.count(replace(f, open=True))
    assert facets.remote == world.count(replace(f, remote=True))
    for dimension, value, chosen in choices(f):
        assert getattr(facets, dimension)[value] == world.count(chosen), (dimension, value)
    assert bool(facets.within) == bool(f.near)


def check_nearest(world: World, maker: Maker) -> None:
    f, (lat, lon), k = maker.filters(0.1), maker.position(), maker.random.choice([0, 1, 5, 100])
    located = [entry for entry in world.matching(f) if entry.lat is not None and entry.lon is not None]
    hits = world.engine().nearest(lat, lon, k, f)
    for hit in hits:
        check_hit(world, hit, Near("", lat, lon), f)
    check_nearest_first(world, hits, sorted(km_between(lat, lon, e.lat or 0, e.lon or 0) for e in located)[:k])


def check_regions(world: World, maker: Maker) -> None:
    f, kind = maker.filters(0.1), maker.random.choice(["province", "mrc", "borough", "nothing"])
    expected: dict[str, int] = {}
    for entry in world.matching(f):
        for code in entry.regions:
            if code.startswith(f"{kind}-"):
                expected[code] = expected.get(code, 0) + 1
    assert world.engine().counts_by_region(kind, f) == expected


def check_pages(world: World, maker: Maker) -> None:
    """Reading on after the last id of each page meets everything once, in the order of ids."""
    f, limit, engine = maker.filters(0.1), maker.random.choice([1, 3, 50]), world.engine()
    expected, met = sorted(entry.id for entry in world.matching(f)), list[int]()
    while True:
        matched, ids = engine.page(f, met[-1] if met else 0, limit)
        assert matched == len(expected)
        assert len(ids) <= limit
        if not len(ids):
            break
        met += ids.tolist()
    assert met == expected


def check_needs(world: World, maker: Maker) -> None:
    f = maker.filters(0.15)
    assert world.engine().need_ids(f).tolist() == world.need_ids(f)


def check_rim(world: World, maker: Maker) -> None:
    """A radius a millimetre shorter or longer than the distance to a point decides rightly."""
    located = [entry for entry in world.entries if entry.lat is not None]
    if not located:
        return
    entry, (lat, lon) = maker.random.choice(located), maker.position()
    km = distance(entry, Near("", lat, lon)) or 0.0
    for within, found in ((km + 1e-6, True), (km - 1e-6, False)):
        if within > 0:
            ids = world.engine().ids(Filters(near=Near("", lat, lon), within_km=within)).tolist()
            assert (entry.id in ids) == found


CHECKS = [check_search, check_facets, check_nearest, check_regions, check_pages, check_needs, check_rim]


@pytest.mark.parametrize(("check", "queries"), list(zip(CHECKS, [2000, 500, 500, 300, 300, 300, 500], strict=True)))
def test_answers_equal_brute_force(check: Check, queries: int) -> None:
    run(check, queries=queries)


@pytest.mark.thorough
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("check", CHECKS)
def test_answers_equal_brute_force_thousands_of_times(check: Check) -> None:
    run(check, queries=10_000, derandomize=False)


@pytest.mark.parametrize(
    ("lat", "bearing", "km", "inside"),
    [(0.0, 0.0, 24.95, 1), (0.0, 0.0, 25.01, 0), (89.5, 90.0, 25.05, 0), (89.5, 90.0, 24.99, 1)],
)
def test_the_ellipsoid_decides_where_the_sphere_would_be_wrong(
    lat: float, bearing: float, km: float, inside: int
) -> None:
    """The sphere is 0.56 % too long along a meridian at the equator, and 0.45 % too short near a pole."""
    to_lat, to_lon = destination(lat, 0.0, bearing, km)
    engine = World([Entry(1, "a", "Nom", None, lat=to_lat, lon=to_lon)], [], []).engine()
    near = Filters(near=Near("", lat, 0.0), within_km=25)
    assert engine.count(near) == engine.facets(near).within["25"] == inside


def test_world_has_all_that_is_claimed() -> None:
    """Positive control: the random worlds do hold the awkward cases, and queries do match."""
    maker = Maker(1)
    entries = [maker.entry(i) for i in range(500)]
    assert {90.0, -90.0} <= {entry.lat for entry in entries}
    assert {180.0, -180.0} <= {entry.lon for entry in entries}
    assert any(entry.lat is None for entry in entries)
    world = maker.world(30)
    counts = [world.count(maker.filters()) for _ in range(200)]
    assert sum(0 < count < 30 for count in counts) > 60
    assert NOW.tzinfo is not None
