"""What the page of an initiative shows, worked out so that the template only places it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from luminance_geo import places, vocabulary
from luminance_geo.catalogue.cards import Card, Detail, MeetingView, NeedView
from luminance_geo.i18n import Bilingual, Language, Picked, Translator, pick, translator
from luminance_geo.meetings.rules import is_coming
from luminance_geo.sources import Source, sources
from luminance_geo.web.words import one_line, paragraphs

if TYPE_CHECKING:
    from luminance_geo.vocabulary import Cause

_TITLE_LENGTH = 90
_DESCRIPTION_LENGTH = 180
_FAR_DAYS = 300
_SHOWN_PAST = 3


@dataclass(frozen=True, slots=True)
class Need:
    """A role to fill, as shown. `places` is `3 places sur 5` or `Complet`."""

    title: Picked
    skills: tuple[str, ...]
    places: str
    full: bool
    remote: bool
    until: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting, as shown: `starts`, `ends` are ISO times with their local offset."""

    title: Picked
    day: str
    starts: str
    ends: str
    until: str | None
    places: str | None
    full: bool
    remote: bool
    address: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of how people organise: a label, the choice in words, and what they add to it."""

    label: str
    choice: str | None
    text: Picked


@dataclass(frozen=True, slots=True)
class View:
    """Everything on the page, in one language."""

    card: Card
    language: Language
    name: Picked
    title: str
    description_line: str
    summary: Picked
    description: Picked
    paragraphs: list[str]
    causes: tuple[Cause, ...]
    cause_labels: tuple[str, ...]
    languages: str | None
    places: str | None
    full: bool
    needs: tuple[Need, ...]
    coming: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    organisation: tuple[Fact, ...]
    where: tuple[str, ...]
    directions: str | None
    website: str | None
    website_name: str
    source: Source | None
    credit: Picked
    source_name: Picked
    listed_as: str | None
    updated: str
    confirmed: str | None
    other_language: bool
    outdated: bool


def view_of(detail: Detail, language: Language, now: datetime) -> View:
    """The page of `detail` in `language`, as seen at `now` (aware)."""
    t, card = translator(language), detail.card
    name, summary, description = (pick(each, language) for each in (card.name, card.summary, detail.description))
    causes = tuple(vocabulary.causes()[code] for code in card.causes if code in vocabulary.causes())
    labels = tuple(cause.label(language) for cause in causes)
    coming = tuple(_meeting(each, t, now) for each in detail.meetings if is_coming(each.ends_at, now))
    past = tuple(_meeting(each, t, now) for each in detail.meetings if not is_coming(each.ends_at, now))[:_SHOWN_PAST]
    needs = tuple(_need(each, t) for each in detail.needs)
    organisation = tuple(_organisation(detail, t))
    source = sources().get(card.source) if card.source else None
    website = web_address(detail.website)
    shown = [summary, description, *(need.title for need in needs), *(each.title for each in (*coming, *past))]
    shown += [fact.text for fact in organisation]
    return View(
        card=card, language=language, name=name, summary=summary, description=description,
        title=one_line(name.text, _TITLE_LENGTH),
        description_line=one_line(
            summary.text or description.text or fallback_line(card, labels, t), _DESCRIPTION_LENGTH
        ),
        paragraphs=paragraphs(description.text), causes=causes, cause_labels=labels,
        languages=_languages(card, language, t),
        places=places_words(card.places_left, card.places_total, t), full=card.places_left == 0,
        needs=needs, coming=coming, past=past, organisation=organisation,
        where=where_lines(detail, language), directions=directions_url(card.lat, card.lon),
        website=website, website_name=urlsplit(website or "").netloc.removeprefix("www."),
        source=source, credit=pick(source.credit if source else Bilingual(), language),
        source_name=pick(source.name if source else Bilingual(), language),
        listed_as=(detail.source_kind or "").replace("_", " ") or None,
        updated=t.date(detail.updated_at.astimezone(ZoneInfo(detail.time_zone)).date()),
        confirmed=t.date(detail.confirmed_at.date()) if detail.confirmed_at else None,
        other_language=any(each and each.fallback for each in shown),
        outdated=any(each.outdated for each in (name, *shown)),
    )  # fmt: skip


def places_words(left: int | None, total: int | None, t: Translator) -> str | None:
    """`3 places sur 5`, `Complet`, or None where nothing is limited."""
    if left is None or total is None:
        return None
    if left == 0:
        return t("Full")
    if total == 1:
        return t("1 place left")
    return t.plural("{count} of {total} places left", "{count} of {total} places left", left, total=t.number(total))


def fallback_line(card: Card, labels: tuple[str, ...], t: Translator) -> str:
    """A sentence for what has no text: `labels` are its causes."""
    around = [part for part in (", ".join(labels[:2]), card.address, card.locality) if part]
    return t("{what}. An initiative on the Luminance map.", what=" · ".join(around) or card.slug)


def _languages(card: Card, language: Language, t: Translator) -> str | None:
    known = vocabulary.activity_languages()
    names = [known[code].label(language) for code in card.languages if code in known]
    return t.join([names[0], *(name.lower() if language == "fr" else name for name in names[1:])]) if names else None


def _need(need: NeedView, t: Translator) -> Need:
    known = vocabulary.skills()
    return Need(
        title=pick(need.title, t.language),
        skills=tuple(known[code].label(t.language) for code in need.skills if code in known),
        places=places_words(need.left, need.capacity, t) or "",
        full=need.left == 0,
        remote=need.remote,
        until=t.date(need.until) if need.until else None,
    )


def _meeting(meeting: MeetingView, t: Translator, now: datetime) -> Meeting:
    zone = ZoneInfo(meeting.time_zone)
    starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    far = abs((starts - now).days) > _FAR_DAYS
    return Meeting(
        title=pick(meeting.title, t.language),
        day=f"{t.date(starts.date())}, {t.time(starts)}" if far else t.day(starts),
        starts=starts.isoformat(timespec="seconds"),
        ends=ends.isoformat(timespec="seconds"),
        until=_until(starts, ends, t),
        places=places_words(meeting.left, meeting.capacity, t),
        full=meeting.left == 0,
        remote=meeting.remote,
        address=meeting.address,
    )


def _until(starts: datetime, ends: datetime, t: Translator) -> str | None:
    if ends == starts:
        return None
    return t.time(ends) if ends.date() == starts.date() else t.day(ends)


def _organisation(detail: Detail, t: Translator) -> list[Fact]:
    """How decisions are taken, roots, sharing: only what is stated."""
    governance = vocabulary.governance().get(detail.governance or "")
    sharing = vocabulary.sharing().get(detail.sharing or "")
    facts = [
        Fact(t("Decisions"), _label(governance, t), pick(detail.governance_text, t.language)),
        Fact(t("Roots"), None, pick(detail.roots_text, t.language)),
        Fact(t("Surplus"), _label(sharing, t), pick(detail.sharing_text, t.language)),
    ]
    return [fact for fact in facts if fact.choice or fact.text]


def _label(term: vocabulary.Term | None, t: Translator) -> str | None:
    return term.label(t.language) if term else None


def where_lines(detail: Detail, language: Language) -> tuple[str, ...]:
    """Address, locality with its postal code, province: what is known of them, without repeats."""
    card = detail.card
    province = next((places.region(code) for code in detail.regions if code.startswith("province-")), None)
    named = (province.name_fr if language == "fr" else province.name_en) if province else None
    town = " ".join(part for part in (card.locality, detail.postal_code) if part)
    lines = (card.address, town, named)
    return tuple(dict.fromkeys(line for line in lines if line and (line is not named or line not in town)))


def directions_url(lat: float | None, lon: float | None) -> str | None:
    """Directions to a point in WGS84 degrees, on OpenStreetMap; a link only, nothing is loaded from there.

    >>> directions_url(45.5451, -73.6202)
    'https://www.openstreetmap.org/directions?to=45.54510%2C-73.62020#map=15/45.54510/-73.62020'
    """
    if lat is None or lon is None:
        return None
    target = quote(f"{lat:.5f},{lon:.5f}", safe="")
    return f"https://www.openstreetmap.org/directions?to={target}#map=15/{lat:.5f}/{lon:.5f}"


def web_address(text: str | None) -> str | None:
    """A website that may be linked: http or https with a host; anything else is not.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address("//x")
    ('https://example.org/a', None, None)
    """
    try:
        parts = urlsplit((text or "").strip())
    except ValueError:
        return None
    return (text or "").strip() if parts.scheme in {"http", "https"} and parts.hostname else None
