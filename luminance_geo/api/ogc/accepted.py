"""What the resources of OGC API – Features take: their tables of parameters, and how these are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luminance_geo.api.ogc.temporal import Period, parse_period
from luminance_geo.api.parameters import FILTERS, LANG, Parameter, whole
from luminance_geo.catalogue.filters import BBox, Filters, parse_bbox
from luminance_geo.errors import InvalidFilter
from luminance_geo.i18n import N_, Language

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
_MOST = 999_999_999

FORMAT = Parameter(
    "f", "Representation; without it the `Accept` header chooses, and JSON where that says nothing we have.",
    N_("json or html"), None, {"type": "string", "enum": ["json", "html"]}, ("json", "html"),
)  # fmt: skip
RESOURCE = (FORMAT, LANG)
"""What every resource takes."""

_BBOX = Parameter(
    "bbox",
    "West, south, east, north in WGS84 degrees; six numbers hold heights at the third and sixth place, which do not "
    "count. What has no position matches too, as the standard asks; west greater than east crosses the antimeridian.",
    N_("west,south,east,north in degrees, such as -74,45.4,-73.4,45.8"), [-74, 45.4, -73.4, 45.8],
    {
        "type": "array", "items": {"type": "number"},
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
    },
)  # fmt: skip
_LIMIT = Parameter(
    "limit", f"How many features to return at most; more than {MAX_LIMIT} gives {MAX_LIMIT}.",
    N_("a whole number, 1 or more"), 10,
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
)  # fmt: skip


def _datetime(about: str) -> Parameter:
    return Parameter(
        "datetime", f"An instant or interval by RFC 3339, whose open end is `..`. {about}",
        N_("an instant such as 2026-12-01T00:00:00Z, or an interval with .. as an open end"), "2026-11-01T00:00:00Z/..",
    )  # fmt: skip


def _after(about: str, example: object, schema: Mapping[str, object]) -> Parameter:
    return Parameter(
        "after", f"Features that come after this {about}: `next` links hold it, so that each feature is met once "
        "even while others come and go.", N_("the id of a feature"), example, schema,
    )  # fmt: skip


ID: Mapping[str, Any] = {"type": "integer", "minimum": 0, "maximum": _MOST}
BY_ID = _after("id", 1204, ID)
BY_CODE = _after("code", "province-24", {"type": "string"})


def items_parameters(
    after: Parameter, time: str, own: Iterable[Parameter] = (), without: frozenset[str] = frozenset()
) -> tuple[Parameter, ...]:
    """The table of an items resource: the standard's, the collection's own, and the filters that mean something to it.

    `time` says in English what `datetime` is compared with.
    """
    filters = (each for each in FILTERS if each.name not in {"bbox", "sort", *without})
    return (_LIMIT, after, _BBOX, _datetime(time), *own, *filters, *RESOURCE)


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is asked for: `limit` features whose key comes after `after`."""

    limit: int
    after: str | None


def paging(given: Mapping[str, str]) -> Paging:
    """The page asked for; a limit over the maximum counts as the maximum. Raises `InvalidInput`."""
    return Paging(min(whole(given, "limit", DEFAULT_LIMIT, 1, _MOST), MAX_LIMIT), given.get("after"))


def number_after(page: Paging) -> int:
    """The id that a page comes after, 0 for the first. Raises `InvalidInput`."""
    return whole({} if page.after is None else {"after": page.after}, "after", 0, 0, _MOST)


def bbox(given: Mapping[str, str]) -> BBox | None:
    """The box asked for, heights left aside. Raises `InvalidFilter`.

    >>> bbox({"bbox": "-74,45,0,-73,46,900"})
    BBox(west=-74.0, south=45.0, east=-73.0, north=46.0)
    """
    if "bbox" not in given:
        return None
    parts = given["bbox"].split(",")
    if len(parts) == 6:
        _height(parts[2])
        _height(parts[5])
        parts = [*parts[:2], *parts[3:5]]
    return parse_bbox(",".join(parts))


def _height(text: str) -> None:
    try:
        float(text)
    except ValueError:
        raise InvalidFilter(N_("{parameter}: heights are numbers."), parameter="bbox") from None


def period(given: Mapping[str, str]) -> Period | None:
    """The time asked for, None without. Raises `InvalidInput`."""
    return parse_period(given["datetime"]) if "datetime" in given else None


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for features, checked. `filters` are without the box, `given` the parameters as they were sent.

    `base` is the absolute address of the service, for links.
    """

    given: Mapping[str, str]
    filters: Filters
    bbox: BBox | None
    period: Period | None
    paging: Paging
    language: Language
    base: str
