"""Our own engine, through the face that everyone uses; built from the same arrays as its peers."""

from __future__ import annotations

import time

from luminance_geo import vocabulary
from luminance_geo.api.answers import dumps
from luminance_geo.api.features import cell_features
from luminance_geo.catalogue.blocks import BlocksPart
from luminance_geo.catalogue.blocks.counting import Asked
from luminance_geo.catalogue.blocks.facets import others
from luminance_geo.catalogue.blocks.tools import NUMPY, Tools, compilable
from luminance_geo.catalogue.build import of_frames
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.frame import FrameMaker, MeetingsMaker, NeedsMaker
from luminance_geo.catalogue.parts_engine import PartsEngine
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.viewport import view_of
from tests.benchmarks.peers.answers import Answer, Groups, geojson
from tests.benchmarks.peers.population import Population
from tests.benchmarks.peers.records import batches
from tests.benchmarks.peers.workload import FIRST, KINDS, NEAREST, Question
from tests.synthetic import NOW


def columns_of(population: Population) -> Columns:
    """The catalogue's columns, read in batches as from a database."""
    makers = FrameMaker(), NeedsMaker(), MeetingsMaker()
    for batch in batches(population):
        for maker, rows in zip(makers, batch, strict=True):
            maker.add(rows)
    frame, needs, meetings = (maker.frame() for maker in makers)
    return of_frames(frame, needs, meetings, revision=1)


class Data:
    """What the engines of the catalogue are made from; `seconds` is what each step of building took."""

    def __init__(self, population: Population) -> None:
        began = time.perf_counter()
        self.columns = columns_of(population)
        self.present = Present.at(self.columns, NOW)
        read = time.perf_counter()
        BlocksPart(self.columns, self.present)
        self.seconds = {"rows into columns": read - began, "index": time.perf_counter() - read}


def every_tools() -> list[Tools]:
    """All that this environment has, the quickest first."""
    if not compilable():
        return [NUMPY]
    from luminance_geo.catalogue.blocks.compiled import COMPILED, warm

    warm()
    return [COMPILED, NUMPY]


class Ours:
    """The engine of the catalogue, with these tools."""

    kinds = frozenset(KINDS)
    every = 1
    exact = True

    def __init__(self, data: Data, tools: Tools) -> None:
        self.name, self.tools = f"Luminance, {tools}", tools
        self.part = BlocksPart(data.columns, data.present, tools)
        self.engine = PartsEngine([self.part], revision=1, tools=tools)
        self._causes, self._skills = tuple(vocabulary.causes()), tuple(vocabulary.skills())

    def close(self) -> None:
        """Nothing is held."""

    def ask(self, question: Question) -> Answer:
        """By kind."""
        return getattr(self, f"_{question.kind}")(question)  # type: ignore[no-any-return]

    def _search(self, question: Question) -> Answer:
        found = self.engine.search(question.filters, limit=FIRST, offset=0)
        return Answer(found.number_matched, [hit.id for hit in found.hits])

    def _nearest(self, question: Question) -> Answer:
        return Answer(0, [hit.id for hit in self.engine.nearest(*question.here, NEAREST, question.filters)])

    def _cells(self, question: Question) -> Answer:
        """Marks as the map has them: merged where they would touch, with extents and members, at most 400."""
        found = self.engine.cells(question.box, question.zoom, question.filters, outside=False)
        features = cell_features(found.features, {}, "en")
        body = dumps({"type": "FeatureCollection", "numberMatched": found.number_matched, "features": features})
        return Answer(found.number_matched, body=body)

    def _facets(self, question: Question) -> Answer:
        found = self.engine.facets(question.filters)
        return Answer(
            found.total,
            causes=[found.causes.get(code, 0) for code in self._causes],
            skills=[found.skills.get(code, 0) for code in self._skills],
        )

    def _regions(self, question: Question) -> Answer:
        found = self.engine.counts_by_region("municipality", question.filters)
        return Answer(sum(found.values()), regions=found)


class OursBare:
    """What the peers give and no more: ids in their order, the grid, neither merged nor with extents and members, or
    the counts of causes and skills, neither of other filters nor of rings about a place.

    The whole answer also says how far each one is on the ellipsoid, and which of its causes and skills matched.
    """

    kinds = frozenset({"search", "nearest", "cells", "facets"})
    every = 1
    exact = True

    def __init__(self, ours: Ours) -> None:
        self.name = f"{ours.name}, bare"
        self.part, self.tools = ours.part, ours.tools

    def close(self) -> None:
        """Nothing is held."""

    def ask(self, question: Question) -> Answer:
        """By kind."""
        return getattr(self, f"_{question.kind}")(question)  # type: ignore[no-any-return]

    def _search(self, question: Question) -> Answer:
        found = self.part.first(question.filters, FIRST)
        return Answer(found.matched, self.part.columns.ids[found.rows].tolist())

    def _nearest(self, question: Question) -> Answer:
        found = self.part.nearest(*question.here, NEAREST, question.filters)
        return Answer(0, self.part.columns.ids[found.rows].tolist())

    def _facets(self, question: Question) -> Answer:
        selection = self.part.selection(question.filters)
        found = others(selection)
        asked = (
            Asked(selection.columns.causes.bits, found.than("cause")),
            Asked(selection.present.skills.bits, found.than("skill")),
            Asked(selection.alive.reshape(1, -1), found.whole),
        )
        causes, skills, [total] = self.tools.counts(asked, found.where)
        return Answer(total, causes=causes, skills=skills)

    def _cells(self, question: Question) -> Answer:
        grid = self.part.grid(view_of(question.box, question.zoom), question.filters, outside=False)
        x, y = grid.sum_x / grid.count, grid.sum_y / grid.count
        body = geojson(x, y, grid.count, self.part.columns.ids[grid.first])
        return Answer(int(grid.count.sum()), groups=Groups(grid.column, grid.row, grid.count, x, y), body=body)
