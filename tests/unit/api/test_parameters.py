"""The zoom of a view: as asked on any screen, lowered where nobody could see so much at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.api.parameters import MAX_PIXELS, MAX_ZOOM, zoom
from luminance_geo.catalogue.filters import BBox
from luminance_geo.geo import to_pixels

_LAT, _LON = st.floats(-90, 90), st.floats(-180, 180)


@given(st.lists(_LAT, min_size=2, max_size=2).map(sorted), _LON, _LON, st.floats(0, MAX_ZOOM))
def test_a_view_is_never_larger_than_a_screen_may_be(lat: list[float], west: float, east: float, asked: float) -> None:
    shown = zoom({"zoom": repr(asked)}, BBox(west, lat[0], east, lat[1]))
    x, y = to_pixels(lat, [west, east + 360 if west > east else east], shown)
    assert shown <= asked
    assert max(x[1] - x[0], y[0] - y[1]) <= MAX_PIXELS * (1 + 1e-9)
    if shown < asked:
        assert max(x[1] - x[0], y[0] - y[1]) >= MAX_PIXELS * (1 - 1e-9)


@pytest.mark.parametrize(
    ("box", "shown"),
    [
        (BBox(-180, -90, 180, 90), 5), (BBox(170, 40, -60, 60), 6.4695), (BBox(-74, 45, -73.9, 45.1), 16.3125),
        (BBox(0, 0, 0, 0), 24), (BBox(1e-38, 0, 0, 0), 5), (BBox(-73.6, -90, -73.6, 90), 5),
    ],
)  # fmt: skip
def test_the_largest_zoom_of_a_view(box: BBox, shown: float) -> None:
    assert zoom({"zoom": "24"}, box) == pytest.approx(shown, abs=1e-3)
    assert zoom({"zoom": "3.5"}, box) == 3.5
