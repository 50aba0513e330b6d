"""polars: a frame in map order, one boolean column per code, lazy questions on all threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from luminance_geo.catalogue.filters import BBox
from tests.benchmarks.peers.answers import Answer, Groups, geojson
from tests.benchmarks.peers.population import Population, region_code
from tests.benchmarks.peers.workload import FIRST, KINDS, NEAREST, Question

if TYPE_CHECKING:
    import polars as pl


class Polars:
    """Distances are straight lines between ready-made earth-centred columns, after a box."""

    name = "polars"
    kinds = frozenset(KINDS)
    every = 1
    exact = True

    def __init__(self, population: Population) -> None:
        import polars

        self.pl, order = polars, population.map_order
        x, y = population.units
        self.cause = [f"cause_{place}" for place in range(len(population.causes))]
        self.skill = [f"skill_{place}" for place in range(len(population.skills))]
        columns = {
            "id": population.ids, "lat": population.lat, "lon": population.lon, "x": x, "y": y,
            "ex": population.xyz[:, 0], "ey": population.xyz[:, 1], "ez": population.xyz[:, 2],
            "open": population.open, "english": population.english, "region": population.region.astype(np.int16),
        }  # fmt: skip
        columns |= dict(zip(self.cause, population.causes, strict=True))
        columns |= dict(zip(self.skill, population.skills, strict=True))
        self.frame = polars.DataFrame({name: column[order] for name, column in columns.items()})

    def close(self) -> None:
        """Nothing is held."""

    def ask(self, question: Question) -> Answer:
        """By kind."""
        return getattr(self, f"_{question.kind}")(question)  # type: ignore[no-any-return]

    def _kept(self, question: Question, *more: pl.Expr, causes: bool = True, skills: bool = True) -> pl.LazyFrame:
        col = self.pl.col
        kept = [col("open")] * question.open + [col("english")] * question.english + list(more)
        kept += [self._any(self.cause, question.causes)] if causes and question.causes else []
        kept += [self._any(self.skill, question.skills)] if skills and question.skills else []
        if question.km:
            kept += [self._inside(question.around), self._square(question) <= question.chord_m**2]
        return self.frame.lazy().filter(*kept) if kept else self.frame.lazy()

    def _any(self, columns: list[str], places: tuple[int, ...]) -> pl.Expr:
        return self.pl.any_horizontal([columns[place] for place in places])

    def _square(self, question: Question) -> pl.Expr:
        axes = zip(("ex", "ey", "ez"), question.centre, strict=True)
        return self.pl.sum_horizontal((self.pl.col(name) - at) ** 2 for name, at in axes)

    def _inside(self, box: BBox) -> pl.Expr:
        col = self.pl.col
        return col("lat").is_between(box.south, box.north) & col("lon").is_between(box.west, box.east)

    def _first(self, kept: pl.LazyFrame, question: Question, most: int) -> tuple[int, list[int]]:
        found = kept.select("id", far=self._square(question)).collect()
        return len(found), found.bottom_k(most, by="far").sort("far")["id"].to_list()

    def _search(self, question: Question) -> Answer:
        return Answer(*self._first(self._kept(question), question, FIRST))

    def _nearest(self, question: Question) -> Answer:
        kept = self._kept(question, self.pl.col("lat").is_not_nan())
        return Answer(0, self._first(kept, question, NEAREST)[1])

    def _cells(self, question: Question) -> Answer:
        pl, cell = self.pl, 2**question.shift
        grid = self._kept(question, self._inside(question.box)).group_by(c=pl.col("x") // cell, r=pl.col("y") // cell)
        found = grid.agg(n=pl.len(), mx=pl.col("x").mean(), my=pl.col("y").mean(), id=pl.col("id").min()).collect()
        groups = Groups(*(found[name].to_numpy() for name in ("c", "r", "n", "mx", "my")))
        body = geojson(groups.x, groups.y, groups.count, found["id"].to_numpy())
        return Answer(int(groups.count.sum()), groups=groups, body=body)

    def _facets(self, question: Question) -> Answer:
        pl = self.pl
        causes = self._any(self.cause, question.causes) if question.causes else pl.lit(True)
        skills = self._any(self.skill, question.skills) if question.skills else pl.lit(True)
        both = self._kept(question, causes=False, skills=False).with_columns(with_cause=causes, with_skill=skills)
        counts = [(pl.col("with_skill") & pl.col(name)).sum().alias(name) for name in self.cause]
        counts += [(pl.col("with_cause") & pl.col(name)).sum().alias(name) for name in self.skill]
        found = (
            both.select((pl.col("with_cause") & pl.col("with_skill")).sum().alias("total"), *counts).collect().row(0)
        )
        return Answer(found[0], causes=found[1 : 1 + len(self.cause)], skills=found[1 + len(self.cause) :])

    def _regions(self, question: Question) -> Answer:
        found = self._kept(question, self.pl.col("region") >= 0).group_by("region").agg(n=self.pl.len()).collect()
        counts = dict(zip(map(region_code, found["region"].to_list()), found["n"].to_list(), strict=True))
        return Answer(sum(counts.values()), regions=counts)
