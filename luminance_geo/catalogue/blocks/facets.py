"""How many each choice would give: each dimension is counted among what all the other filters keep.

With a radius, all bitmaps are of the words that it or the widest ring reaches, and of the tail, which holds what has
no position; without, of all words.

Complexity: O(those words) per code counted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from luminance_geo.catalogue import bits
from luminance_geo.catalogue.bits import Bits
from luminance_geo.catalogue.blocks.around import Around, Reach
from luminance_geo.catalogue.blocks.counting import Asked, Counts
from luminance_geo.catalogue.blocks.masks import EVERYWHERE, Where, every, ignoring
from luminance_geo.catalogue.blocks.opened import Words
from luminance_geo.catalogue.blocks.selection import Selection
from luminance_geo.catalogue.engine import RINGS_KM
from luminance_geo.catalogue.results import Facets

_PLACES = {"bbox", "remote"}


class Others(NamedTuple):
    """What all filters but one keep of some words, for each one that is active, and what all of them keep."""

    where: Where
    own: dict[str, Bits]
    whole: Bits

    def than(self, name: str) -> Bits:
        """What all filters other than this one keep."""
        return self.own.get(name, self.whole)


def others(selection: Selection) -> Others:
    """Of one query."""
    if selection.around is None:
        return Others(EVERYWHERE, *ignoring(selection.alive, selection.masks, EVERYWHERE))
    return _near_others(selection, selection.reach, selection.around)[0]


def facets(selection: Selection, counts: Counts) -> Facets:
    """All counts of one query; those of codes by `counts`."""
    around = selection.around
    if around is None:
        return _counted(selection, counts, others(selection), {})
    reach = around.reach(max(selection.km, RINGS_KM[-1]))
    found, whole = _near_others(selection, reach, around)
    reached = len(reach.words)
    numbers, anywhere = around.counts(RINGS_KM, reach, whole[:reached]), bits.count(whole[reached:])
    rings = {f"{km:g}": anywhere + number for km, number in zip(RINGS_KM, numbers, strict=True)}
    return _counted(selection, counts, found, rings)


def _near_others(selection: Selection, reach: Reach, around: Around) -> tuple[Others, Bits]:
    """The same of the words reached and of the tail; and what all filters keep of these, the radius apart."""
    where, possible = _near(selection, reach)
    own, whole = ignoring(selection.alive, selection.masks, where)
    whole &= possible
    near = possible & np.bitwise_or.reduce([whole, *own.values()])
    near[: len(reach.words)] = around.within(selection.km, reach, near[: len(reach.words)])
    return Others(where, {name: kept & near for name, kept in own.items()}, whole & near), whole


def _near(selection: Selection, reach: Reach) -> tuple[Words, Bits]:
    """The words reached, then the tail, with what may count as near; a word that is in both has its rows parted."""
    tail = np.arange(selection.tail.start, len(selection.alive))
    placed = selection.layout.placed
    unplaced = ~placed[tail] if selection.filters.remote else np.zeros(len(tail), dtype=np.uint64)
    return np.concatenate((reach.words, tail)), np.concatenate((placed[reach.words], unplaced))


def _counted(selection: Selection, counts: Counts, found: Others, rings: dict[str, int]) -> Facets:
    columns, present, remote_among, anywhere = selection.columns, selection.present, found.than("remote"), 0
    if selection.around or "bbox" in selection.masks:
        remote_among, anywhere = remote_among & selection.layout.placed[found.where], _everywhere(selection)
    coded = {
        "cause": columns.causes, "skill": present.skills, "language": columns.languages,
        "governance": columns.governance, "sharing": columns.sharing,
    }  # fmt: skip
    flags = (
        (present.open, found.than("open")), (columns.remote, remote_among),
        (columns.demonstration, found.than("demonstration")),
        (selection.alive, found.than("demonstration")), (selection.alive, found.whole),
    )  # fmt: skip
    asked = [Asked(each.bits, found.than(name)) for name, each in coded.items()]
    asked += [Asked(each.reshape(1, -1), among) for each, among in flags]
    causes, skills, languages, governance, sharing, *of_flags = counts(asked, found.where)
    open_, remote, shown, either, total = (number for [number] in of_flags)
    return Facets(
        revision=columns.revision,
        total=total,
        causes=dict(zip(columns.causes.codes, causes, strict=True)),
        skills=dict(zip(present.skills.codes, skills, strict=True)),
        open=open_,
        remote=remote + anywhere,
        languages=dict(zip(columns.languages.codes, languages, strict=True)),
        governance=dict(zip(columns.governance.codes, governance, strict=True)),
        sharing=dict(zip(columns.sharing.codes, sharing, strict=True)),
        demonstration={"true": shown, "false": either - shown},
        within=rings,
    )


def _everywhere(selection: Selection) -> int:
    """What has no position, hence is remote, passes filters of place too once remote is asked for."""
    tail = selection.tail
    others = [mask for name, mask in selection.masks.items() if name not in _PLACES]
    return bits.count(every(selection.alive, others, tail) & ~selection.layout.placed[tail])
