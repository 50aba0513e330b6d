"""How many each choice would give: each dimension is counted among what all the other filters keep.

With a radius, all bitmaps are of the words that it or the widest ring reaches, and of the tail, which holds what has
no position; without, of all words.

Complexity: O(those words) per code counted.
"""

from __future__ import annotations

import numpy as np

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
        return _counted(selection, counts, EVERYWHERE, *_kept(selection, EVERYWHERE), {})
    reach = around.reach(max(selection.km, RINGS_KM[-1]))
    where, possible = _near(selection, reach)
    own, whole = _kept(selection, where)
    reached, whole = len(reach.words), whole & possible
    numbers = around.counts(RINGS_KM, reach, whole[:reached])
    rings = {f"{km:g}": _count(whole[reached:]) + number for km, number in zip(RINGS_KM, numbers, strict=True)}
    near = possible & np.bitwise_or.reduce([whole, *own.values()])
    near[:reached] = around.within(selection.km, reach, near[:reached])
    return _counted(selection, counts, where, {name: bits & near for name, bits in own.items()}, whole & near, rings)


def _near(selection: Selection, reach: Reach) -> tuple[Words, Bits]:
    """The words reached, then the tail, with what may count as near; a word that is in both has its rows parted."""
    tail = np.arange(selection.tail.start, len(selection.alive))
    placed = selection.layout.placed
    unplaced = ~placed[tail] if selection.filters.remote else np.zeros(len(tail), dtype=np.uint64)
    return np.concatenate((reach.words, tail)), np.concatenate((placed[reach.words], unplaced))


def _kept(selection: Selection, where: Where) -> tuple[dict[str, Bits], Bits]:
    """What is kept without each filter, by its name, and what all filters keep; the radius apart."""
    return ignoring(selection.alive, selection.masks, where), selection.at(where)


def _counted(
    selection: Selection, counts: Counts, where: Where, own: dict[str, Bits], whole: Bits, rings: dict[str, int]
) -> Facets:
    columns, present = selection.columns, selection.present

    def apart_from(name: str) -> Bits:
        return own.get(name, whole)

    def of(coded: Coded, name: str) -> dict[str, int]:
        return dict(zip(coded.codes, counts(coded.bits, apart_from(name), where).tolist(), strict=True))

    demonstration, shown = apart_from("demonstration"), columns.demonstration[where]
    return Facets(
        revision=columns.revision,
        total=_count(whole),
        causes=of(columns.causes, "cause"),
        skills=of(present.skills, "skill"),
        open=_count(present.open[where] & apart_from("open")),
        remote=_if_remote(selection, apart_from("remote"), where),
        languages=of(columns.languages, "language"),
        governance=of(columns.governance, "governance"),
        sharing=of(columns.sharing, "sharing"),
        demonstration={"true": _count(demonstration & shown), "false": _count(demonstration & ~shown)},
        within=rings,
    )


def _if_remote(selection: Selection, apart_from_remote: Bits, where: Where) -> int:
    """Asked for remote, what has no position, hence is remote, passes filters of place too."""
    layout, tail = selection.layout, selection.tail
    others = [mask for name, mask in selection.masks.items() if name not in _PLACES]
    everywhere = every(selection.alive, others, tail) & ~layout.placed[tail]
    placed = selection.columns.remote[where] & layout.placed[where]
    return _count(apart_from_remote & placed) + _count(everywhere)


def _count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum(dtype=np.int64))
