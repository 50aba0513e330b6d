"""World pixels there and back, and against known tiles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.geo import (
    MAX_LATITUDE,
    TILE_PIXELS,
    distance_km,
    from_pixels,
    metres_per_pixel,
    to_pixels,
    world_pixels,
)


@given(st.floats(-85, 85), st.floats(-180, 180), st.floats(0, 22))
def test_there_and_back(lat: float, lon: float, zoom: float) -> None:
    back = from_pixels(*to_pixels(lat, lon, zoom), zoom)
    assert [float(value) for value in back] == pytest.approx([lat, lon], abs=1e-9)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 22))
def test_every_point_is_on_the_square_world(lat: float, lon: float, zoom: float) -> None:
    size = world_pixels(zoom)
    for value in to_pixels(lat, lon, zoom):
        assert -1e-6 * size <= value <= size * (1 + 1e-6)


@pytest.mark.parametrize(
    ("lat", "lon", "zoom", "tile"),
    [(45.5019, -73.5674, 10, (302, 366)), (49.2827, -123.1207, 12, (647, 1401)), (0.0, 0.0, 1, (1, 1))],
)
def test_known_tiles(lat: float, lon: float, zoom: int, tile: tuple[int, int]) -> None:
    assert tuple(int(value // TILE_PIXELS) for value in to_pixels(lat, lon, zoom)) == tile


def test_the_poles_are_drawn_on_the_edge() -> None:
    assert float(to_pixels(90.0, 0.0, 0)[1]) == pytest.approx(float(to_pixels(MAX_LATITUDE, 0.0, 0)[1]))


def test_a_pixel_covers_what_it_says() -> None:
    x, y = to_pixels(45.5, -73.6, 12)
    beside = from_pixels(x + 1, y, 12)
    metres = float(distance_km(45.5, -73.6, *beside)) * 1000
    assert float(metres_per_pixel(45.5, 12)) == pytest.approx(metres, rel=0.005)


def test_arrays_keep_their_shape() -> None:
    x, y = to_pixels(np.zeros((2, 3)), np.zeros(3), 4)
    assert x.shape == (3,)
    assert y.shape == (2, 3)
