"""Distances against an independent implementation of Karney's geodesics, and the rules that search relies on."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.geo import bearing_degrees, destination, distance_km, unit_vectors

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)
POINTS = st.tuples(LATITUDES, LONGITUDES)
METRE = 0.001


@given(POINTS, POINTS)
def test_as_far_as_an_independent_geodesic_says(here: tuple[float, float], there: tuple[float, float]) -> None:
    expected = Geodesic.WGS84.Inverse(*here, *there)["s12"] / 1000
    assert float(distance_km(*here, *there)) == pytest.approx(expected, abs=METRE)


@given(POINTS, POINTS)
def test_as_far_there_as_back(here: tuple[float, float], there: tuple[float, float]) -> None:
    assert float(distance_km(*here, *there)) == pytest.approx(float(distance_km(*there, *here)), abs=METRE)


@given(st.tuples(st.floats(-80, 80), LONGITUDES), st.floats(0, 360, exclude_max=True), st.floats(0.01, 5000))
def test_a_destination_lies_at_its_distance_and_bearing(here: tuple[float, float], bearing: float, km: float) -> None:
    there = destination(*here, bearing, km)
    assert float(distance_km(*here, *there)) == pytest.approx(km, abs=METRE)
    turn = abs(float(bearing_degrees(*here, *there)) - bearing)
    assert min(turn, 360 - turn) * np.radians(1) * km < METRE


def test_broadcasts_to_the_common_shape() -> None:
    table = distance_km(np.array([[45.0], [46.0]]), -73.0, np.array([45.0, 46.0, 47.0]), -73.0)
    assert table.shape == (2, 3)
    assert table[0, 0] == table[1, 1] == 0.0
    assert distance_km([], [], 45.0, -73.0).shape == (0,)
    assert distance_km(45.0, -73.0, 45.0, -73.0).shape == ()


def test_not_a_number_stays_visible() -> None:
    assert np.isnan(distance_km(float("nan"), 0.0, 0.0, 0.0))


def test_unit_vectors_have_length_one_and_broadcast() -> None:
    vectors = unit_vectors(np.linspace(-90, 90, 7)[:, None], np.linspace(-180, 180, 5))
    assert vectors.shape == (7, 5, 3)
    assert np.allclose(np.linalg.norm(vectors, axis=-1), 1.0, atol=1e-15)
