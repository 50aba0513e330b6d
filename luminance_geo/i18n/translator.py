"""One translator per language: messages, plural forms, numbers, distances, dates and lists."""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, lists, numbers
from babel.dates import format_date, format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
_LOCALES = {"fr": "fr_CA", "en": "en_CA"}
_NARROW = "\u202f"
_SHORT_KM = 10


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "extract me, translate later"
    """Mark a message for extraction where it is stored rather than shown."""
    return message


def as_language(text: str | None, default: Language = "fr") -> Language:
    """The language that a tag such as `en`, `en-CA` or `FR` asks for.

    >>> as_language("en-CA"), as_language("de"), as_language(None, "en")
    ('en', 'fr', 'en')
    """
    prefix = (text or "").strip().lower()[:2]
    return prefix if prefix in LANGUAGES else default


class Translator:
    """Words and formats of one language; call it with an English message to get the translated one."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.locale = Locale.parse(_LOCALES[language])
        self._messages = _load(language)

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in this language, its placeholders filled."""
        text = self._messages.gettext(message)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The form for `count`, which is also the placeholder `{count}`, formatted."""
        text = self._messages.ngettext(one, many, count)
        return text.format(count=self.number(count), **values)

    def number(self, value: float, decimals: int | None = None) -> str:
        """A number with this language's separators.

        >>> translator("fr").number(7572) == "7\\u202f572", translator("en").number(7572)
        (True, '7,572')
        """
        return _number(self.language, value if decimals is None else round(value, decimals))

    def distance(self, km: float) -> str:
        """A distance as a person says it: metres below one kilometre, one decimal below ten.

        >>> translator("fr").distance(0.3541), translator("en").distance(1.94)
        ('354\\xa0m', '1.9\\xa0km')
        """
        if round(km * 1000) < 1000:
            return f"{round(km * 1000)}\xa0m"
        shown = self.number(km, 1) if km < _SHORT_KM else self.number(round(km))
        return f"{shown}\xa0km"

    def date(self, day: dt.date) -> str:
        """A calendar day: `24 novembre 2026`, `November 24, 2026`."""
        return format_date(day, "long", locale=self.locale)

    def short_date(self, day: dt.date) -> str:
        """A day without its year: `mar. 24 nov.`, `Tue, Nov 24`."""
        return format_skeleton("MMMEd", dt.datetime(day.year, day.month, day.day), locale=self.locale)  # noqa: DTZ001

    def time(self, moment: dt.datetime) -> str:
        """A time of day: `17 h 30`, `5:30 p.m.`; `18 h` on the hour in French; never broken over two lines."""
        text = format_time(moment, "short", locale=self.locale, tzinfo=moment.tzinfo)
        if self.language == "fr":
            hours, minutes = text.split(" h ")
            return f"{int(hours)}\xa0h" + (f"\xa0{minutes}" if minutes != "00" else "")
        return text.replace(_NARROW, "\xa0")  # CLDR's narrow space is all but invisible in our fonts: 5:30p.m.

    def day(self, moment: dt.datetime, time_zone: str | None = None) -> str:
        """A meeting's moment in its own zone, starting with a capital: `Mar. 24 nov., 17 h 30`."""
        local = moment.astimezone(ZoneInfo(time_zone)) if time_zone else moment
        text = f"{self.short_date(local)}, {self.time(local)}"
        return text[:1].upper() + text[1:]

    def join(self, parts: Iterable[str]) -> str:
        """A list in words: `a, b et c`."""
        return lists.format_list(list(parts), locale=self.locale)


@lru_cache(maxsize=10_000)
def _number(language: Language, value: float) -> str:
    text = numbers.format_decimal(value, locale=_LOCALES[language], decimal_quantization=False)
    return text.replace("\xa0", _NARROW) if language == "fr" else text


@cache
def translator(language: Language) -> Translator:
    """The shared translator of a language (read once per process)."""
    return Translator(language)


def _load(language: Language) -> gettext.NullTranslations:
    """Every `.po` file of a language merged; English ids need none, but their plural rule does."""
    folder = Path(__file__).parent / "locales" / language
    merged: gettext.GNUTranslations | None = None
    for path in sorted(folder.glob("*.po")):
        compiled = io.BytesIO()
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=_LOCALES[language]))
        compiled.seek(0)
        read = gettext.GNUTranslations(compiled)
        if merged is None:
            merged = read
        else:
            merged._catalog.update(read._catalog)  # type: ignore[attr-defined]
    return merged or gettext.NullTranslations()
