"""Words as people type them: accents, case and punctuation set aside, each one the beginning of a word looked for.

Letters of every alphabet count (an initiative may be named in Inuktitut or Arabic), unlike in the gazetteer.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_WORD = re.compile(r"[^\W_]+")
_TWINS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_SPELLINGS = _TWINS | {long: short for short, long in _TWINS.items()}


def fold(text: str) -> list[str]:
    """The words of a text, in order, without accents or capitals.

    >>> fold("L’Œuvre de St-Élie")
    ['l', 'oeuvre', 'de', 'st', 'elie']
    """
    if text.isascii():
        return _WORD.findall(text.lower())
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return _WORD.findall("".join(char for char in decomposed if not unicodedata.combining(char)))


def indexed(texts: Iterable[str | None]) -> set[str]:
    """The words by which texts are found: theirs, with both spellings of Saint.

    >>> sorted(indexed(["Saint-Élie", None]))
    ['elie', 'saint', 'st']
    """
    found = set(fold(" ".join(text for text in texts if text)))
    return found | {_SPELLINGS[word] for word in found & _SPELLINGS.keys()}


@dataclass(frozen=True, slots=True)
class WordIndex:
    """Which rows hold which word: words in order, and the rows of word `i` in `rows[starts[i]:starts[i + 1]]`."""

    words: Sequence[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    size: int

    @classmethod
    def build(cls, words_of_rows: Sequence[set[str]]) -> WordIndex:
        """An index over the words of row 0, 1, …"""
        held: dict[str, list[int]] = {}
        for row, words in enumerate(words_of_rows):
            for word in words:
                held.setdefault(word, []).append(row)
        ordered = sorted(held)
        starts = np.cumsum([0, *(len(held[word]) for word in ordered)], dtype=np.int64)
        rows = np.fromiter((row for word in ordered for row in held[word]), dtype=np.int32, count=int(starts[-1]))
        return cls(ordered, starts, rows, len(words_of_rows))

    def match(self, text: str) -> NDArray[np.bool_]:
        """The rows where every word of `text` begins some word; all of them when `text` holds no word."""
        found = np.ones(self.size, dtype=np.bool_)
        for prefix in set(fold(text)):
            first = bisect_left(self.words, prefix)
            last = bisect_left(self.words, prefix + chr(0x10FFFF))
            having = np.zeros(self.size, dtype=np.bool_)
            having[self.rows[self.starts[first] : self.starts[last]]] = True
            found &= having
        return found
