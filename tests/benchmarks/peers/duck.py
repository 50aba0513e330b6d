"""DuckDB in memory: a table in map order, so that its zone maps skip what a box leaves out; codes as bits of a number.

Bits were the fastest of four ways to count codes: one boolean column each (filters or sums) and lists took 5 to 9 times
as long.
"""

from __future__ import annotations

import numpy as np

from luminance_geo.catalogue.filters import BBox
from tests.benchmarks.peers.answers import Answer, Groups, geojson
from tests.benchmarks.peers.population import Ints, Population, counts_by_code, masks, region_code
from tests.benchmarks.peers.workload import FIRST, KINDS, NEAREST, Question


class DuckDB:
    """Questions as SQL; distances are straight lines between ready-made earth-centred columns, after a box."""

    name = "DuckDB"
    kinds = frozenset(KINDS)
    every = 1
    exact = True

    def __init__(self, population: Population) -> None:
        import duckdb
        import pandas as pd

        order = population.map_order
        x, y = population.units
        self.sizes = len(population.causes), len(population.skills)
        columns = {
            "id": population.ids, "lat": population.lat, "lon": population.lon, "x": x, "y": y,
            "ex": population.xyz[:, 0], "ey": population.xyz[:, 1], "ez": population.xyz[:, 2],
            "open": population.open, "english": population.english, "region": population.region.astype(np.int16),
            "causes": masks(population.causes), "skills": masks(population.skills),
        }  # fmt: skip
        frame = pd.DataFrame(columns).iloc[order]
        self.connection = duckdb.connect()
        self.connection.register("frame", frame)
        self.connection.execute("CREATE TABLE initiative AS SELECT * FROM frame")
        self.connection.execute("UPDATE initiative SET lat = NULL, lon = NULL WHERE isnan(lat)")
        self.connection.unregister("frame")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def ask(self, question: Question) -> Answer:
        """By kind."""
        return getattr(self, f"_{question.kind}")(question)  # type: ignore[no-any-return]

    def _where(self, question: Question, *more: str, causes: bool = True, skills: bool = True) -> str:
        kept = ["open"] * question.open + ["english"] * question.english + list(more)
        kept += [_any("causes", question.causes)] if causes and question.causes else []
        kept += [_any("skills", question.skills)] if skills and question.skills else []
        if question.km:
            kept += [_inside(question.around), f"{_square(question)} <= {question.chord_m**2!r}"]
        return " AND ".join(kept) or "true"

    def _search(self, question: Question) -> Answer:
        found = self.connection.execute(
            f"WITH found AS MATERIALIZED (SELECT id, {_square(question)} AS far FROM initiative"
            f" WHERE {self._where(question)})"
            f" SELECT id, (SELECT count(*) FROM found) FROM found ORDER BY far LIMIT {FIRST}"
        ).fetchall()
        return Answer(found[0][1] if found else 0, [row[0] for row in found])

    def _nearest(self, question: Question) -> Answer:
        where = self._where(question, "lat IS NOT NULL")
        found = self.connection.execute(
            f"SELECT id FROM initiative WHERE {where} ORDER BY {_square(question)} LIMIT {NEAREST}"
        ).fetchall()
        return Answer(0, [row[0] for row in found])

    def _cells(self, question: Question) -> Answer:
        where = self._where(question, _inside(question.box))
        found = self.connection.execute(
            f"SELECT x >> {question.shift} AS c, y >> {question.shift} AS r, count(*) AS n, avg(x) AS mx, avg(y) AS my,"
            f" min(id) AS id FROM initiative WHERE {where} GROUP BY 1, 2"
        ).fetchnumpy()
        groups = Groups(found["c"], found["r"], found["n"], found["mx"], found["my"])
        body = geojson(groups.x, groups.y, groups.count, found["id"])
        return Answer(int(groups.count.sum()), groups=groups, body=body)

    def _facets(self, question: Question) -> Answer:
        causes, having_skill = self._by_mask("causes", self._where(question, causes=False))
        skills, having_cause = self._by_mask("skills", self._where(question, skills=False))
        wanted = sum(1 << place for place in question.causes)
        matched = having_skill[(causes & wanted) != 0] if question.causes else having_skill
        return Answer(
            int(matched.sum()),
            causes=counts_by_code(causes, having_skill, self.sizes[0]),
            skills=counts_by_code(skills, having_cause, self.sizes[1]),
        )

    def _by_mask(self, column: str, where: str) -> tuple[Ints, Ints]:
        found = self.connection.execute(
            f"SELECT {column} AS mask, count(*) AS n FROM initiative WHERE {where} GROUP BY 1"
        ).fetchnumpy()
        return found["mask"].astype(np.int64), found["n"]

    def _regions(self, question: Question) -> Answer:
        found = self.connection.execute(
            f"SELECT region, count(*) FROM initiative WHERE {self._where(question, 'region >= 0')} GROUP BY region"
        ).fetchall()
        return Answer(sum(row[1] for row in found), regions={region_code(place): count for place, count in found})


def _any(column: str, places: tuple[int, ...]) -> str:
    return f"({column} & {sum(1 << place for place in places)}) <> 0"


def _square(question: Question) -> str:
    """Squared metres of straight line from the centre."""
    axes = zip(("ex", "ey", "ez"), question.centre, strict=True)
    return " + ".join(f"({name} - {at!r}) * ({name} - {at!r})" for name, at in axes)


def _inside(box: BBox) -> str:
    return f"lat BETWEEN {box.south!r} AND {box.north!r} AND lon BETWEEN {box.west!r} AND {box.east!r}"
