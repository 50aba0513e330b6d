"""Pictures of an initiative: small, in the cause's colour, the same each time."""

from __future__ import annotations

import io
import math
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from luminance_geo import vocabulary
from luminance_geo.web.map_picture import map_svg
from luminance_geo.web.strokes import icon_outlines, outlines
from tests.unit.web.houses import PlainHouse, card, client, detail

PLACES = {
    "montreal": (45.545, -73.62), "quebec": (46.813, -71.21), "vancouver": (49.28, -123.12), "prairie": (50.2, -100.3),
    "iqaluit": (63.75, -68.52), "halifax": (44.65, -63.58), "pole": (83.1, -70.0), "gulf": (48.5, -61.0),
    "abroad": (48.85, 2.35), "antimeridian": (52.0, 179.99), "south": (-85.0, -180.0),
}  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("lat", "lon"), PLACES.values(), ids=PLACES)
def test_the_map_is_small_and_wherever(lat: float, lon: float, theme: str) -> None:
    for precision in ("exact", "approximate"):
        svg = map_svg(lat, lon, precision, "food", "fr", theme)  # type: ignore[arg-type]
        assert len(svg) < 15_000
        root = ET.fromstring(svg)
        assert root.get("viewBox") == "0 0 480 300"
        assert not [each for each in root.iter() if each.tag.endswith(("script", "image", "use", "foreignObject"))]
        assert b"http" not in svg.replace(b"http://www.w3.org/2000/svg", b"")


@pytest.mark.parametrize("cause", vocabulary.causes())
def test_the_pin_has_the_colour_of_its_cause(cause: str) -> None:
    known = vocabulary.causes()[cause]
    assert known.light.encode() in map_svg(45.5, -73.6, "exact", cause, "fr", "light")
    assert known.dark.encode() in map_svg(45.5, -73.6, "exact", cause, "fr", "dark")


def test_names_are_in_the_language() -> None:
    assert "Fleuve Saint-Laurent" in map_svg(45.63, -73.45, "approximate", "food", "fr", "light").decode()
    assert "St. Lawrence River" in map_svg(45.63, -73.45, "approximate", "food", "en", "light").decode()


def test_pictures_are_served_with_their_type_and_kept() -> None:
    web = client(PlainHouse([detail()]))
    for name, media_type in (("map.svg", "image/svg+xml"), ("preview.png", "image/png")):
        answer = web.get(f"/initiatives/la-tablee-du-mardi/{name}?lang=fr")
        assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
        assert "max-age" in answer.headers["cache-control"]
        assert "sandbox" in answer.headers["content-security-policy"]
        again = web.get(
            f"/initiatives/la-tablee-du-mardi/{name}?lang=fr", headers={"if-none-match": answer.headers["etag"]}
        )
        assert again.status_code == 304
        assert web.get(f"/initiatives/none/{name}").status_code == 404
    online = client(PlainHouse([detail(card(lat=None, lon=None))]))
    assert online.get("/initiatives/la-tablee-du-mardi/map.svg").status_code == 404
    assert online.get("/initiatives/la-tablee-du-mardi/preview.png").status_code == 200


def test_the_preview_has_the_size_that_previews_want() -> None:
    answer = client(PlainHouse([detail()])).get("/initiatives/la-tablee-du-mardi/preview.png")
    assert len(answer.content) < 150_000
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (1200, 630)
    colours = {colour for _, colour in picture.convert("RGB").getcolors(1_000_000) or []}
    assert any(abs(r - 0xCF) + abs(g - 0x42) + abs(b) < 24 for r, g, b in colours), "the colour of its cause"


def area(ring: list[tuple[float, float]]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def test_arcs_and_curves_are_flattened_closely() -> None:
    (circle,) = outlines("M0 5a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z")
    assert area(circle) == pytest.approx(math.pi * 25, rel=0.01)
    (quarter,) = outlines("M0 0h10a10 10 0 0 1-10 10z")
    assert area(quarter) == pytest.approx(math.pi * 25, rel=0.01)
    (large,) = outlines("M10 0A10 10 0 1 1 0 -10L0 0Z")
    assert area(large) == pytest.approx(math.pi * 75, rel=0.01)
    (curve,) = outlines("M0 0C0 2 2 2 2 0s2-2 2 0v1H0z")
    assert curve[28] == pytest.approx((2, 0))
    assert curve[-1] == (0.0, 1.0)


@pytest.mark.parametrize("cause", vocabulary.causes())
def test_icons_stay_on_their_square(cause: str) -> None:
    points = [point for ring in icon_outlines(vocabulary.causes()[cause].icon) for point in ring]
    assert all(0.5 <= x <= 23.5 and 0.5 <= y <= 23.5 for x, y in points)
