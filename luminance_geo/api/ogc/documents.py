"""The documents of OGC API – Features: plain objects that JSON sends as they are and that HTML pages are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from luminance_geo.api.answers import GEOJSON, HTML, JSON
from luminance_geo.api.links import link
from luminance_geo.api.ogc.collection import Collection, Feature, Page
from luminance_geo.api.ogc.collections import COLLECTIONS
from luminance_geo.api.ogc.conformance import CLASSES, CRS84
from luminance_geo.api.ogc.initiatives import rfc3339
from luminance_geo.api.ogc.negotiation import Format
from luminance_geo.i18n import Language, translator

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

Document = Mapping[str, Any]
Links = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands: `root` is the absolute address of the API, `path` what follows it.

    `given` are the parameters as they were sent, `form` the representation chosen by them or by `Accept`.
    """

    root: str
    path: str
    given: Mapping[str, str]
    form: Format
    language: Language

    def address(self, path: str | None = None, **changed: object) -> str:
        """An absolute address: this one with some parameters changed, or another `path` with only the language kept."""
        kept = dict(self.given) if path is None else {k: v for k, v in self.given.items() if k == "lang"}
        query = {name: value for name, value in {**kept, **changed}.items() if value is not None}
        return self.root + (self.path if path is None else path) + (f"?{urlencode(query, safe=',/:')}" if query else "")

    def both(self, json_type: str) -> Links:
        """Links to this document: `self` in its own representation, `alternate` in the other."""
        types: Mapping[Format, str] = {"json": json_type, "html": HTML}
        other: Format = "html" if self.form == "json" else "json"
        return [
            link("self", self.address(f=self.form), types[self.form]),
            link("alternate", self.address(f=other), types[other]),
        ]


def conformance(place: Place) -> Document:
    """The classes that this API conforms to."""
    return {"links": place.both(JSON), "conformsTo": list(CLASSES)}


def collections(house: House, place: Place) -> Document:
    """Every collection."""
    listed = [_described(house, each, place) for each in COLLECTIONS.values()]
    return {"links": place.both(JSON), "collections": listed}


def collection(house: House, of: Collection, place: Place) -> Document:
    """One collection."""
    described = _described(house, of, place)
    return {**described, "links": [*place.both(JSON), *described["links"]]}


def items(of: Collection, page: Page, place: Place, now: datetime) -> Document:
    """One page of features. The `next` link holds the key of the last feature, not a place in a list that may move."""
    own = GEOJSON if place.form == "json" else HTML
    links = place.both(GEOJSON)
    if page.last is not None:
        links.append(link("next", place.address(f=place.form, after=page.last), own))
    if "after" in place.given:
        links.append(link("first", place.address(f=place.form, after=None), own))
    links.append(link("collection", place.address(_path(of)), JSON))
    return {
        "type": "FeatureCollection",
        "links": links,
        "timeStamp": rfc3339(now),
        "numberMatched": page.number_matched,
        "numberReturned": len(page.features),
        "features": list(page.features),
    }


def item(of: Collection, feature: Feature, place: Place) -> Document:
    """One feature, with links to its own page for people."""
    t = translator(place.language)
    return {
        **feature,
        "links": [
            *place.both(GEOJSON),
            link("collection", place.address(_path(of)), JSON, t(of.title)),
            link("related", feature["properties"]["url"], HTML, t("Page for people")),
        ],
    }


def item_path(of: Collection, key: object) -> str:
    """Below the API's address.

    >>> item_path(COLLECTIONS["regions"], "province-24")
    '/collections/regions/items/province-24'
    """
    return f"{_path(of)}/items/{quote(str(key), safe='')}"


def _path(of: Collection) -> str:
    return f"/collections/{of.id}"


def _described(house: House, of: Collection, place: Place) -> dict[str, Any]:
    t = translator(place.language)
    title = t(of.title)
    return {
        "id": of.id,
        "title": title,
        "description": t(of.description),
        "extent": of.extent(house),
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            link("items", place.address(f"{_path(of)}/items", f="json"), GEOJSON, title),
            link("items", place.address(f"{_path(of)}/items", f="html"), HTML, title),
        ],
    }
