"""Filters: what a page address says is what is asked, and what is asked can be written back."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luminance_geo import vocabulary
from luminance_geo.catalogue.filters import NAMES, BBox, Filters, HasPosition, Near, When
from luminance_geo.errors import InvalidFilter, UnknownPlace

DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
LAT, LON = st.floats(-90, 90), st.floats(-180, 180)


def resolve(text: str) -> HasPosition:
    lat, lon = text.split(",")
    return SimpleNamespace(lat=float(lat), lon=float(lon))


def parse(**query: str) -> Filters:
    return Filters.parse(query, resolve=resolve, is_region=lambda code: code.startswith("mrc-"))


def codes(known: object) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(sorted(known)), max_size=3)  # type: ignore[call-overload]


@st.composite
def intervals(draw: st.DrawFn) -> When:
    start, days = draw(DAYS), draw(st.integers(0, 400))
    return draw(st.sampled_from([When(start, start + timedelta(days=days)), When(start, None), When(None, start)]))


@st.composite
def boxes(draw: st.DrawFn) -> BBox:
    south, north = sorted((draw(LAT), draw(LAT)))
    return BBox(draw(LON), south, draw(LON), north)


@st.composite
def places(draw: st.DrawFn) -> Near:
    lat, lon = draw(LAT), draw(LON)
    return Near(f"{lat!r},{lon!r}", lat, lon)


FILTERS = st.builds(
    Filters,
    cause=codes(vocabulary.causes()),
    skill=codes(vocabulary.skills()),
    near=st.none() | places(),
    within_km=st.none() | st.floats(1e-3, 1000),
    region=st.frozensets(st.sampled_from(["mrc-66", "mrc-67"])),
    when=st.none() | intervals(),
    open=st.booleans(),
    remote=st.booleans(),
    language=codes(vocabulary.activity_languages()),
    governance=codes(vocabulary.governance()),
    sharing=codes(vocabulary.sharing()),
    demonstration=st.none() | st.booleans(),
    q=st.text(st.characters(exclude_categories=("C", "Z")), max_size=20),
    bbox=st.none() | boxes(),
    sort=st.sampled_from([None, "distance", "soonest", "newest", "name"]),
)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(FILTERS)
def test_what_is_written_reads_back_equal(filters: Filters) -> None:
    query = filters.to_query()
    assert parse(**query) == filters
    assert [name for name in NAMES if name in query] == list(query), "in a stable order"


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(FILTERS, st.sampled_from(NAMES))
def test_without_clears_that_filter_alone(filters: Filters, name: str) -> None:
    cleared = filters.without(name).to_query()
    kept = {key: value for key, value in filters.to_query().items() if key != name}
    if name == "near":
        kept.pop("within", None)
    if name == "within" and filters.near:
        kept["within"] = "25"
    assert cleared == kept


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("cause", "food,nonsense"), ("skill", "X"), ("language", "de"), ("governance", "king"), ("sharing", "x"),
        ("region", "mrc-66,planet-3"), ("within", "0"), ("within", "-1"), ("within", "1001"), ("within", "nan"),
        ("within", "near"), ("within", "inf"), ("open", "yes"), ("remote", "1"), ("demonstration", "both"),
        ("when", "tomorrow"), ("when", "2026-13-01"), ("when", "2026-12-02/2026-12-01"), ("when", "../.."),
        ("when", ".."), ("when", "/"), ("when", "2026-12-01/2026-12-02/2026-12-03"), ("bbox", "1,2,3"),
        ("bbox", "1,2,3,4,5"), ("bbox", "0,1,0,0"), ("bbox", "-181,0,0,1"), ("bbox", "0,0,nan,1"), ("bbox", "a,b,c,d"),
        ("bbox", "0,-91,1,1"), ("q", "x" * 201), ("sort", "popularity"),
    ],
)  # fmt: skip
def test_bad_values_name_their_parameter(parameter: str, value: str) -> None:
    with pytest.raises(InvalidFilter) as refused:
        parse(near="45,-73", **{parameter: value})
    assert refused.value.parameter == parameter
    assert parameter in str(refused.value)


def test_an_unknown_place_is_the_resolver_s_to_say() -> None:
    def nowhere(text: str) -> HasPosition:
        raise UnknownPlace("{parameter}: no place answers to “{value}”.", parameter="near", value=text)

    with pytest.raises(UnknownPlace):
        Filters.parse({"near": "Atlantis"}, resolve=nowhere)


def test_radius_goes_with_a_place() -> None:
    assert parse(near="45,-73").within_km == Filters(near=Near("x", 45, -73)).within_km == 25
    assert parse(near="45,-73", within="2,5").within_km == 2.5
    assert parse(within="5").within_km is None
    assert Filters(within_km=5.0) == Filters()


def test_names_that_are_not_filters_are_left_to_the_caller() -> None:
    assert parse(fbclid="1", limit="3", lang="fr", cause=" food , nature ", q="  un   mot ") == Filters(
        cause=frozenset({"food", "nature"}), q="un mot"
    )


def test_active_filters_are_those_that_narrow() -> None:
    assert parse(near="45,-73", within="5", sort="name", open="true", remote="false").active == ("near", "open")
