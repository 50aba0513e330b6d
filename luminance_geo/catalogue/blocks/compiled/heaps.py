"""The `k` least of many values: a heap with the greatest of them at the top, where most others are turned away."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from luminance_geo.catalogue.blocks.compiled.jit import compiled


@compiled
def replace_worst(heap: NDArray[Any], value: Any) -> None:
    """Put a value in the place of the greatest, `heap[0]`; inside loops only."""
    place, below = 0, 1
    while below < len(heap):
        if below + 1 < len(heap) and heap[below + 1] > heap[below]:
            below += 1
        if heap[below] <= value:
            break
        heap[place] = heap[below]
        place, below = below, 2 * below + 1
    heap[place] = value
