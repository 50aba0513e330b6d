"""The answers of OGC API – Features as pages for people, each made from the very document that JSON would send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from luminance_geo import vocabulary
from luminance_geo.api.ogc.spots import spots_of
from luminance_geo.api.ogc.words import Chip, chips, facts, spoken
from luminance_geo.api.parameters import Parameter
from luminance_geo.i18n import LANGUAGES, Language, translator
from luminance_geo.web.features_map import Box, Closer, features_map
from luminance_geo.web.query import SHOWN
from luminance_geo.web.rendering import render
from luminance_geo.web.urls import feed_path

Document = Mapping[str, Any]
_FORM = ("q", "near", "cause")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page is of: its language, the API's absolute address, the path below it, the parameters given."""

    language: Language
    root: str
    path: str
    given: Mapping[str, str]

    def address(self, path: str | None = None, **changed: str | None) -> str:
        """This page with some parameters changed, or another page of the API in the same language; no host in it.

        `f` is kept where it was given: elsewhere a browser's own `Accept` asks for pages.
        """
        lasting = {name: self.given[name] for name in ("lang", "f") if self.given.get(name) and path is not None}
        kept = {**(self.given if path is None else lasting), **changed}
        query = urlencode({name: value for name, value in kept.items() if value}, safe=",/:")
        here = urlsplit(self.root).path + (self.path if path is None else path)
        return here + (f"?{query}" if query else "")


def landing_page(document: Document, seen: Seen) -> str:
    """What the API is, and where its parts are."""
    return _page("ogc_landing.html", document["title"], seen, document=document)


def conformance_page(document: Document, seen: Seen) -> str:
    """The classes of the standard that hold."""
    t = translator(seen.language)
    return _page("ogc_conformance.html", t("Conformance"), seen, classes=document["conformsTo"])


def collections_page(document: Document, seen: Seen) -> str:
    """Every collection."""
    t = translator(seen.language)
    return _page("ogc_collections.html", t("Collections"), seen, collections=document["collections"])


def collection_page(document: Document, seen: Seen) -> str:
    """One collection, and where its features are."""
    above = [(translator(seen.language)("Collections"), seen.address("/collections"))]
    return _page("ogc_collection.html", document["title"], seen, above, collection=document)


def items_page(document: Document, collection: Document, seen: Seen) -> str:
    """A page of features: the list, the map of the same, what narrows them, and the way on."""
    t = translator(seen.language)
    rels = {each["rel"]: each["href"] for each in document["links"]}
    listed = [_listed(feature, collection, seen) for feature in document["features"]]
    closer = Closer(
        lambda count: t.plural("{count} here: look closer", "{count} here: look closer", count),
        lambda box: seen.address(bbox=_around(box), after=None),
    )
    narrowed: list[Chip] = list(chips(seen))
    hidden = {name: value for name, value in seen.given.items() if name not in {*_FORM, "after"}}
    return _page(
        "ogc_items.html", collection["title"], seen, _above(collection, seen)[:1],
        collection=collection, listed=listed, matched=document.get("numberMatched"),
        map=features_map(spots_of(document["features"], "#item-"), seen.language, closer),
        chips=narrowed, hidden=hidden, given=seen.given, causes=vocabulary.causes().values(),
        clear=seen.address(f"/collections/{collection['id']}/items"),
        next=seen.address(after=_after(rels["next"])) if "next" in rels else None,
        first=seen.address(after=None) if seen.given.get("after") else None,
        followed=feed_path(seen.language, seen.given),
    )  # fmt: skip


def item_page(feature: Document, collection: Document, seen: Seen) -> str:
    """One feature: its map and all that is said of it."""
    properties = feature["properties"]
    t = translator(seen.language)
    closer = Closer(lambda count: "", lambda box: "")
    name = properties.get("name") or properties.get("title") or str(feature["id"])
    return _page(
        "ogc_item.html", name, seen, _above(collection, seen), item=_listed(feature, collection, seen),
        facts=facts(properties, t), map=features_map(spots_of([feature], "#item-"), seen.language, closer),
    )  # fmt: skip


def description_page(document: Document, seen: Seen) -> str:
    """The API's OpenAPI description, to read: each address, what it takes and gives."""
    t = translator(seen.language)
    operations = [(path, described["get"]) for path, described in document["paths"].items() if "get" in described]
    return _page("ogc_description.html", t("Description of this API"), seen, operations=operations,
                 introduction=document["info"].get("description", ""))  # fmt: skip


def problem_page(problem: Document, seen: Seen, table: Iterable[Parameter]) -> str:
    """What is wrong (an RFC 9457 document), what would be right by the `table` of what the address takes, a way back.

    `seen` holds the parameters as they were sent, the wrong one among them.
    """
    t = translator(seen.language)
    name, accepted = str(problem.get("parameter", "")), list(problem.get("accepted") or ())
    kept = {each: value for each, value in seen.given.items() if each[:SHOWN] != name}
    right = replace(seen, given=kept)
    here = right if name in {"f", "lang"} else seen
    listed = ", ".join(accepted)
    said, found, _ = problem["detail"].partition(listed) if len(accepted) > 1 else (problem["detail"], "", "")
    if problem["status"] == 404:  # the addresses of an API say little to a person
        said, accepted, listed = t("There is nothing at this address."), [], ""
    choices = next((each.choices for each in table if each.name == name), ())
    return _page(
        "ogc_problem.html", problem["title"], here, [(t("Collections"), right.address("/collections"))],
        said=said.rstrip(), name=name, back=right.address() if name else None, browse=right.address("/collections"),
        phrase="" if listed in problem["detail"] else listed,
        choices=[(spoken(name, each, t), replace(right, given={**kept, name: each}).address()) for each in choices],
        names=accepted if found and not choices else [],
    )  # fmt: skip


def _page(template: str, title: str, seen: Seen, above: Iterable[tuple[str, str]] = (), **values: Any) -> str:
    t = translator(seen.language)
    root = (t("Open data"), seen.address("/"))
    own = seen.path in {"", "/"}
    switch: dict[Language, str] = {code: seen.address(lang=code) for code in LANGUAGES}
    return render(
        template, seen.language, switch, title=title, above=[] if own else [root, *above],
        json=seen.address(f="json"), here=seen, **values,
    )  # fmt: skip


def _above(collection: Document, seen: Seen) -> list[tuple[str, str]]:
    path = f"/collections/{collection['id']}"
    t = translator(seen.language)
    return [(t("Collections"), seen.address("/collections")), (collection["title"], seen.address(f"{path}/items"))]


def _listed(feature: Document, collection: Document, seen: Seen) -> dict[str, Any]:
    """A feature as its card shows it."""
    said = feature["properties"]
    codes = said.get("causes") or []
    cause = vocabulary.causes().get(codes[0]) if codes else None
    path = f"/collections/{collection['id']}/items/{quote(str(feature['id']), safe='')}"
    return {
        "id": feature["id"], "properties": said, "cause": cause, "page": seen.address(path),
        "name": said.get("name") or said.get("title") or str(feature["id"]),
        "language": said.get("name_language") or said.get("title_language") or seen.language,
    }  # fmt: skip


def _after(href: str) -> str:
    return parse_qs(urlsplit(href).query)["after"][0]


def _around(box: Box) -> str:
    """The box a little wider, so that what is on its edge stays inside."""
    west, south, east, north = box
    pad = max(east - west, north - south) * 0.05 + 1e-4
    return f"{west - pad:.4f},{south - pad:.4f},{east + pad:.4f},{north + pad:.4f}"
