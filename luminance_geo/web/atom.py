"""A feed as Atom (RFC 4287), positions by GeoRSS Simple. ElementTree escapes; `one_line` drops what XML cannot hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from luminance_geo import vocabulary
from luminance_geo.catalogue.cards import Card
from luminance_geo.i18n import Language, Picked, Translator, pick, translator
from luminance_geo.sources import sources
from luminance_geo.web.files import asset_url
from luminance_geo.web.urls import initiative_path
from luminance_geo.web.view import fallback_line
from luminance_geo.web.words import one_line

ATOM = "http://www.w3.org/2005/Atom"
GEORSS = "http://www.georss.org/georss"
XML = "http://www.w3.org/XML/1998/namespace"
CAUSES = "urn:luminance:causes"
DEMONSTRATION = "urn:luminance:demonstration"
"""Schemes of categories: what a `term` is a code of."""

_TITLE_LENGTH, _SUMMARY_LENGTH = 200, 1000
_DECIMALS = 6
register_namespace("", ATOM)
register_namespace("georss", GEORSS)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds. `path` is the feed's own, `page` the absolute address of the same filters for people.

    `authority` begins the ids, which must outlive addresses (RFC 4151); `today` dates a feed without entries.
    """

    cards: tuple[Card, ...]
    language: Language
    base: str
    path: str
    page: str
    authority: str
    filtered: bool
    today: datetime


def to_atom(feed: Feed) -> bytes:
    """The document, in UTF-8."""
    t = translator(feed.language)
    root = Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": feed.language})
    _add(root, "id", _tag(feed, feed.path))
    _add(
        root, "title", t("Luminance: new initiatives that match") if feed.filtered else t("Luminance: new initiatives")
    )
    _add(root, "subtitle", t("Citizen initiatives across Canada: open data, in French and English."))
    _add(root, "updated", _iso(max((_changed(card) for card in feed.cards), default=feed.today)))
    _add(root, "link", rel="self", href=feed.base + feed.path, type="application/atom+xml", hreflang=feed.language)
    _add(root, "link", rel="alternate", href=feed.page, type="text/html", hreflang=feed.language)
    _add(root, "icon", feed.base + asset_url("icons/luminance.svg"))
    _add(SubElement(root, f"{{{ATOM}}}author"), "name", "Luminance")
    _add(root, "generator", "Luminance", uri=feed.base)
    for card in feed.cards:
        _entry(SubElement(root, f"{{{ATOM}}}entry"), card, feed, t)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(entry: Element, card: Card, feed: Feed, t: Translator) -> None:
    name = pick(card.name, t.language)
    title = one_line(name.text, _TITLE_LENGTH)
    if card.demonstration:
        title = t("{name} (demonstration)", name=title)
    _add(entry, "id", _tag(feed, f"initiatives/{card.id}"))
    _add(entry, "title", title, language=name.language)
    _add(entry, "updated", _iso(_changed(card)))
    if card.published_at is not None:
        _add(entry, "published", _iso(card.published_at))
    page = feed.base + initiative_path(card.slug, t.language)
    _add(entry, "link", rel="alternate", href=page, type="text/html", hreflang=t.language)
    _summary(entry, card, t)
    for cause in _causes(card):
        _add(entry, "category", scheme=CAUSES, term=cause.code, label=cause.label(t.language))
    if card.demonstration:
        _add(entry, "category", scheme=DEMONSTRATION, term="demonstration", label=t("Demonstration"))
    source = sources().get(card.source or "")
    if source is not None:
        credit = pick(source.credit, t.language)
        _add(entry, "rights", credit.text or source.licence, language=credit.language)
    if card.lat is not None and card.lon is not None:
        point = SubElement(entry, f"{{{GEORSS}}}point")
        point.text = f"{card.lat:.{_DECIMALS}f} {card.lon:.{_DECIMALS}f}"


def _summary(entry: Element, card: Card, t: Translator) -> None:
    picked = pick(card.summary, t.language)
    if not picked:
        picked = Picked(fallback_line(card, tuple(cause.label(t.language) for cause in _causes(card)), t), t.language)
    _add(entry, "summary", one_line(picked.text, _SUMMARY_LENGTH), language=picked.language)


def _tag(feed: Feed, name: str) -> str:
    return f"tag:{feed.authority},2026:{name}"


def _causes(card: Card) -> list[vocabulary.Cause]:
    known = vocabulary.causes()
    return [known[code] for code in card.causes if code in known]


def _changed(card: Card) -> datetime:
    """What a reader should call new: the last edit, or being published when that came later."""
    return max(filter(None, (card.updated_at, card.published_at)))


def _add(parent: Element, tag: str, text: str | None = None, *, language: str | None = None, **attributes: str) -> None:
    """An Atom element; `language` is said where the text's own differs from the feed's, to be read aloud rightly."""
    made = SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    made.text = text
    if language is not None:
        made.set(f"{{{XML}}}lang", language)


def _iso(moment: datetime) -> str:
    """RFC 3339, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
