"""Answers of the catalogue as GeoJSON and JSON: what each endpoint's body holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import orjson
from numpy.typing import NDArray
from orjson import Fragment

from luminance_geo.catalogue.cards import Card, MeetingView
from luminance_geo.catalogue.results import Cell, Facets, Hit, Label
from luminance_geo.ecosystem.hosts import HostLabel
from luminance_geo.i18n import Bilingual, Language, pick
from luminance_geo.places import Place
from luminance_geo.sources import sources

DECIMALS = 6
"""Of coordinates in degrees: about 11 cm."""

MAX_MEMBERS = 12


def point(lon: float | None, lat: float | None) -> dict[str, Any] | None:
    """A GeoJSON point, or None where there is no position."""
    if lon is None or lat is None:
        return None
    return {"type": "Point", "coordinates": [round(lon, DECIMALS), round(lat, DECIMALS)]}


def label_name(label: Label | HostLabel, language: Language) -> str:
    """The name to show: in `language`, else in the other one."""
    return pick(Bilingual(label.name_fr, label.name_en), language).text


def label_properties(label: Label | HostLabel, language: Language) -> dict[str, Any]:
    """What a mark needs to name itself."""
    named = {"id": label.id, "slug": label.slug, "name": label_name(label, language)}
    if isinstance(label, Label):
        return {**named, "cause": label.cause, "demonstration": label.demonstration}
    return {**named, "kind": label.kind}


def cell_features(cells: Sequence[Cell], labels: Mapping[int, Label | HostLabel], language: Language) -> Fragment:
    """The marks of a map, in JSON; `labels` names single ones and members of stacks by id.

    Written as text: to make a dictionary of each, by the hundred, would take longer than to find them.
    """
    features = [
        f'{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{place}]}},'
        f'"properties":{{"count":{count},"inside":{"true" if inside else "false"}'
        f"{_naming(id_, members, extent, labels, language)}}}}}"
        for (_, _, count, inside, _, id_, members), place, extent in zip(cells, *_rounded(cells), strict=True)
    ]
    return Fragment(f"[{','.join(features)}]")


def _naming(
    id_: int | None,
    members: tuple[int, ...],
    extent: str,
    labels: Mapping[int, Label | HostLabel],
    language: Language,
) -> str:
    """What else a mark says of itself: a single one its name, a group its extent, a stack its members too."""
    if id_ is not None:
        return f",{_json(label_properties(labels[id_], language))[1:-1]}" if id_ in labels else ""
    if not members:
        return f',"extent":[{extent}]'
    listed = [label_properties(labels[each], language) for each in members[:MAX_MEMBERS] if each in labels]
    return f',"extent":[{extent}],"members":{_json(listed)}'


def _rounded(cells: Sequence[Cell]) -> tuple[list[str], list[str]]:
    """Longitude and latitude of each mark, and its extent, as they stand in JSON: all at once that takes a tenth."""
    if not cells:
        return [], []
    lon, lat, _, _, extents, _, _ = zip(*cells, strict=True)
    flat = np.fromiter(chain(lon, lat, *extents), np.float64, 6 * len(cells))
    places, boxes = np.split(np.round(flat, DECIMALS), [2 * len(cells)])
    return _lines(places.reshape(2, -1).T), _lines(boxes.reshape(-1, 4))


def _lines(numbers: NDArray[np.float64]) -> list[str]:
    """Each line of a table."""
    return _json(np.ascontiguousarray(numbers))[2:-2].split("],[")


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY).decode()


def ids_of(cells: Iterable[Cell]) -> list[int]:
    """Every id that the marks name."""
    return [each for cell in cells for each in ([cell.id] if cell.id is not None else cell.members[:MAX_MEMBERS])]


def local_iso(moment: datetime, time_zone: str) -> str:
    """ISO 8601 with the offset of the place.

    >>> from datetime import UTC
    >>> local_iso(datetime(2026, 11, 24, 22, 30, tzinfo=UTC), "America/Toronto")
    '2026-11-24T17:30:00-05:00'
    """
    return moment.astimezone(ZoneInfo(time_zone)).isoformat(timespec="seconds")


def _meeting(meeting: MeetingView | None) -> str | None:
    return local_iso(meeting.starts_at, meeting.time_zone) if meeting else None


def credit(source: str | None, language: Language) -> str | None:
    """The credit line of a register, or None where the entry is not from one."""
    listed = sources().get(source) if source else None
    return pick(listed.credit, language).text if listed else None


def card_properties(card: Card, language: Language, url: str) -> dict[str, Any]:
    """What a feature says of an initiative, wherever it is listed. `url` is its page."""
    name = pick(card.name, language)
    return {
        "id": card.id,
        "slug": card.slug,
        "name": name.text,
        "name_language": name.language,
        "name_fr": card.name.fr,
        "name_en": card.name.en,
        "summary": pick(card.summary, language).text or None,
        "cause": card.causes[0] if card.causes else None,
        "causes": list(card.causes),
        "skills": list(card.skills),
        "open_needs": card.open_needs,
        "places_left": card.places_left,
        "places_total": card.places_total,
        "next_meeting": _meeting(card.next_meeting),
        "remote": card.remote,
        "languages": list(card.languages),
        "address": card.address,
        "locality": card.locality,
        "precision": card.precision,
        "demonstration": card.demonstration,
        "confirmed": card.confirmed,
        "source": card.source,
        "source_date": card.source_date,
        "credit": credit(card.source, language),
        "url": url,
    }


def search_feature(card: Card, hit: Hit, language: Language, url: str) -> dict[str, Any]:
    """One ranked initiative, with its distance and why it matched."""
    properties = {
        **card_properties(card, language, url),
        "distance_km": None if hit.distance_km is None else round(hit.distance_km, 3),
        "matched": {
            "causes": list(hit.matched.causes),
            "skills": list(hit.matched.skills),
            "open_needs": hit.matched.open_needs,
        },
    }
    return {"type": "Feature", "id": card.id, "geometry": point(card.lon, card.lat), "properties": properties}


def facets_body(facets: Facets) -> dict[str, Any]:
    """Counts of each choice."""
    return {
        "total": facets.total,
        "causes": dict(facets.causes),
        "skills": dict(facets.skills),
        "open": facets.open,
        "remote": facets.remote,
        "languages": dict(facets.languages),
        "governance": dict(facets.governance),
        "sharing": dict(facets.sharing),
        "demonstration": dict(facets.demonstration),
        "within": dict(facets.within),
        "revision": facets.revision,
    }


def place_body(place: Place, language: Language) -> dict[str, Any]:
    """One place of the gazetteer."""
    return {
        "id": place.id,
        "name": place.name(language),
        "name_fr": place.name_fr,
        "name_en": place.name_en,
        "label": place.label(language),
        "kind": place.kind,
        "province": place.province,
        "locality": place.locality,
        "lat": round(place.lat, DECIMALS),
        "lon": round(place.lon, DECIMALS),
        "population": place.population,
        "approximate": place.approximate,
        "suggested_km": place.suggested_km,
    }
