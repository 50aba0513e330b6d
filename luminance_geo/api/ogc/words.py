"""What narrows a page, and what is said of a feature, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from luminance_geo import places, vocabulary
from luminance_geo.i18n import N_, Language, Translator, translator
from luminance_geo.vocabulary import Term

if TYPE_CHECKING:
    from luminance_geo.api.ogc.html import Seen

_CODED: Mapping[str, Callable[[], Mapping[str, Term]]] = {
    "cause": vocabulary.causes, "causes": vocabulary.causes,
    "skill": vocabulary.skills, "skills": vocabulary.skills,
    "language": vocabulary.activity_languages, "languages": vocabulary.activity_languages,
    "governance": vocabulary.governance, "sharing": vocabulary.sharing,
}  # fmt: skip
_FILTERS = {
    "q": N_("Words"), "near": N_("Near"), "within": N_("Radius"), "cause": N_("Causes"), "skill": N_("Skills"),
    "region": N_("Regions"), "when": N_("Meetings"), "datetime": N_("Time"), "bbox": N_("Map view"),
    "open": N_("With places left"), "remote": N_("Possible from home"), "language": N_("Languages of the activity"),
    "governance": N_("Decisions"), "sharing": N_("Surplus"), "demonstration": N_("Demonstration"),
    "kind": N_("Kind"), "initiative": N_("Initiative"),
}  # fmt: skip
_PROPERTIES = {
    "summary": N_("What it is"), "causes": N_("Causes"), "skills": N_("Skills"), "address": N_("Address"),
    "locality": N_("Town"), "next_meeting": N_("Next meeting"), "open_needs": N_("Open needs"),
    "places_left": N_("Places left"), "places_total": N_("Places in all"), "capacity": N_("Places in all"),
    "until": N_("Until"), "remote": N_("Possible from home"), "languages": N_("Languages of the activity"),
    "initiative_name": N_("Initiative"), "kind_name": N_("Kind"), "population": N_("Population (2021 census)"),
    "initiatives": N_("Initiatives"), "vintage": N_("Year of the outline"), "published": N_("Published"),
    "demonstration": N_("Demonstration"), "source_date": N_("Date of the source"), "credit": N_("Credit"),
}  # fmt: skip


class Chip(NamedTuple):
    """A filter in words, and the address without it."""

    label: str
    text: str
    href: str


def chips(seen: Seen) -> Iterator[Chip]:
    """The filters at work, in the order of the screen."""
    t = translator(seen.language)
    for name, label in _FILTERS.items():
        if value := seen.given.get(name):
            without = {name: None, "after": None} | ({"within": None} if name == "near" else {})
            yield Chip(t(label), spoken(name, value, t), seen.address(**without))


def facts(properties: Mapping[str, Any], t: Translator) -> list[tuple[str, str]]:
    """What is known of a feature: labels and values in words."""
    known = ((label, properties.get(name), name) for name, label in _PROPERTIES.items())
    return [(t(label), _said(name, value, t)) for label, value, name in known if value not in (None, "", [])]


def _said(name: str, value: Any, t: Translator) -> str:
    if isinstance(value, bool):
        return t("Yes") if value else t("No")
    if isinstance(value, list):
        return t.join(_code(name, each, t.language) for each in value)
    if name == "next_meeting":
        return t.day(datetime.fromisoformat(value))
    if name in {"until", "published"}:
        return t.date(datetime.fromisoformat(value).date())
    return t.number(value) if isinstance(value, int) and name != "vintage" else str(value)


def spoken(name: str, value: str, t: Translator) -> str:
    """The value of a filter as people say it; codes that nobody knows stay as they are."""
    if name in {"open", "remote", "demonstration"}:
        return t("Yes") if value.lower() == "true" else t("No")
    if name == "within":
        return f"{value}\xa0km"
    if name == "kind" and value in places.REGION_KINDS:
        return t(places.REGION_KINDS[value])
    if name in {*_CODED, "region"}:
        return t.join(_code(name, each.strip(), t.language) for each in value.split(","))
    return value[:80]


def _code(name: str, code: str, language: Language) -> str:
    """The label of a code; a code that nobody knows stays as it is."""
    if name == "region":
        region = places.region(code)
        return region.name(language) if region else code
    found = _CODED[name]().get(code) if name in _CODED else None
    return found.label(language) if found else code
