"""Sets of rows as bitmaps: row `r` is bit `r % 64` of word `r // 64`; bits past the last row are 0.

A filter is then OR within a dimension and AND between dimensions, 64 rows at a time, and a count is a popcount.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
WORD = 64
_BYTES = WORD // 8


def words_for(size: int) -> int:
    """How many words hold `size` rows."""
    return -(-size // WORD)


def pack(rows: NDArray[np.bool_]) -> Bits:
    """A bitmap of one flag per row; further axes come first: `(…, n)` gives `(…, words)`.

    >>> pack(np.array([True, False, True])).tolist()
    [5]
    """
    packed = np.packbits(rows, axis=-1, bitorder="little")
    octets = np.zeros((*rows.shape[:-1], words_for(rows.shape[-1]) * _BYTES), dtype=np.uint8)
    octets[..., : packed.shape[-1]] = packed
    return octets.view("<u8").astype(np.uint64, copy=False)


def unpack(bits: Bits, size: int) -> NDArray[np.bool_]:
    """One flag per row: the inverse of `pack`."""
    octets = np.ascontiguousarray(bits, dtype="<u8").view(np.uint8)
    return np.unpackbits(octets, axis=-1, count=size, bitorder="little").view(np.bool_)


def of_rows(rows: NDArray[np.integer], size: int) -> Bits:
    """The bitmap of some rows, in whatever order."""
    flags = np.zeros(size, dtype=np.bool_)
    flags[rows] = True
    return pack(flags)


def none(size: int) -> Bits:
    """No row."""
    return np.zeros(words_for(size), dtype=np.uint64)


def every(size: int) -> Bits:
    """Every row.

    >>> [hex(word) for word in every(65).tolist()]
    ['0xffffffffffffffff', '0x1']
    """
    bits = np.full(words_for(size), np.iinfo(np.uint64).max, dtype=np.uint64)
    if size % WORD:
        bits[-1] >>= np.uint64(WORD - size % WORD)
    return bits


def count(bits: Bits) -> int:
    """How many rows."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def rows_of(bits: Bits) -> NDArray[np.int64]:
    """The rows, ascending: only words that hold any are opened.

    >>> rows_of(np.array([5, 0, 1], dtype=np.uint64)).tolist()
    [0, 2, 128]
    """
    words = np.flatnonzero(bits)
    place, bit = np.nonzero(unpack(bits[words, None], WORD))
    return words[place] * WORD + bit


def has(bits: Bits, rows: NDArray[np.integer]) -> NDArray[np.bool_]:
    """For each of some rows, whether it is in the set."""
    wide = rows.astype(np.uint64)
    return np.asarray(bits[rows // WORD] >> (wide % np.uint64(WORD)) & np.uint64(1), dtype=np.bool_)


def below(bits: Bits, rows: NDArray[np.integer]) -> NDArray[np.int64]:
    """How many rows of a set come before each of some rows, which may be one past the last.

    >>> below(np.array([5, 0, 1], dtype=np.uint64), np.array([0, 1, 2, 64, 192])).tolist()
    [0, 1, 1, 2, 3]
    """
    padded = np.append(bits, np.uint64(0))
    before = np.concatenate(([0], np.cumsum(np.bitwise_count(bits), dtype=np.int64)))
    part = padded[rows // WORD] & ((np.uint64(1) << (rows % WORD).astype(np.uint64)) - np.uint64(1))
    return np.asarray(before[rows // WORD] + np.bitwise_count(part), dtype=np.int64)
