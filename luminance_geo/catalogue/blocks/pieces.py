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
    holds both; all in numbers of grains.
    """

    keys: Units
    rows: RowNumbers
    sums: Units
    bounds: Units

    @classmethod
    def of_runs(cls, keys: Units, rows: RowNumbers, grains: Units, starts: NDArray[np.intp]) -> Pieces:
        """Runs of rows, which each lie in one grain; `keys` are the runs', each from one of `starts` to the next."""
        count = np.diff(starts, append=len(rows))
        sums = np.add.reduceat(grains, starts, axis=1)
        least, most = (each.reduceat(grains, starts, axis=1) for each in (np.minimum, np.maximum))
        return cls(keys, rows[starts], np.concatenate((count[None], sums)), np.concatenate((least, -most)))

    @classmethod
    def joined(cls, pieces: Sequence[Pieces]) -> Pieces:
        """Some after others."""
        return cls(
            np.concatenate([each.keys for each in pieces]),
            np.concatenate([each.rows for each in pieces]),
            np.concatenate([each.sums for each in pieces], axis=1),
            np.concatenate([each.bounds for each in pieces], axis=1),
        )

    def united(self) -> Pieces:
        """Those of one key as one, in the order of keys."""
        order = np.argsort(self.keys, kind="stable")
        keys = self.keys[order]
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])
        return Pieces(
            keys[starts],
            self.rows[order[starts]],
            np.add.reduceat(self.sums[:, order], starts, axis=1),
            np.minimum.reduceat(self.bounds[:, order], starts, axis=1),
        )
