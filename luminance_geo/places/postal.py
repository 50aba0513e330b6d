"""Canadian postal codes: any spacing or case, full or by their first three characters (the forward sortation area)."""

from __future__ import annotations

import re
from functools import cache

from luminance_geo.places.place import Place
from luminance_geo.places.tables import read_rows

# Canada Post uses neither D F I O Q U, nor W Z as first letter; O and I are accepted below where a digit is meant.
_FSA = r"[ABCEGHJKLMNPRSTVXY][0-9][ABCEGHJKLMNPRSTVWXYZ]"
_FULL = re.compile(rf"({_FSA})([0-9][ABCEGHJKLMNPRSTVWXYZ][0-9])")
_START = re.compile(rf"({_FSA})([0-9][ABCEGHJKLMNPRSTVWXYZ]?)?")
_LOOKALIKE = str.maketrans("OIL", "011")
_SEPARATORS = " -\t\u00a0\u202f"
_DIGITS = (1, 3, 5)
_LONGEST = 16


def normalize_postal_code(text: str) -> str | None:
    """The code as `H2R 1A1`, or None when the text is no full postal code.

    >>> normalize_postal_code(" h2r1a1 "), normalize_postal_code("E1C-OH7"), normalize_postal_code("H2R")
    ('H2R 1A1', 'E1C 0H7', None)
    """
    found = _FULL.fullmatch(_compact(text))
    return f"{found[1]} {found[2]}" if found else None


def forward_sortation_area(text: str) -> str | None:
    """The first three characters of a full or partly typed postal code, or None when the text is none.

    >>> forward_sortation_area("h2r 1a1"), forward_sortation_area("H2R"), forward_sortation_area("H2")
    ('H2R', 'H2R', None)
    """
    compact = _compact(text)
    found = _FULL.fullmatch(compact) or _START.fullmatch(compact)
    return found[1] if found else None


def _compact(text: str) -> str:
    """Upper case without separators; O, I and L read as digits where a digit stands."""
    letters = "".join(char for char in text[:_LONGEST].upper() if char not in _SEPARATORS)
    return "".join(char.translate(_LOOKALIKE) if place in _DIGITS else char for place, char in enumerate(letters))


@cache
def postal_places() -> dict[str, Place]:
    """Every forward sortation area known, by its three characters, at an approximate centre (GeoNames)."""
    return {
        row["fsa"]: Place(
            id=f"fsa-{row['fsa']}",
            name_fr=row["fsa"],
            name_en=row["fsa"],
            kind="postal",
            province=row["province"],
            lat=row["lat"],
            lon=row["lon"],
            approximate=True,
            suggested_km=row["suggested_km"],
            locality=row["name"],
            time_zone=row["time_zone"],
        )
        for row in read_rows("places/fsa")
    }


def find_postal(text: str, limit: int) -> list[Place]:
    """Places for a postal code, or for the first two characters of one; empty when the text is none, or unknown."""
    known = postal_places()
    area = forward_sortation_area(text)
    if area is not None:
        return [known[area]] if area in known else []
    start = _compact(text)
    if re.fullmatch(r"[ABCEGHJKLMNPRSTVXY][0-9]", start):
        return [place for code, place in known.items() if code.startswith(start)][:limit]
    return []
