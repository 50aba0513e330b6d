"""Spatial trees: scipy's cKDTree in earth-centred metres, shapely's STRtree in degrees; filters on what they find."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.peers.answers import Answer
from tests.benchmarks.peers.population import Floats, Ints, Population
from tests.benchmarks.peers.workload import FIRST, NEAREST, Question


class _Tree:
    """What both share: rows of what has a position, in map order; filters are looked up for candidates only."""

    every = 1
    exact = True

    def __init__(self, population: Population) -> None:
        self.rows = population.map_order[~np.isnan(population.lat[population.map_order])]
        self.ids, self.xyz = population.ids[self.rows], population.xyz[self.rows]
        self.causes, self.skills = population.causes[:, self.rows], population.skills[:, self.rows]
        self.open, self.english = population.open[self.rows], population.english[self.rows]

    def close(self) -> None:
        """Nothing is held."""

    def _kept(self, question: Question, rows: Ints) -> Ints:
        """Candidates that pass the filters: each filter looks only at what the one before has left."""
        for wanted, flags in ((question.open, self.open), (question.english, self.english)):
            rows = rows[flags[rows]] if wanted else rows
        for places, coded in ((question.causes, self.causes), (question.skills, self.skills)):
            rows = rows[np.logical_or.reduce([coded[place][rows] for place in places])] if places else rows
        return rows

    def _squares(self, question: Question, rows: Ints) -> Floats:
        apart = self.xyz[rows] - np.array(question.centre)
        return np.einsum("ij,ij->i", apart, apart)

    def _first(self, question: Question, rows: Ints, most: int) -> list[int]:
        squares = self._squares(question, rows)
        if len(rows) > most:
            close = np.argpartition(squares, most - 1)[:most]
            rows, squares = rows[close], squares[close]
        return self.ids[rows[np.argsort(squares)]].tolist()


class KDTree(_Tree):
    """`query_ball_point` for a radius; for the nearest, more and more of them until enough pass the filters."""

    name = "scipy cKDTree"
    kinds = frozenset({"search", "nearest"})

    def __init__(self, population: Population) -> None:
        from scipy.spatial import cKDTree

        super().__init__(population)
        self.tree = cKDTree(self.xyz)

    def ask(self, question: Question) -> Answer:
        """By kind."""
        if question.kind == "nearest":
            return self._nearest(question)
        found = self.tree.query_ball_point(question.centre, question.chord_m, return_sorted=False)
        rows = self._kept(question, np.array(found, dtype=np.int64))
        return Answer(len(rows), self._first(question, rows, FIRST))

    def _nearest(self, question: Question) -> Answer:
        most = NEAREST
        while True:
            most = min(most, len(self.ids))
            _, found = self.tree.query(question.centre, most)
            rows = self._kept(question, np.atleast_1d(found))
            if len(rows) >= NEAREST or most == len(self.ids):
                return Answer(0, self.ids[rows[:NEAREST]].tolist())
            most *= 4


class STRTree(_Tree):
    """The box of the radius first, then straight lines."""

    name = "shapely STRtree"
    kinds = frozenset({"search"})

    def __init__(self, population: Population) -> None:
        import shapely

        super().__init__(population)
        self.box = shapely.box
        self.tree = shapely.STRtree(shapely.points(population.lon[self.rows], population.lat[self.rows]))

    def ask(self, question: Question) -> Answer:
        """A search."""
        around = question.around
        rows = self.tree.query(self.box(around.west, around.south, around.east, around.north))
        rows = self._kept(question, rows)
        rows = rows[self._squares(question, rows) <= question.chord_m**2]
        return Answer(len(rows), self._first(question, rows, FIRST))
