"""What a collection of features is: a new one is one declaration of this, beside `initiatives`, `needs`, `regions`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from luminance_geo.api.ogc.accepted import Asked
from luminance_geo.api.ogc.shapes import Items
from luminance_geo.api.parameters import Parameter
from luminance_geo.api.shapes import Shape
from luminance_geo.i18n import Language

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Some features of a collection; `last` is the key of the last one when more come after it."""

    number_matched: int
    features: Sequence[Feature]
    last: int | str | None


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection. `title` and `description` are msgids.

    `parameters` is the table of its items; `identifier` describes the id of a feature in OpenAPI. `page` answers a
    request, `one` gives the feature of an id (None: there is none), both with `url`s under the base they are given;
    `extent` gives the standard's extent object. `shape`, `item` and the examples are for the description.
    """

    id: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    identifier: Mapping[str, Any]
    shape: type[Items]
    item: type[Shape]
    example: Feature
    page: Callable[[House, Asked], Page]
    one: Callable[[House, str, Language, str], Feature | None]
    extent: Callable[[House], Mapping[str, Any]]
