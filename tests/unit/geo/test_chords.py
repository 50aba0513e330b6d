"""Chords bound distances: checked against an independent implementation of Karney's geodesics, at every distance."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.geo import chord_range, earth_vectors, km_range
from luminance_geo.geo.chords import MOST_RADIUS_KM

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
BEARINGS = st.one_of(st.sampled_from([0.0, 90.0, 180.0, 270.0]), st.floats(0, 360))
WAYS_KM = st.one_of(st.floats(0, 1), st.floats(1, 100), st.floats(100, 2000), st.floats(2000, 20_000))
ROUNDING_KM = 1e-7
"""A tenth of a millimetre: coordinates of 6,000 km in float64 are a micrometre apart."""


@given(POINTS, BEARINGS, WAYS_KM)
def test_bounds_hold_without_any_slack(here: tuple[float, float], bearing: float, km: float) -> None:
    there = Geodesic.WGS84.Direct(*here, bearing, km * 1000)
    exact = Geodesic.WGS84.Inverse(*here, there["lat2"], there["lon2"])["s12"] / 1000
    chord = float(np.linalg.norm(earth_vectors(*here) - earth_vectors(there["lat2"], there["lon2"])))
    least, most = km_range(chord, slack_km=0.0)
    assert float(least) - ROUNDING_KM <= exact <= float(most) + ROUNDING_KM
    sure, possible = chord_range(exact, slack_km=0.0)
    assert sure - ROUNDING_KM <= chord <= possible + ROUNDING_KM


@given(POINTS, BEARINGS, st.floats(0.01, 2000))
def test_coordinates_kept_as_float32_stay_within_the_slack(
    here: tuple[float, float], bearing: float, km: float
) -> None:
    there = Geodesic.WGS84.Direct(*here, bearing, km * 1000)
    kept = earth_vectors([here[0], there["lat2"]], [here[1], there["lon2"]]).astype(np.float32)
    sure, possible = chord_range(km)
    assert sure <= float(np.linalg.norm(kept[0] - kept[1])) <= possible


@pytest.mark.parametrize(("km", "rim_km"), [(25.0, 0.005), (1000.0, 0.025), (2000.0, 0.18)])
def test_what_lies_between_is_narrow(km: float, rim_km: float) -> None:
    sure, possible = chord_range(km)
    assert 0 < possible - sure < rim_km


@given(st.lists(st.floats(0, 25_000), min_size=2))
def test_a_longer_way_has_a_longer_chord(ways: list[float]) -> None:
    bounds = [chord_range(km) for km in sorted(ways)]
    assert bounds == sorted(bounds)


def test_nowhere_is_surely_near_and_everywhere_is_surely_on_earth() -> None:
    assert chord_range(0.001)[0] < 0
    assert chord_range(float("inf")) == (float("inf"), float("inf"))
    assert float(km_range(2 * MOST_RADIUS_KM)[1]) == float("inf")


def test_vectors_are_those_of_the_ellipsoid_and_broadcast() -> None:
    assert earth_vectors(45.0, -90.0).tolist() == pytest.approx([0.0, -4517.590879, 4487.348409], abs=1e-6)
    assert earth_vectors(np.linspace(-90, 90, 7)[:, None], np.linspace(-180, 180, 5)).shape == (7, 5, 3)
    assert np.isnan(earth_vectors(float("nan"), 0.0)).any()
