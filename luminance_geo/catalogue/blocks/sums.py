"""Sums of the grains of whole words, for every width of grain: a word that a filter leaves whole is never opened.

Within one cell of a map's grid grains are counted from the word's first one, so that the sums of 64 rows are small
numbers: 2 bytes for each of 23 widths and 2 axes, 1.4 bytes per row.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from luminance_geo.catalogue.blocks.boxes import Boxes
from luminance_geo.catalogue.blocks.opened import by_word
from luminance_geo.catalogue.points import Points

COARSEST = 23
"""Grain of zoom 0: half a pixel is 2**23 units."""


def grain_sums(points: Points, boxes: Boxes) -> NDArray[np.uint16]:
    """Of x and y over the rows of each word, in grains of `2**grain` units, shape (grain, 2, words).

    Counted from the word's least; right for words of 64 rows that lie in one cell, which is at most 256 grains wide at
    any zoom: their sums fit into 16 bits.
    """
    located = boxes.located
    sums = np.zeros((COARSEST + 1, 2, boxes.units.shape[1]), dtype=np.uint16)
    for axis, units in enumerate((points.x, points.y)):
        grains, least = by_word(units[:located]), boxes.units[axis]
        for grain in range(COARSEST + 1):
            totals = (grains >> np.uint32(grain)).sum(axis=1, dtype=np.uint64)
            first = (least >> np.uint32(grain)).astype(np.uint64)
            sums[grain, axis] = (totals - first * np.uint64(grains.shape[1])).astype(np.uint16)
    return sums
