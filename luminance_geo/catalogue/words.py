"""Words as people type them: accents, case and punctuation set aside, each one the beginning of a word looked for.

Letters of every alphabet count (an initiative may be named in Inuktitut or Arabic), unlike in the gazetteer.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue import bits
from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.coded import Numbers
from luminance_geo.catalogue.ragged import Ragged, starts_of

HEAVY = 2**18
"""From so many rows on, what a prefix matches is united beforehand: below, uniting takes about a millisecond."""
LONGEST_HEAVY = 24
_STEP = 2**20
_LAST = chr(0x10FFFF)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_WORD = re.compile(r"[^\W_]+")


class _Bare(dict[int, int | None]):
    """Letters as they are, and what is written over or under them as nothing: found out when first met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = bare = None if unicodedata.combining(chr(code)) else code
        return bare


_BARE = _Bare()
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
    return _WORD.findall(decomposed.translate(_BARE))


def indexed(texts: Iterable[str | None]) -> set[str]:
    """The words by which texts are found: theirs, with both spellings of Saint.

    >>> sorted(indexed(["Saint-Élie", None]))
    ['elie', 'saint', 'st']
    """
    found = set(fold(" ".join(text for text in texts if text)))
    return found.union(*map(spellings, found))


def spellings(word: str) -> tuple[str, ...]:
    """The other spellings of a folded word: those of Saint.

    >>> spellings("ste"), spellings("anne")
    (('sainte',), ())
    """
    other = _SPELLINGS.get(word)
    return (other,) if other else ()


_Pairs = tuple[NDArray[np.int32], NDArray[np.int32]]
"""Places of words, and rows that hold them."""


@dataclass(frozen=True, slots=True)
class WordIndex:
    """Which of `size` rows hold which word: words in order, those of word `i` in `rows[starts[i]:starts[i + 1]]`.

    `heavy` holds what prefixes of very many rows match, united once, so that a first letter is found as quickly.
    """

    words: list[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    size: int
    heavy: Mapping[str, Bits]

    @classmethod
    def build(cls, words_of_rows: Sequence[Iterable[str]]) -> WordIndex:
        """An index over the words of row 0, 1, …"""
        numbers = Numbers()
        held = Ragged.of([[numbers[word] for word in words] for words in words_of_rows])
        return cls.of_pairs(list(map(str, numbers)), [(held.values, held.owners())], len(words_of_rows))

    @classmethod
    def of_pairs(cls, words: Sequence[str], held: Sequence[_Pairs], size: int) -> WordIndex:
        """From distinct words, and pairs of a word's place and a row that holds it, in whatever order and number."""
        order = sorted(range(len(words)), key=words.__getitem__)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        pairs = _sorted_pairs(rank, held)
        new = np.concatenate(([True], pairs[1:] != pairs[:-1]))[: len(pairs)]
        starts = np.searchsorted(pairs, np.arange(len(words) + 1, dtype=np.int64) << 32)
        halves = pairs.astype(np.int32)  # the lower ones: the rows
        del pairs
        lengths = np.zeros(len(words), dtype=np.int64)
        used = np.flatnonzero(np.diff(starts))
        if len(used):
            lengths[used] = np.add.reduceat(new, starts[used], dtype=np.int64)
        return cls._sealed([words[place] for place in order], starts_of(lengths), halves[new], size)

    @classmethod
    def joined(cls, pieces: Sequence[tuple[WordIndex, NDArray[np.int32]]], size: int) -> WordIndex:
        """Pieces as one of `size` rows, each with the new row of each of its own: ascending, but -1 for none.

        What the longest piece says is moved as it is; only what the others say is looked up in it.
        """
        base, *others = sorted(
            (Postings.moved(*piece) for piece in pieces), key=lambda one: len(one.rows), reverse=True
        )
        for other in others:
            base = base.with_rows_of(other)
        return cls._sealed(base.words, base.starts, base.rows, size)

    @classmethod
    def _sealed(cls, words: list[str], starts: NDArray[np.int64], rows: NDArray[np.int32], size: int) -> WordIndex:
        plain = cls(words, starts, rows, size, {})
        ranges = dict(plain._heavy("", 0, len(words)))
        united = {span: plain._between(*span) for span in set(ranges.values())}
        return replace(plain, heavy={prefix: united[span] for prefix, span in ranges.items()})

    def match(self, text: str) -> Bits:
        """The rows where every word of `text` begins some word; all of them when `text` holds no word."""
        found = bits.every(self.size)
        for prefix in set(fold(text)):
            found &= self._having(prefix)
        return found

    def _having(self, prefix: str) -> Bits:
        if prefix in self.heavy:
            return self.heavy[prefix]
        return self._between(bisect_left(self.words, prefix), bisect_left(self.words, prefix + _LAST))

    def _between(self, first: int, last: int) -> Bits:
        return bits.of_rows(self.rows[self.starts[first] : self.starts[last]], self.size)

    def _heavy(self, prefix: str, first: int, last: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Prefixes of words `first` to `last`, longer than `prefix`, that match very many rows, with their words."""
        while first < last and len(prefix) < LONGEST_HEAVY:
            longer = self.words[first][: len(prefix) + 1]
            end = bisect_left(self.words, longer + _LAST, first, last)
            if self.starts[end] - self.starts[first] > HEAVY:
                yield longer, (first, end)
                yield from self._heavy(longer, first + (self.words[first] == longer), end)
            first = end


def _sorted_pairs(rank: NDArray[np.int64], held: Sequence[_Pairs]) -> NDArray[np.int64]:
    """Ranks of words and rows in one number each, ascending; made a step at a time, since memory is short here."""
    pairs = np.empty(sum(len(rows) for _, rows in held), dtype=np.int64)
    begin = 0
    for places, rows in held:
        for first in range(0, len(rows), _STEP):
            some = slice(first, first + _STEP)
            own = rank[places[some]] << 32 | rows[some]
            pairs[begin : begin + len(own)] = own
            begin += len(own)
    pairs.sort()
    return pairs


@dataclass(frozen=True, slots=True)
class Postings:
    """Words in order, and the rows of word `i`, ascending, in `rows[starts[i]:starts[i + 1]]`."""

    words: list[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]

    @classmethod
    def moved(cls, index: WordIndex, to: NDArray[np.int32]) -> Postings:
        """What an index says when its rows move; words of which no row stays are forgotten."""
        rows = to[index.rows]
        stays = rows >= 0
        starts = bits.below(bits.pack(stays), index.starts)
        used = np.flatnonzero(np.diff(starts))
        if len(used) == len(index.words):
            return cls(index.words, starts, rows[stays])
        words = [index.words[place] for place in used.tolist()]
        return cls(words, np.append(starts[used], starts[-1]), rows[stays])

    def with_rows_of(self, other: Postings) -> Postings:
        """Both; what the other says is looked up here, word by word, and all its rows at once."""
        places = [bisect_left(self.words, word) for word in other.words]
        new = [
            (place, word)
            for place, word in zip(places, other.words, strict=True)
            if place == len(self.words) or self.words[place] != word
        ]
        lengths = np.insert(np.diff(self.starts), [place for place, _ in new], 0)
        words = sorted([*self.words, *(word for _, word in new)])
        of = np.array([bisect_left(words, word) for word in other.words], dtype=np.int64)
        of_row = np.repeat(of, np.diff(other.starts))
        starts = starts_of(lengths)
        at = _lower_bounds(self.rows, starts[of_row], starts[of_row + 1], other.rows)
        added = np.bincount(of_row, minlength=len(words))
        return Postings(words, starts_of(lengths + added), np.insert(self.rows, at, other.rows))


def _lower_bounds(
    ordered: NDArray[np.int32], first: NDArray[np.int64], last: NDArray[np.int64], wanted: NDArray[np.int32]
) -> NDArray[np.int64]:
    """For each wanted number its place in `ordered[first:last]`, which ascends: bisections side by side."""
    first, last = first.copy(), last.copy()
    while (open_ := np.flatnonzero(first < last)).size:
        middle = (first[open_] + last[open_]) // 2
        below = ordered[middle] < wanted[open_]
        first[open_[below]] = middle[below] + 1
        last[open_[~below]] = middle[~below]
    return first
