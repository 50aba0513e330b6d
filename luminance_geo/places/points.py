"""Coordinates as people type them: `45.5, -73.6`, or `45,5 ; -73,6` with decimal commas."""

from __future__ import annotations

import math
import re

from luminance_geo.places.place import Place, in_surroundings

_NUMBER = r"[+\-−]?\d{1,3}(?:\.\d{0,15})?"
_POINT = re.compile(rf"\s*({_NUMBER})\s*(?:[,;]|\s)\s*({_NUMBER})\s*")
_COMMA_NUMBER = r"[+\-−]?\d{1,3},\d{1,15}"
_COMMA_POINT = re.compile(rf"\s*({_COMMA_NUMBER})\s*(?:;|\s)\s*({_COMMA_NUMBER})\s*")


def read_point(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, or None when the text is not two numbers; the range is not looked at.

    >>> read_point(" 45.5,-73.6"), read_point("45,5 ; -73,6"), read_point("Laval")
    ((45.5, -73.6), (45.5, -73.6), None)
    """
    found = _POINT.fullmatch(text[:80]) or _COMMA_POINT.fullmatch(text[:80])
    if found is None:
        return None
    lat, lon = (float(number.replace(",", ".").replace("−", "-")) for number in found.groups())
    return lat, lon


def on_earth(lat: float, lon: float) -> bool:
    """Whether both are finite and in range.

    >>> on_earth(45.5, -73.6), on_earth(100.0, 101.0), on_earth(float("nan"), 0.0)
    (True, False, False)
    """
    return math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180


def point_place(lat: float, lon: float) -> Place:
    """The place of a typed point, rounded to 5 decimals (1 m) and marked when it is far from Canada.

    >>> point_place(45.5, -73.6).id, point_place(48.85, 2.35).abroad
    ('45.5,-73.6', True)
    """
    lat, lon = round(lat, 5) + 0.0, round(lon, 5) + 0.0
    name = f"{lat:.5f}".rstrip("0").rstrip(".") + "," + f"{lon:.5f}".rstrip("0").rstrip(".")
    return Place(name, name, name, "point", None, lat, lon, abroad=not in_surroundings(lat, lon))
