"""How many each choice would give: each dimension is counted among what all the other filters keep.

Complexity: O(words) per code counted; where few words hold anything, O(those).
"""

from __future__ import annotations

import numpy as np

from luminance_geo.catalogue.bits import Bits, count
from luminance_geo.catalogue.blocks.masks import every, ignoring
from luminance_geo.catalogue.blocks.opened import Words, occupied
from luminance_geo.catalogue.blocks.selection import Selection
from luminance_geo.catalogue.coded import Coded
from luminance_geo.catalogue.engine import RINGS_KM
from luminance_geo.catalogue.results import Facets

_PLACES = {"bbox", "remote"}
_FEW = 4
"""Words are gathered where at most one in so many holds anything: dearer each, but fewer."""


def facets(selection: Selection) -> Facets:
    """All counts of one query."""
    columns, present = selection.columns, selection.present
    own = ignoring(selection.alive, selection.masks)
    near = selection.near(np.bitwise_or.reduce([selection.whatever_radius, *own.values()]))
    some = _some(near)

    def apart_from(name: str) -> Bits:
        return own.get(name, selection.whatever_radius)[some] & near[some]

    demonstration, shown = apart_from("demonstration"), columns.demonstration[some]
    return Facets(
        revision=columns.revision,
        total=count(selection.whatever_radius[some] & near[some]),
        causes=_counts(columns.causes, apart_from("cause"), some),
        skills=_counts(present.skills, apart_from("skill"), some),
        open=count(present.open[some] & apart_from("open")),
        remote=_if_remote(selection, apart_from("remote"), some),
        languages=_counts(columns.languages, apart_from("language"), some),
        governance=_counts(columns.governance, apart_from("governance"), some),
        sharing=_counts(columns.sharing, apart_from("sharing"), some),
        demonstration={"true": count(demonstration & shown), "false": count(demonstration & ~shown)},
        within=_rings(selection),
    )


def _some(bits: Bits) -> Words | slice:
    """The words that hold anything, or all of them where that is quicker."""
    words = occupied(bits)
    return words if _FEW * len(words) < len(bits) else slice(None)


def _counts(coded: Coded, among: Bits, some: Words | slice) -> dict[str, int]:
    """How many rows have each code, of those in some words."""
    numbers = np.bitwise_count(coded.bits[:, some] & among).sum(axis=1, dtype=np.int64)
    return dict(zip(coded.codes, numbers.tolist(), strict=True))


def _if_remote(selection: Selection, apart_from_remote: Bits, some: Words | slice) -> int:
    """Asked for remote, what has no position, hence is remote, passes filters of place too."""
    placed = selection.layout.placed
    others = {name: mask for name, mask in selection.masks.items() if name not in _PLACES}
    everywhere = every(selection.alive & ~placed, others)
    return count(apart_from_remote & (selection.columns.remote & placed)[some]) + count(everywhere)


def _rings(selection: Selection) -> dict[str, int]:
    if selection.around is None:
        return {}
    among = selection.whatever_radius
    everywhere = count(selection.anywhere & among)
    numbers = selection.around.counts(RINGS_KM, among & selection.layout.placed)
    return {f"{km:g}": everywhere + number for km, number in zip(RINGS_KM, numbers, strict=True)}
