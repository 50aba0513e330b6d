"""What initiatives are called, as one run of UTF-8: a million Python strings would weigh three times as much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.points import scattered
from luminance_geo.catalogue.ragged import spans, starts_of
from luminance_geo.catalogue.words import fold

Names = tuple[str, str | None, str | None]
_FIELDS = 3
_NONE = -1
_SPARED = 65_536
"""Bytes of rows that went that are not worth the work; beyond, half of the text may be such."""
_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Labels:
    """Slug, French and English name of each row: its texts begin at `starts[row]` of `text` and follow each other.

    `lengths` counts their bytes, shape `(n, 3)`, -1 for a name that there is none of. Rows may share and skip text.
    """

    text: NDArray[np.uint8]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int32]

    @classmethod
    def build(cls, names: Sequence[Names]) -> Labels:
        """From the slug and names of row 0, 1, …"""
        texts = list(chain.from_iterable(names))
        letters = starts_of(np.array([len(text or "") for text in texts], dtype=np.int64))
        text = np.frombuffer("".join(filter(None, texts)).encode(), dtype=np.uint8)
        begins = np.append(np.flatnonzero((text & 0xC0) != 0x80), len(text))[letters]  # other bytes go on with a letter
        lengths = np.diff(begins).astype(np.int32)
        lengths[[text is None for text in texts]] = _NONE
        return cls(text, begins[:-1:_FIELDS], lengths.reshape(-1, _FIELDS))

    @classmethod
    def joined(cls, pieces: Sequence[tuple[Labels, NDArray[np.int32]]], size: int) -> Labels:
        """Pieces as one of `size` rows, each with the new row of every row of its own, -1 for none."""
        before = starts_of(np.array([len(piece.text) for piece, _ in pieces], dtype=np.int64))
        starts = [(piece.starts + begin, to) for (piece, to), begin in zip(pieces, before[:-1], strict=True)]
        lengths = [[(piece.lengths[:, field], to) for piece, to in pieces] for field in range(_FIELDS)]
        joined = cls(
            np.concatenate([np.zeros(0, dtype=np.uint8), *(piece.text for piece, _ in pieces)]),
            scattered(starts, size),
            np.stack([scattered(field, size) for field in lengths], axis=1),
        )
        return joined._compact() if joined._used().sum() * 2 + _SPARED < len(joined.text) else joined

    @classmethod
    def concat(cls, pieces: Sequence[Labels]) -> Labels:
        """The rows of some, one after the other."""
        begins = starts_of(np.array([len(piece.lengths) for piece in pieces], dtype=np.int64))
        to = [np.arange(first, last, dtype=np.int32) for first, last in pairwise(begins.tolist())]
        return cls.joined(list(zip(pieces, to, strict=True)), int(begins[-1]))

    def _used(self) -> NDArray[np.int64]:
        """How many bytes each row has."""
        return np.asarray(np.maximum(self.lengths, 0).sum(axis=1, dtype=np.int64))

    def _compact(self) -> Labels:
        """Without the text of rows that went: some rows at a time, as an index of bytes weighs eight times as much."""
        used = self._used()
        pieces = [
            self.text[spans(self.starts[begin : begin + _AT_ONCE], used[begin : begin + _AT_ONCE])]
            for begin in range(0, len(used), _AT_ONCE)
        ]
        return Labels(np.concatenate([np.zeros(0, dtype=np.uint8), *pieces]), starts_of(used)[:-1], self.lengths)

    def label(self, row: int) -> Names:
        """Slug, French name, English name."""
        return next(self.of(np.array([row])))

    def of(self, rows: NDArray[np.integer]) -> Iterator[Names]:
        """Slug, French name, English name of some rows."""
        text = self.text.data
        for begin, lengths in zip(self.starts[rows].tolist(), self.lengths[rows].tolist(), strict=True):
            slug, french, english = _texts(text, begin, lengths)
            yield slug or "", french, english

    def name_key(self, row: int) -> list[str]:
        """What a row's name sorts by: its folded words, French first."""
        slug, french, english = self.lengths[row].tolist()
        begin = int(self.starts[row]) + slug
        length = french if french > 0 else max(english, 0)  # what is empty takes no room before the other
        return fold(str(self.text.data[begin : begin + length], "utf-8"))


def _texts(text: memoryview, begin: int, lengths: Sequence[int]) -> Iterator[str | None]:
    for length in lengths:
        end = begin + max(length, 0)
        yield None if length == _NONE else str(text[begin:end], "utf-8")
        begin = end
