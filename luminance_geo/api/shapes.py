"""Shapes of the answers, for the OpenAPI description; the tests hold each answer against them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Degrees = Annotated[float, Field(ge=-180, le=180)]
Count = Annotated[int, Field(ge=0)]


class Shape(BaseModel):
    """Nothing but the fields listed."""

    model_config = ConfigDict(extra="forbid")


class Problem(Shape):
    """An error, by RFC 9457."""

    type: str = Field(examples=["urn:luminance:problem:invalid-parameter"])
    title: str = Field(examples=["This parameter cannot be used"])
    status: int = Field(examples=[400])
    detail: str = Field(examples=["within: give a distance in kilometres, more than 0 and up to 1000."])
    parameter: str | None = Field(None, description="The parameter at fault.", examples=["within"])
    accepted: list[str] | None = Field(None, description="What it accepts: codes, or one phrase.")


class Link(Shape):
    """A related address."""

    rel: str
    href: str
    type: str
    title: str | None = None


class Point(Shape):
    """A position: longitude, latitude in WGS84 degrees, at most six decimals."""

    type: Literal["Point"]
    coordinates: Annotated[list[Degrees], Field(min_length=2, max_length=2)]


class Member(Shape):
    """One of several entries at the same spot."""

    id: int
    slug: str
    name: str
    cause: str | None = None
    kind: str | None = None
    demonstration: bool | None = None


class CellProperties(Shape):
    """A counted group, or a single entry which then has `id`, `slug`, `name` and `cause` (`kind` for hosts)."""

    count: Annotated[int, Field(ge=1)]
    inside: bool = Field(description="False beyond the radius asked for.")
    extent: Annotated[list[Degrees], Field(min_length=4, max_length=4)] | None = Field(
        None, description="West, south, east, north of the group's members."
    )
    members: Annotated[list[Member], Field(max_length=12)] | None = Field(
        None, description="Given only where no zoom can part the group."
    )
    id: int | None = None
    slug: str | None = None
    name: str | None = None
    cause: str | None = None
    kind: str | None = None
    demonstration: bool | None = None


class CellFeature(Shape):
    """One mark of the map."""

    type: Literal["Feature"]
    geometry: Point
    properties: CellProperties


class CellCollection(Shape):
    """The marks of a view; counts of those inside add up to `numberMatched`, of the others to `numberOutside`."""

    type: Literal["FeatureCollection"]
    numberMatched: Count  # noqa: N815 - OGC's spelling
    numberOutside: Count  # noqa: N815
    revision: Count
    features: Annotated[list[CellFeature], Field(max_length=400)]


class Matched(Shape):
    """Why an initiative is among the results."""

    causes: list[str]
    skills: list[str]
    open_needs: Count


class CardProperties(Shape):
    """An initiative. Codes are those of the filters; texts follow `lang` where both languages exist."""

    id: int
    slug: str
    name: str
    name_language: Literal["fr", "en"]
    name_fr: str | None
    name_en: str | None
    summary: str | None
    cause: str | None
    causes: list[str]
    skills: list[str]
    open_needs: Count
    places_left: int | None
    places_total: int | None
    next_meeting: str | None = Field(description="Start, ISO 8601 with the local offset.")
    remote: bool
    languages: list[str]
    address: str | None
    locality: str | None
    precision: Literal["exact", "approximate", "online"]
    demonstration: bool = Field(description="A made-up example, to show the service.")
    confirmed: bool = Field(description="Whether its organisers have confirmed it.")
    source: str | None = Field(description="Code of the open register it comes from.")
    source_date: str | None
    credit: str | None = Field(description="Credit line that the register's licence asks for.")
    url: str = Field(description="Its page for people.")


class InitiativeProperties(CardProperties):
    """A ranked initiative, with its distance and why it matched."""

    distance_km: float | None = Field(description="Geodesic, from the place asked for.")
    matched: Matched


class InitiativeFeature(Shape):
    """A ranked initiative; no geometry when it is online only."""

    type: Literal["Feature"]
    id: int
    geometry: Point | None
    properties: InitiativeProperties


class InitiativeCollection(Shape):
    """One page of ranked initiatives."""

    type: Literal["FeatureCollection"]
    numberMatched: Count  # noqa: N815
    numberReturned: Count  # noqa: N815
    revision: Count
    links: list[Link]
    features: list[InitiativeFeature]


class FacetCounts(Shape):
    """How many results each choice would give; each dimension ignores its own filter."""

    total: Count
    causes: dict[str, Count]
    skills: dict[str, Count]
    open: Count
    remote: Count
    languages: dict[str, Count]
    governance: dict[str, Count]
    sharing: dict[str, Count]
    demonstration: dict[str, Count]
    within: dict[str, Count] = Field(description="By radius in km around the place asked for.")
    revision: Count


class PlaceAnswer(Shape):
    """A place; `suggested_km` is a radius that makes sense of an approximate position."""

    id: str
    name: str
    name_fr: str
    name_en: str
    label: str
    kind: str
    province: str | None
    locality: str | None
    lat: float
    lon: float
    population: int | None
    approximate: bool
    suggested_km: float | None


class PlaceList(Shape):
    """Ranked places."""

    places: list[PlaceAnswer]


class Landing(Shape):
    """What this API is, and where its parts are."""

    title: str
    description: str
    revision: Count
    links: list[Link]
