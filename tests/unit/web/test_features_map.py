"""The map of a page: what it holds is on it, it ends where the built-in map does, and marks hide no name."""

from __future__ import annotations

import re
from itertools import product
from xml.etree import ElementTree as ET

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from luminance_geo.web.features_map import HEIGHT, WIDTH, Closer, Spot, features_map

S = "{http://www.w3.org/2000/svg}"
CLOSER = Closer(lambda count: f"{count} <here>", lambda box: "#" + ",".join(f"{each:.4f}" for each in box))
CANADA = st.tuples(st.floats(-141, -52.6), st.floats(41.7, 83))


def drawn(points: list[tuple[float, float]]) -> ET.Element:
    spots = [Spot(shapely.Point(point), f"n° {n} <b>", "food", f"#{n}") for n, point in enumerate(points)]
    made = features_map(spots, "fr", CLOSER)
    assert made is not None
    return ET.fromstring(str(made).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def layer(root: ET.Element, look: str) -> tuple[float, ET.Element]:
    (found,) = [each for each in root.iter(f"{S}g") if each.get("class") == look]
    return float(re.findall(r"[\d.]+", found.get("transform", ""))[0]), found


def marks(of: ET.Element) -> list[tuple[float, float]]:
    """The feet of pins and the middles of discs."""
    feet = []
    for each in of.iter(f"{S}g"):
        x, y = (float(n) for n in re.findall(r"-?[\d.]+", each.get("transform", "") + " 0 0")[:2])
        if (each.get("class") or "").startswith("pin"):
            feet.append((x + 19.2, y + 37.4))
        elif each.get("class") == "counted":
            feet.append((x, y))
    return feet


@settings(max_examples=25, deadline=None)
@given(st.lists(CANADA, min_size=1, max_size=12))
def test_every_feature_is_on_the_map_once_in_each_look(points: list[tuple[float, float]]) -> None:
    root = drawn(points)
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    assert 0 < width <= WIDTH
    assert 0 < height <= HEIGHT + 1
    for look in ("wide", "close"):
        scale, over = layer(root, look)
        counts = [1 for each in over.iter(f"{S}g") if (each.get("class") or "").startswith("pin")]
        counts += [
            int(each.text or "")
            for g in over.iter(f"{S}g")
            if g.get("class") == "counted"
            for each in g.iter(f"{S}text")
        ]
        assert sum(counts) == len(points)
        for x, y in marks(over):
            assert 0 <= x * scale <= width
            assert 0 <= y * scale <= height


@pytest.mark.parametrize("look", ["wide", "close"])
def test_marks_hide_no_name_and_touch_no_other_mark(look: str) -> None:
    towns = [(-73.57, 45.50), (-71.21, 46.81), (-75.69, 45.42), (-79.38, 43.65), (-72.55, 46.35), (-73.60, 45.52)]
    _, over = layer(drawn(towns), look)
    names = [(float(each.get("x", "")), float(each.get("y", ""))) for each in over.findall(f"{S}text")]
    assert names
    feet = marks(over)
    assert len(feet) < len(towns)
    assert all(abs(x - mx) > 22 or not -22 < y - my < 22 for (x, y), (mx, my) in product(names, feet))
    assert all(a == b or max(abs(a[0] - b[0]), abs(a[1] - b[1])) > 30 for a, b in product(feet, feet))


def test_the_map_ends_where_what_we_know_ends() -> None:
    country = drawn([(-140.9, 60.0), (-52.7, 47.5), (-82.5, 41.7), (-62.3, 82.5)])
    assert float(country.get("width", "")) < 0.75 * WIDTH
    south = drawn([(-82.68, 41.75)])
    assert (south.get("width"), south.get("height")) == (str(WIDTH), "400")


def test_nothing_with_a_position_is_no_map_and_names_are_text() -> None:
    assert features_map([], "fr", CLOSER) is None
    labels = {each.get("aria-label") for each in drawn([(-73.5, 45.5), (-73.5, 45.5), (-71.2, 46.8)]).iter(f"{S}a")}
    assert labels == {"2 <here>", "n° 2 <b>"}
