"""Files: right types, long caching by content, nothing outside the table."""

from __future__ import annotations

import re

import pytest

from luminance_geo import vocabulary
from luminance_geo.web import asset_url
from luminance_geo.web.files import asset
from luminance_geo.web.preview import font
from tests.unit.web.houses import PlainHouse, client

web = client(PlainHouse())


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("css/luminance.css", "text/css; charset=utf-8"), ("icons/food.svg", "image/svg+xml"),
        ("causes/food-dark.svg", "image/svg+xml"), ("fonts/luminance-sans.woff2", "font/woff2"),
        ("vendor/leaflet/leaflet.js", "text/javascript; charset=utf-8"),
        ("vendor/leaflet/leaflet.css", "text/css; charset=utf-8"), ("vendor/leaflet/images/layers.png", "image/png"),
        ("vendor/jquery/jquery.min.js", "text/javascript; charset=utf-8"),
    ],
)  # fmt: skip
def test_files_have_their_type_and_are_kept_for_a_year(path: str, media_type: str) -> None:
    answer = web.get(asset_url(path))
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == asset(path).body
    assert "immutable" not in web.get(f"/assets/{path}").headers["cache-control"]
    assert "immutable" not in web.get(f"/assets/{path}?v=0").headers["cache-control"]


def test_the_same_file_is_sent_once() -> None:
    first = web.get("/assets/css/luminance.css", headers={"accept-encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    assert web.get("/assets/css/luminance.css", headers={"if-none-match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "../files.py", "..%2ffiles.py", "%2e%2e/files.py", "....//files.py", "css/../../files.py", "/etc/passwd",
        "//etc/passwd", "css", "css/", "", "vendor/leaflet/../../../../../pyproject.toml", "css%00/luminance.css",
        "map/../../pages.py", "..\\files.py", "vendor/leaflet/leaflet-src.js",
        "fonts/OFL.txt%00.css", "icons/food.svg/",
    ],
)  # fmt: skip
def test_nothing_else_can_be_reached(path: str) -> None:
    answer = web.get(f"/assets/{path}")
    assert answer.status_code == 404
    assert b"import" not in answer.content


def test_unknown_assets_are_an_error_where_they_are_named() -> None:
    with pytest.raises(KeyError):
        asset_url("css/none.css")


def test_style_loads_fonts_by_their_hash_and_nothing_else() -> None:
    urls = re.findall(r"url\(([^)]+)\)", asset("css/luminance.css").body.decode())
    assert urls == [asset_url("fonts/luminance-sans.woff2"), asset_url("fonts/luminance-serif.woff2")]


def test_colours_of_causes_are_those_of_the_vocabulary() -> None:
    found = re.findall(r"\.cause-(\w+)\{--cause:(#\w{6})\}", asset("css/luminance.css").body.decode())
    causes = vocabulary.causes().values()
    assert found == [(each.code, each.light) for each in causes] + [(each.code, each.dark) for each in causes]


@pytest.mark.parametrize(("face", "family"), [("sans", "Luminance Sans"), ("serif", "Luminance Serif")])
def test_fonts_are_light_renamed_and_hold_our_letters(face: str, family: str) -> None:
    assert len(asset(f"fonts/luminance-{face}.woff2").body) < 60_000
    made = font(face, 40, 600)
    assert made.getname()[0] == family
    missing = bytes(made.getmask("\uffff"))
    for letter in "AZaz09éèêëàâçîïôûùüœæÉÀÇŒ«»’“”–—…·€\u2192ñøłőāē":
        assert bytes(made.getmask(letter)) != missing, letter


def test_licence_of_the_fonts_is_beside_them() -> None:
    text = asset("fonts/OFL.txt").body.decode()
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "data/recipes/fonts.py" in text
