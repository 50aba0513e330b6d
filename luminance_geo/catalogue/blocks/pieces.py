"""Parts of cells, which add up: a word that lies in one cell, a run of rows, a whole cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.coded import Bools
from luminance_geo.catalogue.parts import RowNumbers
from luminance_geo.catalogue.viewport import cell_keys

Units = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Some parts, with a row of each.

    `sums` (3, n) are count, sum of x and of y; `bounds` (4, n) west, north, -east, -south, so that the least of two
    holds both; all in numbers of grains.
    """

    inside: Bools
    rows: RowNumbers
    sums: Units
    bounds: Units

    @classmethod
    def of_words(cls, inside: bool, first: RowNumbers, count: Units, box: Units, beyond: Units) -> Pieces:
        """Words that each lie in one cell; `beyond` (2, n) is what their rows add up to, counted from the box."""
        sums = np.concatenate((count[None], box[:2] * count + beyond))
        return cls(np.full(len(first), inside), first, sums, np.concatenate((box[:2], -box[2:])))

    @classmethod
    def of_runs(cls, inside: bool, rows: RowNumbers, grains: Units, starts: NDArray[np.intp]) -> Pieces:
        """Rows at `grains` (2, n), in runs from one of `starts` to the next."""
        count = np.diff(starts, append=len(rows))
        sums = np.add.reduceat(grains, starts, axis=1)
        least, most = (each.reduceat(grains, starts, axis=1) for each in (np.minimum, np.maximum))
        return cls(
            np.full(len(starts), inside),
            rows[starts],
            np.concatenate((count[None], sums)),
            np.concatenate((least, -most)),
        )

    @classmethod
    def joined(cls, pieces: Sequence[Pieces]) -> Pieces:
        """Some after others."""
        return cls(
            np.concatenate([each.inside for each in pieces]),
            np.concatenate([each.rows for each in pieces]),
            np.concatenate([each.sums for each in pieces], axis=1),
            np.concatenate([each.bounds for each in pieces], axis=1),
        )

    def turned(self, grains: int) -> Pieces:
        """So many grains further east."""
        count, x, y = self.sums
        west, north, east, south = self.bounds
        moved = np.stack((west + grains, north, east - grains, south))
        return Pieces(self.inside, self.rows, np.stack((count, x + grains * count, y)), moved)

    def united(self, cell: int) -> Pieces:
        """Those of one cell, `2**cell` grains wide, as one; southward, then eastward."""
        keys = cell_keys(self.bounds[0] >> cell, self.bounds[1] >> cell, self.inside)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])
        heads = order[starts]
        return Pieces(
            self.inside[heads],
            self.rows[heads],
            np.add.reduceat(self.sums[:, order], starts, axis=1),
            np.minimum.reduceat(self.bounds[:, order], starts, axis=1),
        )
