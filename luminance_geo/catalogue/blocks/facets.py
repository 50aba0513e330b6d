"""How many each choice would give: each dimension is counted among what all the other filters keep.

With a radius, all bitmaps are of the words that it or the widest ring reaches, and of the tail, which holds what has
no position; without, of all words.

Complexity: O(those words) per code counted.
"""

from __future__ import annotations

import numpy as np

from luminance_geo.catalogue import bits
from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.around import Reach
from luminance_geo.catalogue.blocks.counting import Counts
from luminance_geo.catalogue.blocks.masks import EVERYWHERE, Where, every, ignoring
from luminance_geo.catalogue.blocks.opened import Words
from luminance_geo.catalogue.blocks.selection import Selection
from luminance_geo.catalogue.coded import Coded
from luminance_geo.catalogue.engine import RINGS_KM
from luminance_geo.catalogue.results import Facets

_PLACES = {"bbox", "remote"}


def facets(selection: Selection, counts: Counts) -> Facets:
    """All counts of one query; those of codes by `counts`."""
    around = selection.around
    if around is None:
        return _counted(selection, counts, EVERYWHERE, *ignoring(selection.alive, selection.masks, EVERYWHERE), {})
    reach = around.reach(max(selection.km, RINGS_KM[-1]))
    where, possible = _near(selection, reach)
    own, whole = ignoring(selection.alive, selection.masks, where)
    reached, whole = len(reach.words), whole & possible
    numbers, anywhere = around.counts(RINGS_KM, reach, whole[:reached]), bits.count(whole[reached:])
    rings = {f"{km:g}": anywhere + number for km, number in zip(RINGS_KM, numbers, strict=True)}
    near = possible & np.bitwise_or.reduce([whole, *own.values()])
    near[:reached] = around.within(selection.km, reach, near[:reached])
    return _counted(selection, counts, where, {name: kept & near for name, kept in own.items()}, whole & near, rings)


def _near(selection: Selection, reach: Reach) -> tuple[Words, Bits]:
    """The words reached, then the tail, with what may count as near; a word that is in both has its rows parted."""
    tail = np.arange(selection.tail.start, len(selection.alive))
    placed = selection.layout.placed
    unplaced = ~placed[tail] if selection.filters.remote else np.zeros(len(tail), dtype=np.uint64)
    return np.concatenate((reach.words, tail)), np.concatenate((placed[reach.words], unplaced))


def _counted(
    selection: Selection, counts: Counts, where: Where, own: dict[str, Bits], whole: Bits, rings: dict[str, int]
) -> Facets:
    columns, present = selection.columns, selection.present

    def apart_from(name: str) -> Bits:
        return own.get(name, whole)

    def of(coded: Coded, name: str) -> dict[str, int]:
        return dict(zip(coded.codes, counts(coded.bits, apart_from(name), where).tolist(), strict=True))

    def of_one(flags: Bits, among: Bits) -> int:
        return int(counts(flags.reshape(1, -1), among, where)[0])

    placed = apart_from("remote") & selection.layout.placed[where]
    shown = of_one(columns.demonstration, apart_from("demonstration"))
    return Facets(
        revision=columns.revision,
        total=bits.count(whole),
        causes=of(columns.causes, "cause"),
        skills=of(present.skills, "skill"),
        open=of_one(present.open, apart_from("open")),
        remote=of_one(columns.remote, placed) + _everywhere(selection),
        languages=of(columns.languages, "language"),
        governance=of(columns.governance, "governance"),
        sharing=of(columns.sharing, "sharing"),
        demonstration={"true": shown, "false": bits.count(apart_from("demonstration")) - shown},
        within=rings,
    )


def _everywhere(selection: Selection) -> int:
    """Asked for remote, what has no position, hence is remote, passes filters of place too."""
    tail = selection.tail
    others = [mask for name, mask in selection.masks.items() if name not in _PLACES]
    return bits.count(every(selection.alive, others, tail) & ~selection.layout.placed[tail])
