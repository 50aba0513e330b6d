"""Parts of cells, which add up: of a row, of a word, of a run of rows, of a whole cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.parts import RowNumbers

Units = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Some parts, with the key of the cell and a row of each.

    `sums` (3, n) are count, sum of x and of y; `bounds` (4, n) west, north, -east, -south, so that the least of two
    holds both. They are of the western and northern sides of grains.
    """

    keys: Units
    rows: RowNumbers
    sums: Units
    bounds: Units

    @classmethod
    def at(cls, keys: Units, rows: RowNumbers, grains: Units, count: Units) -> Pieces:
        """Parts that each lie in one grain, `grains` (2, n) by x and y."""
        sums = np.concatenate((count[None], grains * count))
        return cls(keys, rows, sums, np.concatenate((grains, -grains)))

    @classmethod
    def joined(cls, pieces: Sequence[Pieces]) -> Pieces:
        """Some after others."""
        return cls(
            np.concatenate([each.keys for each in pieces]),
            np.concatenate([each.rows for each in pieces]),
            np.concatenate([each.sums for each in pieces], axis=1),
            np.concatenate([each.bounds for each in pieces], axis=1),
        )

    def runs(self) -> Pieces:
        """Those of one key that follow one another as one."""
        starts = np.flatnonzero(np.concatenate(([True], self.keys[1:] != self.keys[:-1]))[: len(self.keys)])
        return Pieces(
            self.keys[starts],
            self.rows[starts],
            np.add.reduceat(self.sums, starts, axis=1),
            np.minimum.reduceat(self.bounds, starts, axis=1),
        )

    def united(self) -> Pieces:
        """Those of one key as one, in the order of keys."""
        order = np.argsort(self.keys, kind="stable")
        return Pieces(self.keys[order], self.rows[order], self.sums[:, order], self.bounds[:, order]).runs()
