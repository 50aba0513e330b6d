"""What the catalogue answers with: plain, immutable shapes; those made by the hundred are tuples, quick to make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Matched(NamedTuple):
    """Why an initiative is among the results: the asked causes and skills that it has, and its open needs."""

    causes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    open_needs: int = 0


class Hit(NamedTuple):
    """One initiative found; the distance is geodesic, from the centre asked for."""

    id: int
    distance_km: float | None
    matched: Matched


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of ranked initiatives, and how many match in all."""

    revision: int
    number_matched: int
    hits: tuple[Hit, ...]


class Cell(NamedTuple):
    """One mark of the map: a single initiative (`id`) or a counted group.

    `extent` is west, south, east, north of its members; `members` are given only where no zoom can part them.
    """

    lon: float
    lat: float
    count: int  # type: ignore[assignment]  # hides the method of tuples, which no mark needs
    inside: bool
    extent: tuple[float, float, float, float]
    id: int | None = None
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """The marks of a viewport; counts of inside cells add up to `number_matched`, of the others to the rest."""

    revision: int
    number_matched: int
    number_outside: int
    features: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """How many results each choice would give; each dimension ignores its own filter."""

    revision: int
    total: int
    causes: Mapping[str, int] = field(default_factory=dict)
    skills: Mapping[str, int] = field(default_factory=dict)
    open: int = 0
    remote: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    governance: Mapping[str, int] = field(default_factory=dict)
    sharing: Mapping[str, int] = field(default_factory=dict)
    demonstration: Mapping[str, int] = field(default_factory=dict)
    within: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loosened:
    """A change of one filter that gives results: `value` is its new value, None where it is cleared."""

    name: str
    value: str | None
    number_matched: int


class Label(NamedTuple):
    """What a mark needs to name itself."""

    id: int
    slug: str
    name_fr: str | None
    name_en: str | None
    cause: str
    demonstration: bool
