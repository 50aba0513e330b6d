"""A place as searches give it, and the words for its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luminance_geo.i18n import N_, Language

PLACE_KINDS = {
    "city": N_("city"),
    "town": N_("town"),
    "village": N_("village"),
    "municipality": N_("municipality"),
    "territory": N_("unorganized territory"),
    "reserve": N_("First Nations community"),
    "borough": N_("borough"),
    "neighbourhood": N_("neighbourhood"),
    "postal": N_("postal code"),
    "point": N_("point on the map"),
}
"""Every `Place.kind`, with its English msgid."""

SURROUNDINGS = (-142.0, 41.0, -50.0, 84.0)
"""West, south, east, north in degrees: Canada and what lies close. A point beyond is abroad without further looking."""

_FRENCH_SECTORS = {
    "Montreal": "Montréal", "Quebec City": "Québec", "North": "Nord", "South": "Sud", "East": "Est", "West": "Ouest",
    "Northeast": "Nord-Est", "Northwest": "Nord-Ouest", "Southeast": "Sud-Est", "Southwest": "Sud-Ouest",
    "Central": "Centre", "Downtown": "Centre-ville",
}  # fmt: skip
_SECTOR = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_FRENCH_SECTORS, key=len, reverse=True))})(?![\w-])")


@dataclass(frozen=True, slots=True)
class Place:
    """A named point in WGS84 degrees.

    `suggested_km` is a radius that makes sense of an approximate position (postal codes); `locality` is the city that
    a neighbourhood belongs to, or what a postal code covers; `abroad` marks a typed point far from Canada.
    """

    id: str
    name_fr: str
    name_en: str
    kind: str
    province: str | None
    lat: float
    lon: float
    population: int | None = None
    approximate: bool = False
    suggested_km: float | None = None
    locality: str | None = None
    time_zone: str | None = None
    abroad: bool = False

    def name(self, language: Language) -> str:
        """The name in one language."""
        return self.name_fr if language == "fr" else self.name_en

    def label(self, language: Language) -> str:
        """The name with what tells it from its namesakes.

        >>> Place("gn-1", "Hull", "Hull", "neighbourhood", "QC", 45.4, -75.7, locality="Gatineau").label("fr")
        'Hull (Gatineau, QC)'
        """
        around = ", ".join(part for part in (self.locality_name(language), self.province) if part)
        return f"{self.name(language)} ({around})" if around else self.name(language)

    def locality_name(self, language: Language) -> str | None:
        """The locality in one language: what a postal code covers comes from GeoNames with English points of compass.

        >>> area = Place("fsa-H2R", "H2R", "H2R", "postal", "QC", 45.5, -73.6, locality="Villeray Southeast")
        >>> area.locality_name("fr")
        'Villeray Sud-Est'
        """
        if self.kind != "postal" or language == "en" or self.locality is None:
            return self.locality
        return _SECTOR.sub(lambda found: _FRENCH_SECTORS[found[0]], self.locality)


def in_surroundings(lat: float, lon: float) -> bool:
    """Whether a point lies in the box around Canada.

    >>> in_surroundings(45.5, -73.6), in_surroundings(48.85, 2.35)
    (True, False)
    """
    west, south, east, north = SURROUNDINGS
    return south <= lat <= north and west <= lon <= east
