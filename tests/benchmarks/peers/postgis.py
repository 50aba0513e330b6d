"""PostgreSQL with PostGIS: GiST on places, GIN on codes, clustered and analysed, statements prepared.

The server is one of our own for the run, from the system's packages (Debian: `postgresql-15-postgis-3`), in a
throw-away folder, with memory for the whole table.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tests.benchmarks.peers.answers import Answer, Groups, geojson
from tests.benchmarks.peers.population import Population, counts_by_code, masks, region_code
from tests.benchmarks.peers.workload import FIRST, KINDS, NEAREST, Question

_UNPRIVILEGED = "nobody"
_TABLE = """
CREATE EXTENSION IF NOT EXISTS postgis; CREATE EXTENSION IF NOT EXISTS btree_gin;
DROP TABLE IF EXISTS initiative;
CREATE TABLE initiative (id bigint, place geography(Point, 4326), spot geometry(Point, 4326), x bigint, y bigint,
    causes smallint[], skills smallint[], cause_mask integer, skill_mask integer,
    open boolean, english boolean, region smallint)
"""
_INDEXES = """
ALTER TABLE initiative ADD PRIMARY KEY (id);
CREATE INDEX ON initiative USING gist (place);
CREATE INDEX ON initiative USING gist (spot);
CREATE INDEX ON initiative USING gin (causes);
CREATE INDEX ON initiative USING gin (skills);
"""
_SETTINGS = {
    "shared_buffers": "1GB", "work_mem": "64MB", "maintenance_work_mem": "512MB", "effective_cache_size": "4GB",
    "random_page_cost": "1.1", "jit": "off", "fsync": "off", "synchronous_commit": "off", "max_wal_size": "4GB",
}  # fmt: skip


def binaries() -> Path | None:
    """The folder of a PostgreSQL that has PostGIS, newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((path for path in found if _has_postgis(path)), None)


def _has_postgis(folder: Path) -> bool:
    return Path("/usr/share/postgresql", folder.parent.name, "extension", "postgis.control").exists()


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The connection string of a server of our own; PostgreSQL refuses root, which lends it to another user."""
    home = Path(tempfile.mkdtemp(prefix="luminance-peers-"))
    root = os.geteuid() == 0
    user = {"user": _UNPRIVILEGED, "group": "nogroup", "extra_groups": []} if root else {}
    if root:
        shutil.chown(home, _UNPRIVILEGED)
    data = home / "data"
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    run = {"check": True, "capture_output": True, "cwd": home, **user}
    subprocess.run([folder / "initdb", "-D", data, "-U", "postgres", "--locale=C", "-E", "UTF8"], **run)  # type: ignore[call-overload]
    options = ["-D", data, "-k", home, "-c", "listen_addresses=", *settings]
    running = subprocess.Popen(
        [folder / "postgres", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=home, **user  # type: ignore[call-overload]
    )  # fmt: skip
    try:
        yield f"host={home} user=postgres dbname=postgres"
    finally:
        running.send_signal(signal.SIGINT)  # fast shutdown: it does not wait for its clients
        running.wait(timeout=60)
        shutil.rmtree(home, ignore_errors=True)


class PostGIS:
    """Questions as SQL; distances are geodesic, as its geographies have them."""

    name = "PostGIS"
    kinds = frozenset(KINDS)
    every = 1
    exact = True

    def __init__(self, population: Population, address: str) -> None:
        self.connection = _connect(address)
        self.connection.execute(_TABLE)
        with self.connection.cursor() as cursor, cursor.copy("COPY initiative FROM STDIN") as copy:
            for row in _rows(population):
                copy.write_row(row)
        self.connection.execute(_INDEXES)
        self.connection.execute("VACUUM (ANALYZE) initiative")
        self.sizes = len(population.causes), len(population.skills)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def ask(self, question: Question) -> Answer:
        """By kind."""
        return getattr(self, f"_{question.kind}")(question)  # type: ignore[no-any-return]

    def _run(self, statement: str, question: Question) -> list[tuple]:  # type: ignore[type-arg]
        box, (lat, lon) = question.box, question.here
        given = {
            "lat": lat, "lon": lon, "metres": (question.km or 0) * 1000, "causes": list(question.causes),
            "skills": list(question.skills), "west": box.west, "south": box.south, "east": box.east, "north": box.north,
        }  # fmt: skip
        return self.connection.execute(statement, given, prepare=True).fetchall()

    def _search(self, question: Question) -> Answer:
        found = self._run(
            f"WITH found AS MATERIALIZED (SELECT id, ST_Distance(place, {_HERE}) AS far FROM initiative"
            f" WHERE {_where(question)}) SELECT id, (SELECT count(*) FROM found) FROM found ORDER BY far LIMIT {FIRST}",
            question,
        )
        return Answer(found[0][1] if found else 0, [row[0] for row in found])

    def _nearest(self, question: Question) -> Answer:
        where = _where(question, "place IS NOT NULL")
        # The index orders by the sphere, which differs by 0.6 % at most: twice as many hold the nearest.
        found = self._run(
            f"SELECT id FROM (SELECT id, place FROM initiative WHERE {where} ORDER BY place <-> {_HERE}"
            f" LIMIT {2 * NEAREST}) close ORDER BY ST_Distance(place, {_HERE}) LIMIT {NEAREST}",
            question,
        )
        return Answer(0, [row[0] for row in found])

    def _cells(self, question: Question) -> Answer:
        box = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"
        found = self._run(
            f"SELECT x >> {question.shift}, y >> {question.shift}, count(*), avg(x)::float8, avg(y)::float8, min(id)"
            f" FROM initiative WHERE {_where(question, f'spot && {box} AND ST_Intersects(spot, {box})')} GROUP BY 1, 2",
            question,
        )
        column, row, count, x, y, id_ = (np.array(each) for each in zip(*found, strict=True)) if found else _NOTHING
        groups = Groups(column, row, count, x, y)
        return Answer(int(count.sum()), groups=groups, body=geojson(x, y, count, id_))

    def _facets(self, question: Question) -> Answer:
        causes = "causes && %(causes)s::smallint[]" if question.causes else "true"
        skills = "skills && %(skills)s::smallint[]" if question.skills else "true"
        with_skill, with_cause = (_where(question, own, codes=False) for own in (skills, causes))
        found = self._run(
            f"SELECT 0, cause_mask, count(*) FROM initiative WHERE {with_skill} GROUP BY 2"
            f" UNION ALL SELECT 1, skill_mask, count(*) FROM initiative WHERE {with_cause} GROUP BY 2",
            question,
        )
        table = np.array(found, dtype=np.int64).reshape(-1, 3)
        (causes_found, having_skill), (skills_found, having_cause) = (
            table[table[:, 0] == which, 1:].T for which in (0, 1)
        )
        wanted = sum(1 << place for place in question.causes)
        matched = having_skill[(causes_found & wanted) != 0] if question.causes else having_skill
        return Answer(
            int(matched.sum()),
            causes=counts_by_code(causes_found, having_skill, self.sizes[0]),
            skills=counts_by_code(skills_found, having_cause, self.sizes[1]),
        )

    def _regions(self, question: Question) -> Answer:
        where = _where(question, "region >= 0")
        found = self._run(f"SELECT region, count(*) FROM initiative WHERE {where} GROUP BY region", question)
        return Answer(sum(row[1] for row in found), regions={region_code(place): count for place, count in found})


_HERE = "ST_MakePoint(%(lon)s, %(lat)s)::geography"
_NOTHING = tuple(np.zeros(0, dtype=np.int64) for _ in range(6))


def _where(question: Question, *more: str, codes: bool = True) -> str:
    kept = ["open"] * question.open + ["english"] * question.english + list(more)
    kept += ["causes && %(causes)s::smallint[]"] if codes and question.causes else []
    kept += ["skills && %(skills)s::smallint[]"] if codes and question.skills else []
    kept += [f"ST_DWithin(place, {_HERE}, %(metres)s)"] if question.km else []
    return " AND ".join(kept) or "true"


def _connect(address: str):  # type: ignore[no-untyped-def]
    import psycopg

    for _ in range(100):
        try:
            return psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError as error:
            failed = error
            time.sleep(0.2)
    raise SystemExit(f"PostgreSQL did not answer: {failed}")


def _rows(population: Population) -> Iterator[tuple[object, ...]]:
    """In map order, as CLUSTER would leave them."""
    order = population.map_order
    columns = (
        population.ids, population.lat, population.lon, *population.units, population.cause, population.skill,
        masks(population.causes), masks(population.skills), population.open, population.english, population.region,
    )  # fmt: skip
    for id_, lat, lon, x, y, cause, skill, *rest in zip(*(column[order].tolist() for column in columns), strict=True):
        place = f"SRID=4326;POINT({lon!r} {lat!r})" if lat == lat else None
        codes = (sorted({code for code in own if code >= 0}) for own in (cause, skill))
        yield id_, place, place, x, y, *codes, *rest
