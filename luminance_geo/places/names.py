"""How a place's name is compared: accents, case, punctuation and the ways of writing Saint are set aside."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ß": "ss"})
_POSSESSIVE = re.compile(r"['’`ʼ]s\b")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def fold(text: str) -> str:
    """Lower-case words parted by single spaces, without accents; `St-`, `Ste-` become `saint`, `sainte`.

    Letters outside the Latin alphabet fall away, so that a text of emoji folds to nothing.

    >>> fold("  St-Jean-sur-Richelieu "), fold("Trois‐Rivières"), fold("St. John's"), fold("L’Œuvre")
    ('saint jean sur richelieu', 'trois rivieres', 'saint johns', 'l oeuvre')
    """
    lowered = _POSSESSIVE.sub("s", text.lower().translate(_LIGATURES))
    letters = "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))
    return " ".join(_SAINTS.get(word, word) for word in _NOT_WORD.sub(" ", letters).split())


def slug(text: str) -> str:
    """The folded words joined by hyphens, as region codes use them.

    >>> slug("Villeray–Saint-Michel–Parc-Extension")
    'villeray-saint-michel-parc-extension'
    """
    return fold(text).replace(" ", "-")
