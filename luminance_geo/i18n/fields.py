"""Content that people write in French, in English, or in both: which text to show, and what to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from luminance_geo.i18n.translator import Language


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One field in two languages, either of which may be missing, each with the time of its last edit."""

    fr: str | None = None
    en: str | None = None
    fr_at: datetime | None = None
    en_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Picked:
    """The text to show: its actual language, whether it stands in for the wanted one, and whether it may be dated."""

    text: str
    language: Language
    fallback: bool = False
    outdated: bool = False

    def __bool__(self) -> bool:
        """False when neither language has a text."""
        return bool(self.text)


def pick(field: Bilingual, language: Language) -> Picked:
    """The text in `language`, else in the other one, marked as such.

    A text is outdated when the other side was edited after it.

    >>> pick(Bilingual(fr="Cuisine collective"), "en")
    Picked(text='Cuisine collective', language='fr', fallback=True, outdated=False)
    """
    other: Language = "en" if language == "fr" else "fr"
    wanted, spare = getattr(field, language), getattr(field, other)
    if wanted:
        mine, theirs = getattr(field, f"{language}_at"), getattr(field, f"{other}_at")
        return Picked(wanted, language, outdated=bool(spare and mine and theirs and theirs > mine))
    if spare:
        return Picked(spare, other, fallback=True)
    return Picked("", language)
