"""How many each choice would give: each dimension is counted among what all the other filters keep.

Complexity: O(words) per code counted; where few words hold anything, O(those).
"""

from __future__ import annotations

import numpy as np

from luminance_geo.catalogue.bits import Bits, count
from luminance_geo.catalogue.blocks.masks import every, ignoring
from luminance_geo.catalogue.blocks.opened import occupied
from luminance_geo.catalogue.blocks.selection import Selection
from luminance_geo.catalogue.coded import Coded
from luminance_geo.catalogue.engine import RINGS_KM
from luminance_geo.catalogue.results import Facets

_PLACES = {"bbox", "remote"}


def facets(selection: Selection) -> Facets:
    """All counts of one query."""
    columns, present = selection.columns, selection.present
    own = ignoring(selection.alive, selection.masks)
    near = selection.near(np.bitwise_or.reduce([selection.whatever_radius, *own.values()]))

    def apart_from(name: str) -> Bits:
        return own.get(name, selection.whatever_radius) & near

    demonstration = apart_from("demonstration")
    return Facets(
        revision=columns.revision,
        total=count(selection.whatever_radius & near),
        causes=counts(columns.causes, apart_from("cause")),
        skills=counts(present.skills, apart_from("skill")),
        open=count(present.open & apart_from("open")),
        remote=count(_if_remote(selection, apart_from("remote"))),
        languages=counts(columns.languages, apart_from("language")),
        governance=counts(columns.governance, apart_from("governance")),
        sharing=counts(columns.sharing, apart_from("sharing")),
        demonstration={
            "true": count(demonstration & columns.demonstration),
            "false": count(demonstration & ~columns.demonstration),
        },
        within=_rings(selection),
    )


def counts(coded: Coded, among: Bits) -> dict[str, int]:
    """How many of some rows have each code."""
    words = occupied(among)
    if 4 * len(words) > len(among):
        return coded.counts(among)
    numbers = np.bitwise_count(coded.bits[:, words] & among[words]).sum(axis=1, dtype=np.int64)
    return dict(zip(coded.codes, numbers.tolist(), strict=True))


def _if_remote(selection: Selection, apart_from_remote: Bits) -> Bits:
    """Asked for remote, what has no position passes filters of place too."""
    others = {name: mask for name, mask in selection.masks.items() if name not in _PLACES}
    everywhere = every(selection.alive & ~selection.layout.placed, others)
    return (apart_from_remote | everywhere) & selection.columns.remote


def _rings(selection: Selection) -> dict[str, int]:
    if selection.around is None:
        return {}
    among = selection.whatever_radius
    everywhere = count(selection.anywhere & among)
    numbers = selection.around.counts(RINGS_KM, among & selection.layout.placed)
    return {f"{km:g}": everywhere + number for km, number in zip(RINGS_KM, numbers, strict=True)}
