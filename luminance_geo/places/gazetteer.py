"""Places by name, postal code or coordinates: what `near=` accepts and what the search box suggests."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from luminance_geo.errors import UnknownPlace
from luminance_geo.i18n import N_, Language
from luminance_geo.places.names import fold
from luminance_geo.places.place import Place
from luminance_geo.places.points import on_earth, point_place, read_point
from luminance_geo.places.postal import find_postal, forward_sortation_area, postal_places
from luminance_geo.places.provinces import split_province
from luminance_geo.places.tables import read_rows

LONGEST_QUERY = 80
"""Characters of a query that are looked at: no place has a longer name."""

# How a name answers, best first; within one, the largest population comes first.
_EXACT, _START, _EXACT_OTHER, _WORD, _START_OTHER, _CLOSE = range(6)
_ALIKE = 0.72  # similarity (0–1) under which two names are different names, not a slip of the finger
_ABBREVIATIONS = {
    "mtl": "montreal",
    "ndg": "notre dame de grace",
    "ddo": "dollard des ormeaux",
    "homa": "hochelaga",
    "to": "toronto",
    "van": "vancouver",
}


class Gazetteer:
    """Canadian places, searchable by either name; immutable, safe to share between threads."""

    def __init__(self, places: list[Place], other_names: list[list[str]]) -> None:
        self._places = {place.id: place for place in places}
        self._all = places
        self._names: list[tuple[str, int, bool]] = sorted(_keys(places, other_names))
        self._starts = [name for name, _, _ in self._names]
        words = sorted((name[at + 1 :], row) for name, row, _ in self._names for at in _spaces(name))
        self._words = [word for word, _ in words]
        self._word_rows = [row for _, row in words]

    def __len__(self) -> int:
        return len(self._all)

    def search(self, q: str, limit: int = 8, language: Language = "fr") -> list[Place]:
        """Places that answer to `q`, best match first, then by population, then by name in `language`.

        Never raises: a text that means nothing gives an empty list. Postal codes and `lat,lon` give their own place.

        >>> open_gazetteer().search("trois rivieres", 1)[0].name_fr
        'Trois-Rivières'
        """
        if limit < 1:
            return []
        point = read_point(q)
        if point is not None:
            return [point_place(*point)] if on_earth(*point) else []
        return find_postal(q, limit) or self._by_name(fold(q[:LONGEST_QUERY]), limit, language)

    def get(self, place_id: str) -> Place | None:
        """The place of this id (`gn-6077243`, `fsa-H2R`, `45.5,-73.6`…), or None."""
        if place_id.startswith("fsa-"):
            return postal_places().get(place_id.removeprefix("fsa-"))
        if place_id in self._places:
            return self._places[place_id]
        point = read_point(place_id)
        return point_place(*point) if point is not None and on_earth(*point) else None

    def resolve(self, text: str) -> Place:
        """The place that `near=` means: an id, a bare GeoNames id, a postal code, `lat,lon`, or the best name.

        Raises `UnknownPlace` when nothing answers.
        """
        wanted = text.strip()
        found = self.get(wanted) or (self.get(f"gn-{wanted}") if wanted.isascii() and wanted.isdigit() else None)
        if found is None:
            found = next(iter(self.search(wanted, 1)), None)
        if found is None:
            raise UnknownPlace(_why(wanted), parameter="near", text=wanted[:LONGEST_QUERY])
        return found

    def _by_name(self, wanted: str, limit: int, language: Language) -> list[Place]:
        if not wanted:
            return []
        wanted = _ABBREVIATIONS.get(wanted, wanted)
        ranks = self._ranks(wanted, limit)
        name, province = split_province(wanted)
        if province is not None and _EXACT not in ranks.values():
            anywhere = self._ranks(name, limit)
            inside = {row: rank for row, rank in anywhere.items() if self._all[row].province == province}
            ranks = inside or ranks or anywhere
        return [self._all[row] for row in sorted(ranks, key=lambda row: self._order(row, ranks[row], language))[:limit]]

    def _ranks(self, wanted: str, limit: int) -> dict[int, float]:
        """Rows that answer to a folded text, with how well; slips are looked for when too few answer as typed."""
        ranks = self._typed(wanted)
        return self._close(wanted) | ranks if len(ranks) < limit and len(wanted) > 2 else ranks

    def _order(self, row: int, rank: float, language: Language) -> tuple[float, int, str]:
        place = self._all[row]
        return rank, -(place.population or 0), place.name(language)

    def _typed(self, wanted: str) -> dict[int, float]:
        """Rows whose names begin with `wanted`, or hold a word that does, with how well they answer."""
        ranks: dict[int, float] = {}
        for at in range(bisect_left(self._words, wanted), len(self._words)):
            if not self._words[at].startswith(wanted):
                break
            ranks[self._word_rows[at]] = _WORD
        for at in range(bisect_left(self._starts, wanted), len(self._starts)):
            name, row, other = self._names[at]
            if not name.startswith(wanted):
                break
            rank = (_EXACT_OTHER if other else _EXACT) if name == wanted else (_START_OTHER if other else _START)
            ranks[row] = min(rank, ranks.get(row, _CLOSE))
        return ranks

    def _close(self, wanted: str) -> dict[int, float]:
        """Rows whose names differ by a slip or two, as wholes or over the letters typed so far."""
        ranks: dict[int, float] = {}
        cut = [name[: len(wanted)] for name in self._starts]
        for names, malus in ((self._starts, 0.0), (cut, 0.1)):
            near = process.extract(
                wanted, names, scorer=OSA.normalized_similarity, processor=None, score_cutoff=_ALIKE + malus, limit=32
            )
            for _, likeness, at in near:
                row = self._names[at][1]
                ranks[row] = min(ranks.get(row, 9.0), _CLOSE + round(1.0 - likeness + malus, 1))
        return ranks


@cache
def open_gazetteer() -> Gazetteer:
    """The shipped gazetteer, read once per process."""
    rows = read_rows("places/gazetteer")
    places = [_place(row) for row in rows]
    return Gazetteer(places, [row["names"] for row in rows])


_COLUMNS = (
    "id", "name_fr", "name_en", "kind", "province", "lat", "lon", "population", "approximate", "locality", "time_zone",
)  # fmt: skip


def _place(row: dict[str, Any]) -> Place:
    return Place(**{column: row[column] for column in _COLUMNS})


def _keys(places: list[Place], other_names: list[list[str]]) -> set[tuple[str, int, bool]]:
    """Folded names, with their row and whether they are other names than the two shown."""
    keys = set()
    for row, (place, names) in enumerate(zip(places, other_names, strict=True)):
        shown = {fold(place.name_fr), fold(place.name_en)}
        keys |= {(name, row, False) for name in shown}
        keys |= {(name, row, True) for name in map(fold, names) if name and name not in shown}
    return keys


def _spaces(name: str) -> list[int]:
    return [at for at, char in enumerate(name) if char == " "]


def _why(wanted: str) -> str:
    if read_point(wanted) is not None:
        return N_("Latitude goes from −90 to 90 and longitude from −180 to 180: “{text}” is outside.")
    if forward_sortation_area(wanted) is not None:
        return N_("No postal code begins like “{text}”.")
    return N_("No place answers to “{text}”.")
