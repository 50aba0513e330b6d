"""Cleaning of names and postal codes as registers write them; each function gives tidy text or None."""

from __future__ import annotations

import html
import re
import unicodedata

# Letters that the national register lost on the way (its bytes are Windows-1252 in places).
_LOST = {"\x9c": "œ", " \x8c ": " à ", "\x92": "’", "\x96": "–"}
_REPAIRED = {
    "Neca?Mat Ct Strathcona Branch": "nə́c̓aʔmat ct Strathcona Branch",
    "Dowtown Intercultural Gardeners Society (DIGS)": "Downtown Intercultural Gardeners Society (DIGS)",
    "Zurich Libary": "Zurich Library",
}
_TRAILING_ARTICLE = re.compile(r"^(.*\S) (?:\((The|La|Le|Les)\)|(The))$")
_LONGER = ((r"\bTwp\b\.?", "Township"), (r"\bFn$", "First Nation"), (r"\bLsb$", "Local Services Board"),
           (r"\bBibliotheque\b", "Bibliothèque"), (r"(?<=\d)E\b", "e"))  # fmt: skip
_FRENCH = re.compile(
    r"\b(de|du|des|la|le|les|et|aux?|biblioth[eè]que|mus[ée]e|galerie|th[ée][âa]tre d\w*|soci[ée]t[ée]|maison|jardins?"
    r"|[ée]glise|salle|patrimoine|espace|cabaret|école|frigo|loisirs|communautaire|écocentre)\b|\b[dl]['’]|œ",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(of|and|the|at|for|museum|library|libraries|branch|gallery|society|county|public|school|gardens?|community"
    r"|church|house|heritage|historic(al)?|site|hall|town|township|city|fair|drop-in|food|street|studio"
    r"|neighbourhood|pollinators?|theatre|theater|first nation|services|centre for|memorial)\b|['’`]s\b",
    re.IGNORECASE,
)
# A preposition keeps its capital only where a part of the name begins: after a dash, a colon, a bracket.
_INSIDE = r"(?<![\-–:/(«] )(?<=[ \-])"
_SMALL_FR = re.compile(_INSIDE + r"(De|Du|Des|Et|À|Au|Aux|En|Sur|Sous|Dans|Pour|Par|Chez|D(?=['’]))(?=[ \-'’])")
_ARTICLE_FR = re.compile(r"\b(de|et|en|à|sur|pour)([ \-])(La|Le|Les|L(?=['’]))(?=[ \-'’])")
_SMALL_EN = re.compile(_INSIDE + r"(And|At|On|In|For|By|To|With|From|Of)(?= )")
_THE = re.compile(r"\b(of|at|on|in|by|to) The(?= )")
_POSTAL = re.compile(r"([A-Z]\d[A-Z])(\d[A-Z]\d)?")


def tidy(text: str | None) -> str | None:
    """Text without entities, stray spaces or decomposed accents; None when nothing is left."""
    if text is None:
        return None
    for lost, found in _LOST.items():
        text = text.replace(lost, found)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", html.unescape(text))).strip() or None


def tidy_name(raw: str | None) -> str | None:
    """A name as its city's register writes it, with known slips repaired."""
    name = tidy(raw)
    return None if name is None else _REPAIRED.get(name, name)


def language_of(name: str) -> str | None:
    """`fr` or `en` when the words of a name say so, None when unsure."""
    french, english = len(_FRENCH.findall(name)), len(_ENGLISH.findall(name))
    if french == english:
        return "fr" if not french and re.search(r"[éèêàâîôûç]", name) else None
    return "fr" if french > english else "en"


def recased_name(raw: str | None, town: str | None) -> str | None:
    """A name of the national register, which capitalises every word, written as its language writes it."""
    name = tidy_name(raw)
    if name is None:
        return None
    found = _TRAILING_ARTICLE.match(name)
    name = f"{found[2] or found[3]} {found[1]}" if found else name
    for short, long in _LONGER:
        name = re.sub(short, long, name)
    if name.isupper() and " " in name:
        name = name.title()
    name = re.sub(r"(?<=\w['’])S\b", "s", name)
    name = re.sub(r"(?<=\d)(St|Nd|Rd|Th)\b", lambda match: match[0].lower(), name)
    name = re.sub(r"\bMc([a-z])", lambda match: "Mc" + match[1].upper(), name)
    return _as_the_town_writes(_english(name) if language_of(name) == "en" else _french(name), town)


def _french(name: str) -> str:
    name = _SMALL_FR.sub(lambda match: match[0].lower(), name)
    return _ARTICLE_FR.sub(lambda match: match[1] + match[2] + match[3].lower(), name)


def _english(name: str) -> str:
    return _THE.sub(r"\1 the", _SMALL_EN.sub(lambda match: match[0].lower(), name))


def _as_the_town_writes(name: str, town: str | None) -> str:
    """`Bibliothèque de la Reine` in La Reine is the library of that town."""
    if not town or len(town) < 4:
        return name
    return re.sub(rf"\b{re.escape(town)}\b", lambda _: town, name, flags=re.IGNORECASE)


def postal_code(raw: str | None) -> str | None:
    """`H2R 1A1`, or `H2R` where the source says no more; None when it is no postal code."""
    letters = re.sub(r"[^A-Z0-9]", "", (raw or "").upper())
    digits = "".join(char.replace("O", "0") if place in (1, 3, 5) else char for place, char in enumerate(letters))
    found = _POSTAL.fullmatch(digits)
    return None if found is None else " ".join(part for part in found.groups() if part)
