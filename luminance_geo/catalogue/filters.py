"""Filters: one meaning everywhere (page addresses, API, command line, feeds, saved searches).

Any-of inside a filter, all-of between filters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal, Protocol, cast, get_args

from luminance_geo import vocabulary
from luminance_geo.errors import InvalidFilter
from luminance_geo.i18n import N_

Sort = Literal["distance", "soonest", "newest", "name"]
MAX_WITHIN_KM = 1000.0
DEFAULT_WITHIN_KM = 25.0
MAX_WORDS = 200
NAMES = (
    "cause", "skill", "near", "within", "region", "when", "open", "remote", "language", "governance", "sharing",
    "demonstration", "q", "bbox", "sort",
)  # fmt: skip


class HasPosition(Protocol):
    """What a place resolver gives back: a position in WGS84 degrees."""

    @property
    def lat(self) -> float:
        """Latitude."""
        ...

    @property
    def lon(self) -> float:
        """Longitude."""
        ...


@dataclass(frozen=True, slots=True)
class BBox:
    """West, south, east, north in WGS84 degrees; west > east crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Near:
    """A centre in WGS84 degrees, with the text it was asked by."""

    text: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class When:
    """Local calendar days, both ends included; an open end is None."""

    start: date | None
    end: date | None

    def __str__(self) -> str:
        """As written in an address: `2026-12-01`, `2026-12-01/..`."""
        if self.start is not None and self.start == self.end:
            return self.start.isoformat()
        return f"{self.start.isoformat() if self.start else '..'}/{self.end.isoformat() if self.end else '..'}"


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; the empty one keeps everything published.

    `within_km` counts only with `near`, and defaults to 25 km when a place is given without it.
    """

    cause: frozenset[str] = frozenset()
    skill: frozenset[str] = frozenset()
    near: Near | None = None
    within_km: float | None = None
    region: frozenset[str] = frozenset()
    when: When | None = None
    open: bool = False
    remote: bool = False
    language: frozenset[str] = frozenset()
    governance: frozenset[str] = frozenset()
    sharing: frozenset[str] = frozenset()
    demonstration: bool | None = None
    q: str = ""
    bbox: BBox | None = None
    sort: Sort | None = None

    def __post_init__(self) -> None:
        within = None if self.near is None else DEFAULT_WITHIN_KM if self.within_km is None else self.within_km
        object.__setattr__(self, "within_km", within)

    @classmethod
    def parse(
        cls,
        query: Mapping[str, str],
        *,
        resolve: Callable[[str], HasPosition],
        is_region: Callable[[str], bool] = lambda code: True,
    ) -> Filters:
        """Filters from query parameters; names that are not filters are left to the caller.

        `resolve` turns the text of `near` into a position, or raises `UnknownPlace`. Raises `InvalidFilter` naming
        the parameter and what it accepts.
        """
        given = {name: value.strip() for name, value in query.items() if name in NAMES and value.strip()}
        near = _near(given["near"], resolve) if "near" in given else None
        return cls(
            cause=_codes(given, "cause", vocabulary.causes()),
            skill=_codes(given, "skill", vocabulary.skills()),
            near=near,
            within_km=_within(given.get("within"), near),
            region=_regions(given.get("region", ""), is_region),
            when=parse_when(given["when"]) if "when" in given else None,
            open=_flag(given, "open") or False,
            remote=_flag(given, "remote") or False,
            language=_codes(given, "language", vocabulary.activity_languages()),
            governance=_codes(given, "governance", vocabulary.governance()),
            sharing=_codes(given, "sharing", vocabulary.sharing()),
            demonstration=_flag(given, "demonstration"),
            q=_words(given.get("q", "")),
            bbox=parse_bbox(given["bbox"]) if "bbox" in given else None,
            sort=_sort(given.get("sort")),
        )

    def to_query(self) -> dict[str, str]:
        """The query parameters that `parse` reads back to equal filters, in a stable order."""
        query = {name: ",".join(sorted(getattr(self, name))) for name in _CODED}
        query |= {
            "near": self.near.text if self.near else "",
            "within": "" if self.within_km is None else _number(self.within_km),
            "when": str(self.when or ""),
            "open": "true" if self.open else "",
            "remote": "true" if self.remote else "",
            "demonstration": "" if self.demonstration is None else str(self.demonstration).lower(),
            "q": self.q,
            "bbox": ",".join(_number(getattr(self.bbox, f.name)) for f in fields(BBox)) if self.bbox else "",
            "sort": self.sort or "",
        }
        return {name: query[name] for name in NAMES if query[name]}

    def without(self, name: str) -> Filters:
        """The same filters, one of them cleared; clearing `near` clears `within` too."""
        if name in {"near", "within"}:
            return replace(self, near=None if name == "near" else self.near, within_km=None)
        cleared: dict[str, Any] = {f.name: f.default for f in fields(Filters) if f.name == name}
        return replace(self, **cleared)

    @property
    def active(self) -> tuple[str, ...]:
        """Names of the filters that narrow the result, in a stable order."""
        return tuple(name for name in self.to_query() if name not in {"sort", "within"})


_CODED = ("cause", "skill", "region", "language", "governance", "sharing")


def _codes(given: Mapping[str, str], name: str, accepted: Mapping[str, object]) -> frozenset[str]:
    codes = frozenset(code.strip() for code in given.get(name, "").split(",") if code.strip())
    unknown = sorted(codes - accepted.keys())
    if unknown:
        raise InvalidFilter(
            N_("{parameter}: “{value}” is not one of: {accepted}."),
            parameter=name, value=unknown[0][:60], accepted=", ".join(accepted),
        )  # fmt: skip
    return codes


def _regions(text: str, is_region: Callable[[str], bool]) -> frozenset[str]:
    codes = frozenset(code.strip() for code in text.split(",") if code.strip())
    for code in sorted(codes):
        if not is_region(code):
            raise InvalidFilter(
                N_("{parameter}: “{value}” is not a boundary code such as province-24 or mrc-66."),
                parameter="region", value=code[:60],
            )  # fmt: skip
    return codes


def _near(text: str, resolve: Callable[[str], HasPosition]) -> Near:
    place = resolve(text)
    return Near(text, place.lat, place.lon)


def _within(text: str | None, near: Near | None) -> float | None:
    if text is None:
        return DEFAULT_WITHIN_KM if near else None
    try:
        km = float(text.replace(",", "."))
    except ValueError:
        km = float("nan")
    if not 0 < km <= MAX_WITHIN_KM:
        raise InvalidFilter(
            N_("{parameter}: give a distance in kilometres, more than 0 and up to {most}."),
            parameter="within", most=f"{MAX_WITHIN_KM:g}",
        )  # fmt: skip
    return km if near else None


def _number(value: float) -> str:
    """The shortest text that reads back as the same number."""
    return repr(float(value)).removesuffix(".0")


def _flag(given: Mapping[str, str], name: str) -> bool | None:
    text = given.get(name)
    if text is None:
        return None
    if text.lower() not in {"true", "false"}:
        raise InvalidFilter(N_("{parameter}: give true or false."), parameter=name)
    return text.lower() == "true"


def _words(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > MAX_WORDS:
        raise InvalidFilter(N_("{parameter}: give at most {most} characters."), parameter="q", most=MAX_WORDS)
    return words


def _sort(text: str | None) -> Sort | None:
    if text is not None and text not in get_args(Sort):
        raise InvalidFilter(
            N_("{parameter}: “{value}” is not one of: {accepted}."),
            parameter="sort", value=text[:60], accepted=", ".join(get_args(Sort)),
        )  # fmt: skip
    return cast("Sort | None", text)


def parse_when(text: str) -> When:
    """An ISO date or an interval of dates with open ends.

    >>> str(parse_when("2026-12-01/..")), str(parse_when("2026-12-01"))
    ('2026-12-01/..', '2026-12-01')
    """
    start, slash, end = text.partition("/")
    try:
        when = When(*(None if part in {"..", ""} else date.fromisoformat(part) for part in (start, end or start)))
    except ValueError:
        when = When(None, None)
    if not slash:
        when = When(when.start, when.start)
    elif end in {"..", ""}:
        when = When(when.start, None)
    if when == When(None, None) or (when.start and when.end and when.start > when.end):
        raise InvalidFilter(
            N_(
                "{parameter}: give a date such as 2026-12-01, or an interval such as 2026-12-01/2026-12-31; "
                ".. is an open end."
            ),
            parameter="when",
        )
    return when


def parse_bbox(text: str) -> BBox:
    """West, south, east, north in WGS84 degrees, comma-separated.

    >>> parse_bbox("-74,45.4,-73.4,45.8")
    BBox(west=-74.0, south=45.4, east=-73.4, north=45.8)
    """
    try:
        box = BBox(*(float(part) for part in text.split(",")))
    except (ValueError, TypeError):
        box = BBox(0, 1, 0, 0)
    if not (-90 <= box.south <= box.north <= 90 and abs(box.west) <= 180 and abs(box.east) <= 180):
        raise InvalidFilter(
            N_("{parameter}: give west,south,east,north in degrees, such as -74,45.4,-73.4,45.8."), parameter="bbox"
        )
    return box
