"""What each endpoint takes: one table that is both checked against and published as OpenAPI parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from luminance_geo import vocabulary
from luminance_geo.catalogue import filters
from luminance_geo.errors import InvalidInput
from luminance_geo.geo import TILE_PIXELS, to_pixels
from luminance_geo.i18n import LANGUAGES, N_, Language
from luminance_geo.web.query import one_of as one_of
from luminance_geo.web.query import read_query

MAX_LIMIT = 100
MAX_OFFSET = 10_000
"""What is ranked up to there takes milliseconds; all of it is read by id, page by page, as OGC features."""
MAX_PLACES = 20
MAX_ZOOM = 24
MAX_PIXELS = 8192
"""Of a view's width and height: no screen has more, and a million marks apart would take seconds to unite."""
_LEAST_SIZE = MAX_PIXELS / 2.0**MAX_ZOOM
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter. `about` is English, for the API description; `accepts` is a msgid, for people's errors.

    `choices` are the accepted codes, where there is a closed list.
    """

    name: str
    about: str
    accepts: str
    example: Any = None
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    choices: tuple[str, ...] = ()
    required: bool = False

    def to_openapi(self) -> dict[str, Any]:
        """This parameter as an OpenAPI Parameter Object."""
        listed = {"explode": False, "style": "form"} if self.schema.get("type") == "array" else {}
        example = {} if self.example is None else {"example": self.example}
        return {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": self.about,
            "schema": dict(self.schema),
            **listed,
            **example,
        }


def _codes(name: str, about: str, codes: Iterable[str], example: str) -> Parameter:
    choices = tuple(codes)
    schema = {"type": "array", "items": {"type": "string", "enum": list(choices)}}
    return Parameter(name, f"{about} Any of these codes.", N_("comma-separated codes"), [example], schema, choices)


def _flag(name: str, about: str) -> Parameter:
    return Parameter(name, about, N_("true or false"), None, {"type": "boolean"}, ("true", "false"))


_BBOX_SCHEMA = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
_BBOX_EXAMPLE = [-74, 45.4, -73.4, 45.8]
_DEGREES = N_("west,south,east,north in degrees, such as -74,45.4,-73.4,45.8")

LANG = Parameter(
    "lang", "Language of labels, names and errors.", N_("a language code"), "fr",
    {"type": "string", "enum": list(LANGUAGES), "default": "fr"}, LANGUAGES,
)  # fmt: skip

FILTERS: tuple[Parameter, ...] = (
    _codes("cause", "Causes.", vocabulary.causes(), "food"),
    _codes("skill", "Skills asked for (CIOC Open Volunteer Classifications).", vocabulary.skills(), "FIRSTAID"),
    Parameter(
        "near", "A place id, a GeoNames id, a postal code, `lat,lon` in WGS84 degrees, or a name.",
        N_("a place id, a postal code, lat,lon or the name of a place"), "H2R",
    ),
    Parameter(
        "within", f"Radius around `near`, in km along the ground; {filters.DEFAULT_WITHIN_KM:g} when left out.",
        N_("kilometres, more than 0 and up to 1000"), 5,
        {"type": "number", "exclusiveMinimum": 0, "maximum": filters.MAX_WITHIN_KM},
    ),
    Parameter(
        "region", "Boundary codes, any of them.", N_("boundary codes such as province-24 or mrc-66"), ["province-24"],
        {"type": "array", "items": {"type": "string"}},
    ),
    Parameter(
        "when", "Local days of coming meetings: an ISO date, or an interval whose open end is `..`.",
        N_("a date such as 2026-12-01, or an interval such as 2026-12-01/.."), "2026-12-01/..",
    ),
    _flag("open", "Only what still has places."),
    _flag("remote", "Only what can be done from home."),
    _codes("language", "Languages that the activity is held in.", vocabulary.activity_languages(), "fr"),
    _codes("governance", "How decisions are taken.", vocabulary.governance(), "consensus"),
    _codes("sharing", "How any surplus is shared.", vocabulary.sharing(), "community"),
    _flag("demonstration", "Only (true) or without (false) made-up examples."),
    Parameter(
        "q", "Words of the name, summary or place; accents and case do not count.", N_("at most 200 characters"),
        "potager", {"type": "string", "maxLength": filters.MAX_WORDS},
    ),
    Parameter("bbox", "West, south, east, north in WGS84 degrees.", _DEGREES, _BBOX_EXAMPLE, _BBOX_SCHEMA),
    Parameter(
        "sort", "Order; nearest first when a place is given, else soonest meeting first.", N_("an order"), None,
        {"type": "string", "enum": ["distance", "soonest", "newest", "name"]},
        ("distance", "soonest", "newest", "name"),
    ),
)  # fmt: skip

_LIMIT = Parameter(
    "limit", "How many to return at most.", N_("a whole number from 1 to 100"), 20,
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 20},
)  # fmt: skip
_OFFSET = Parameter(
    "offset", "How many to pass over; all of them are read page by page from /collections/initiatives/items.",
    N_("a whole number from 0 to 10000"), 0,
    {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0},
)  # fmt: skip

SEARCH = (*FILTERS, _LIMIT, _OFFSET, LANG)
FACETS = (*FILTERS, LANG)
CELLS = (
    Parameter("bbox", "The view: west, south, east, north in WGS84 degrees.", _DEGREES, _BBOX_EXAMPLE, _BBOX_SCHEMA,
              required=True),
    Parameter("zoom", "Web map zoom, fractional if need be; lowered where the view would be wider or higher than "
              f"{MAX_PIXELS} pixels.", N_("a number from 0 to 24"), 11.5,
              {"type": "number", "minimum": 0, "maximum": MAX_ZOOM}, required=True),
    _flag("outside", "With `near`: also what lies beyond the radius, marked `inside: false`."),
    Parameter("layer", "`hosts` answers with places that host instead; filters do not apply to them.",
              N_("a layer of the map"), None,
              {"type": "string", "enum": ["initiatives", "hosts"], "default": "initiatives"}, ("initiatives", "hosts")),
    *(each for each in FILTERS if each.name not in {"bbox", "sort"}),
    LANG,
)  # fmt: skip
PLACES = (
    Parameter("q", "What a person typed: a name, a postal code or `lat,lon`.", N_("1 to 100 characters"), "trois-riv",
              {"type": "string", "minLength": 1, "maxLength": 100}, required=True),
    Parameter("limit", "How many to return at most.", N_("a whole number from 1 to 20"), 8,
              {"type": "integer", "minimum": 1, "maximum": MAX_PLACES, "default": 8}),
    LANG,
)  # fmt: skip

MISSING = N_("{parameter}: this parameter is required.")
WHOLE_NUMBER = N_("{parameter}: give a whole number from {least} to {most}.")
NUMBER = N_("{parameter}: give a number from {least} to {most}.")
LENGTH = N_("{parameter}: give at most {most} characters.")


def read(request: Request, accepted: tuple[Parameter, ...]) -> dict[str, str]:
    """The parameters given, stripped, empty ones left out. Raises `InvalidInput` naming the first that cannot be.

    The table stays with the request, so that an error can say what the parameter accepts.
    """
    request.state.accepted = accepted
    given = read_query(request.query_params, [each.name for each in accepted])
    for each in accepted:
        if each.required and each.name not in given:
            raise InvalidInput(MISSING, parameter=each.name)
    return given


def language(query: Mapping[str, str]) -> Language:
    """The language asked for by `lang`; French when none is. Raises `InvalidInput`."""
    return "en" if one_of(query, "lang", LANGUAGES, "fr") == "en" else "fr"


def flag(given: Mapping[str, str], name: str) -> bool:
    """`true` or `false`, false when left out. Raises `InvalidInput`."""
    lowered = {name: given[name].lower()} if name in given else {}
    return one_of(lowered, name, ("true", "false"), "false") == "true"


def whole(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A whole number between two bounds, both included. Raises `InvalidInput`."""
    text = given.get(name, str(default))
    if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise InvalidInput(WHOLE_NUMBER, parameter=name, least=least, most=most)
    return int(text)


def number(given: Mapping[str, str], name: str, least: float, most: float) -> float:
    """A number between two bounds, both included. Raises `InvalidInput`."""
    try:
        value = float(given[name])
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise InvalidInput(NUMBER, parameter=name, least=f"{least:g}", most=f"{most:g}")
    return value


def zoom(given: Mapping[str, str], box: filters.BBox) -> float:
    """The zoom of a map view, lowered where `box` would be larger than `MAX_PIXELS`. Raises `InvalidInput`."""
    asked = number(given, "zoom", 0, MAX_ZOOM)
    (west, east), (south, north) = to_pixels((box.south, box.north), (box.west, box.east), 0)
    wide = east - west + (TILE_PIXELS if box.west > box.east else 0)
    return min(asked, math.log2(MAX_PIXELS / max(wide, south - north, _LEAST_SIZE)))


def short(given: Mapping[str, str], name: str, most: int) -> str:
    """A text of at most `most` characters. Raises `InvalidInput`."""
    if len(given[name]) > most:
        raise InvalidInput(LENGTH, parameter=name, most=most)
    return given[name]
