"""Addresses: `3325 rue rochambeau` becomes `3325, rue Rochambeau`, `608 chapel st sw` becomes `608 Chapel St SW`."""

from __future__ import annotations

import re

from wording import tidy

_SHORT_FR = {
    "boul": "boulevard", "blvd": "boulevard", "bd": "boulevard", "av": "avenue", "ave": "avenue", "ch": "chemin",
    "chem": "chemin", "rte": "route", "pl": "place", "mtee": "montée",
}  # fmt: skip
_GENERIC_FR = {
    "rue", "avenue", "boulevard", "chemin", "route", "rang", "place", "côte", "montée", "allée", "ruelle", "square",
    "quai", "promenade", "impasse", "terrasse", "cours", "croissant", "carré",
}  # fmt: skip
# Ways that English addresses put first as well: French only in Québec.
_SHARED = {"avenue", "place", "route", "square", "promenade", "av", "ave", "pl", "ch", "rte", "cours", "terrasse"}
_SMALL = {"de", "du", "des", "la", "le", "les", "et", "à", "au", "aux", "en", "sur"}
_END_FR = {short: side for side in ("Est", "Ouest", "Nord", "Sud") for short in (side[0].lower(), side.lower())}
_POINTS = {"n", "s", "e", "w", "ne", "nw", "se", "sw"}
_NUMBERED = {"route": "route", "rte": "route", "highway": "highway", "hwy": "highway"}
_PARTICLE = re.compile(r"(de|du|des|d)['-]|de-l")
_NUMBER = re.compile(r"\d+[\w\-/½]*|\d+ ?[a-z]")
_ORDINAL = re.compile(r"\d+(st|nd|rd|th|e|re|er)")
_DANGLING = {"de", "du", "des", "la", "le", "les", "st", "ste", "d", "l", "de-la", "de-l", "de-st", "de-ste"}


def tidy_address(raw: str | None, *, province: str, town: str | None) -> str | None:
    """An address in the style of its language; None when there is none, or only its beginning."""
    text = tidy(raw)
    if text is None:
        return None
    text = re.sub(rf",\s*{re.escape(town or '-')}(,\s*[A-Z]{{2}})?$", "", text)
    words = _in_order(text.split()) if text.islower() else text.split()
    at = 1 if len(words) > 1 and _NUMBER.fullmatch(words[0].lower()) else 0
    if _is_french(words, at, province):
        cut_short = text.islower() and words[-1].strip("-") in _DANGLING
        return None if cut_short else _french(words, at, lower=text.islower())
    return _english(words) if text.islower() else _with_comma(text, province)


def _in_order(words: list[str]) -> list[str]:
    """`275 299 route` is 275, route 299; `6400 de-monkland avenue` is 6400, avenue de Monkland."""
    if len(words) > 2 and words[2] in _NUMBERED and words[1].isdigit():
        return [words[0], _NUMBERED[words[2]], words[1], *words[3:]]
    if len(words) > 2 and _PARTICLE.match(words[1]) and (words[-1] in _GENERIC_FR or words[-1] in _SHORT_FR):
        return [words[0], words[-1], *words[1:-1]]
    return words


def _is_french(words: list[str], at: int, province: str) -> bool:
    if len(words) == at:
        return False
    first = words[at].lower()
    known = first in _GENERIC_FR or first in _SHORT_FR
    return known and (province == "QC" or first not in _SHARED) and len(words) > at + 1


def _french(words: list[str], at: int, *, lower: bool) -> str:
    rest = words[at:]
    generic = _SHORT_FR.get(rest[0].lower(), rest[0].lower())
    name = _french_name(rest[1:]) if lower else " ".join(rest[1:])
    return (f"{words[0]}, " if at else "") + f"{generic} {name}"


def _french_name(words: list[str]) -> str:
    """Proper nouns capitalised; the register joins particles to what follows (`de-la-gappe`)."""
    text = re.sub(r"\b(de-la|de|du|des)-(?=\w)", lambda match: match[1].replace("-", " ") + " ", " ".join(words))
    text = re.sub(r"\bde-l'", "de l'", re.sub(r"\bst-", "saint-", re.sub(r"\bste-", "sainte-", text)))
    parts = text.split()
    if len(parts) > 1 and parts[-1] in _END_FR:
        parts[-1] = _END_FR[parts[-1]]
    return " ".join(part if part in _SMALL else _capitals(part, _SMALL) for part in parts)


def _capitals(word: str, small: set[str]) -> str:
    """Capitals after hyphens and elisions: `saint-jean`, `l'église`, `d'aylmer`."""
    if _ORDINAL.fullmatch(word):
        return word
    head, elision, tail = word.partition("'") if word[:2] in {"l'", "d'"} else ("", "", word)
    pieces = tail.split("-")
    cased = [piece if place and piece in small else piece[:1].upper() + piece[1:] for place, piece in enumerate(pieces)]
    return head + elision + "-".join(cased)


def _english(words: list[str]) -> str:
    shown = [word.upper() if word in _POINTS and place else _capitals(word, set()) for place, word in enumerate(words)]
    return re.sub(r"\bMc([a-z])", lambda match: "Mc" + match[1].upper(), " ".join(shown))


def _with_comma(text: str, province: str) -> str:
    """Québec's own numbered ways: `522, 3e Avenue`."""
    return re.sub(r"^(\d+[\w\-]*) (?=\d+(re|e) )", r"\1, ", text) if province == "QC" else text
