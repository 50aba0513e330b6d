"""Shapes of the answers of OGC API – Features, for the OpenAPI description; the tests hold each answer against them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from luminance_geo.api.shapes import CardProperties, Count, Degrees, Link, Point, Shape

Position = Annotated[list[Degrees], Field(min_length=2, max_length=2)]
Ring = Annotated[list[Position], Field(min_length=4)]
Box = Annotated[list[Degrees], Field(min_length=4, max_length=4)]


class Conformance(Shape):
    """The classes of the standard that this API does."""

    links: list[Link]
    conformsTo: list[str]  # noqa: N815 - OGC's spelling


class SpatialExtent(Shape):
    """Boxes that hold every position: west, south, east, north."""

    bbox: Annotated[list[Box], Field(min_length=1)]
    crs: str


class TemporalExtent(Shape):
    """Intervals that hold every time; an open end is null."""

    interval: Annotated[
        list[Annotated[list[str | None], Field(min_length=2, max_length=2)]], Field(min_length=1)
    ]  # fmt: skip
    trs: str


class Extent(Shape):
    """Where, and where it means something when, the features of a collection are."""

    spatial: SpatialExtent | None = None
    temporal: TemporalExtent | None = None


class CollectionAnswer(Shape):
    """A collection of features."""

    id: str
    title: str
    description: str
    extent: Extent
    itemType: Literal["feature"]  # noqa: N815
    crs: list[str]
    links: list[Link]


class CollectionList(Shape):
    """Every collection."""

    links: list[Link]
    collections: list[CollectionAnswer]


class InitiativeItemProperties(CardProperties):
    """An initiative, and when it was published."""

    published: str | None = Field(description="RFC 3339, in UTC; what `datetime` is compared with.")


class NeedProperties(Shape):
    """A role to fill: skills asked for, how many people, how many places are left."""

    id: int
    title: str
    title_language: Literal["fr", "en"]
    title_fr: str | None
    title_en: str | None
    skills: list[str]
    capacity: Annotated[int, Field(ge=1)]
    places_left: Count
    remote: bool
    until: str | None = Field(description="Last local day, ISO 8601.")
    initiative: int = Field(description="Id of the initiative that asks for it.")
    initiative_slug: str
    initiative_name: str
    causes: list[str]
    locality: str | None
    demonstration: bool
    credit: str | None
    url: str = Field(description="The initiative's page for people.")


class RegionProperties(Shape):
    """A region: its code is what the filter `region` takes."""

    code: str
    kind: str
    kind_name: str
    name: str
    name_fr: str
    name_en: str
    population: int | None = Field(description="Census of 2021.")
    vintage: str = Field(description="Year of the outline.")
    initiatives: Count = Field(description="How many initiatives there match the filters.")
    url: str = Field(description="The region on the map, for people.")


class Polygon(Shape):
    """Rings of longitude, latitude in WGS84 degrees; the first is the outer one."""

    type: Literal["Polygon"]
    coordinates: Annotated[list[Ring], Field(min_length=1)]


class MultiPolygon(Shape):
    """Several polygons."""

    type: Literal["MultiPolygon"]
    coordinates: Annotated[list[Annotated[list[Ring], Field(min_length=1)]], Field(min_length=1)]


class InitiativeItem(Shape):
    """An initiative; no geometry when it is online only."""

    type: Literal["Feature"]
    id: int
    geometry: Point | None
    properties: InitiativeItemProperties
    links: list[Link] | None = None


class NeedItem(Shape):
    """A need, at its initiative's position; no geometry when that is online only."""

    type: Literal["Feature"]
    id: int
    geometry: Point | None
    properties: NeedProperties
    links: list[Link] | None = None


class RegionItem(Shape):
    """A region with its outline."""

    type: Literal["Feature"]
    id: str
    geometry: Polygon | MultiPolygon
    properties: RegionProperties
    links: list[Link] | None = None


class Items(Shape):
    """One page of features; `next` among the links leads on."""

    type: Literal["FeatureCollection"]
    links: list[Link]
    timeStamp: str = Field(description="When the answer was made, RFC 3339.")  # noqa: N815
    numberMatched: Count  # noqa: N815
    numberReturned: Count  # noqa: N815


class InitiativeItems(Items):
    """One page of initiatives."""

    features: list[InitiativeItem]


class NeedItems(Items):
    """One page of needs."""

    features: list[NeedItem]


class RegionItems(Items):
    """One page of regions."""

    features: list[RegionItem]
