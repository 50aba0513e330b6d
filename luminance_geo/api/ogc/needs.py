"""The collection `needs`: roles that initiatives ask people for, each at its initiative's position, by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from luminance_geo.api.features import credit, point
from luminance_geo.api.ogc import index
from luminance_geo.api.ogc.accepted import BY_ID, ID, Asked, items_parameters, number_after
from luminance_geo.api.ogc.collection import Collection, Feature, Page
from luminance_geo.api.ogc.initiatives import extent as initiatives_extent
from luminance_geo.api.ogc.initiatives import is_id
from luminance_geo.api.ogc.shapes import NeedItem, NeedItems
from luminance_geo.api.parameters import Parameter, whole
from luminance_geo.catalogue.roles import Role, read_roles
from luminance_geo.database import reading
from luminance_geo.i18n import N_, Language, pick
from luminance_geo.web.urls import initiative_path

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

_OF = Parameter("initiative", "Only needs of the initiative of this id.", N_("the id of an initiative"), 1204, ID)


def page(house: House, asked: Asked) -> Page:
    """One page of needs."""
    of = whole(asked.given, "initiative", 0, 0, ID["maximum"]) if "initiative" in asked.given else None
    filters, after, limit = replace(asked.filters, bbox=asked.bbox), number_after(asked.paging), asked.paging.limit
    matched, ids = index.need_ids(house, filters, asked.period, of=of, after=after, limit=limit + 1)
    shown = ids[:limit]
    with reading(house.engine) as session:
        found = read_roles(session, shown, house.clock())
    features = [_feature(role, asked.language, asked.base) for role in found]
    return Page(matched, features, shown[-1] if len(ids) > limit else None)


def one(house: House, key: str, language: Language, base: str) -> Feature | None:
    """The need of an id, None when it is not asked for any more."""
    with reading(house.engine) as session:
        found = read_roles(session, [int(key)], house.clock()) if is_id(key) else []
    return _feature(found[0], language, base) if found else None


def extent(house: House) -> Mapping[str, Any]:
    """That of the initiatives, which holds it."""
    return {name: part for name, part in initiatives_extent(house).items() if name == "spatial"}


def _feature(role: Role, language: Language, base: str) -> Feature:
    need, title = role.need, pick(role.need.title, language)
    properties = {
        "id": need.id,
        "title": title.text,
        "title_language": title.language,
        "title_fr": need.title.fr,
        "title_en": need.title.en,
        "skills": list(need.skills),
        "capacity": need.capacity,
        "places_left": need.left,
        "remote": need.remote,
        "until": need.until.isoformat() if need.until else None,
        "initiative": role.initiative,
        "initiative_slug": role.slug,
        "initiative_name": pick(role.name, language).text,
        "causes": list(role.causes),
        "locality": role.locality,
        "demonstration": role.demonstration,
        "credit": credit(role.source, language),
        "url": base + initiative_path(role.slug, language),
    }
    return {"type": "Feature", "id": need.id, "geometry": point(role.lon, role.lat), "properties": properties}


NEEDS = Collection(
    id="needs",
    title=N_("Needs"),
    description=N_("Roles that initiatives ask people for: skills, places left, until when."),
    parameters=items_parameters(
        BY_ID, "It meets the days until which a need is asked for.", (_OF,)
    ),
    identifier=ID,
    shape=NeedItems,
    item=NeedItem,
    example={
        "type": "Feature", "id": 88, "geometry": {"type": "Point", "coordinates": [-73.62, 45.545]},
        "properties": {
            "id": 88, "title": "Cuisine", "title_language": "fr", "title_fr": "Cuisine", "title_en": "Cooking",
            "skills": ["COOK"], "capacity": 4, "places_left": 3, "remote": False, "until": "2026-12-31",
            "initiative": 1204, "initiative_slug": "la-tablee-du-mardi", "initiative_name": "La tablée du mardi",
            "causes": ["food", "commons"], "locality": "Montréal", "demonstration": True, "credit": None,
            "url": "https://example.org/initiatives/la-tablee-du-mardi?lang=fr",
        },
    },
    page=page,
    one=one,
    extent=extent,
)  # fmt: skip
