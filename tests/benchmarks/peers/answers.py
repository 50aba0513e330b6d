"""What engines answer, in one form for all, and what is right: float64 over every row, PROJ where a rim is near."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from luminance_geo.geo import distance_km, from_pixels
from tests.benchmarks.peers.population import UNITS_ZOOM, Bools, Floats, Ints, Population, region_code
from tests.benchmarks.peers.workload import FIRST, MEAN_RADIUS_M, NEAREST, Question

PLANAR = 0.1
"""What a projected plane may miss of a count."""
STRETCH = 0.03
"""By how much a projected plane may lengthen or shorten a radius: some 2 % in the south of the country."""
UNTOLD = -1
"""The count of one who does not tell how many match."""
_SAME_KM = 2e-5


@dataclass(frozen=True)
class Groups:
    """Cells of the grid in whatever order: their column and row, how many, and the mean position in units."""

    column: Ints
    row: Ints
    count: Ints
    x: Floats
    y: Floats


@dataclass(frozen=True)
class Answer:
    """How many match; then what the kind of question asks for.

    `ids` of what comes first · `groups` and the bytes of their GeoJSON · counts by place of cause and of skill · counts
    by region code.
    """

    matched: int
    ids: Sequence[int] = ()
    groups: Groups | None = None
    body: bytes = b""
    causes: Sequence[int] = ()
    skills: Sequence[int] = ()
    regions: Mapping[str, int] | None = None


class Peer(Protocol):
    """An engine, filled and warm: `kinds` of questions that it can answer, asking it one in `every`.

    `every` shares no divisor with the periods of the workload (4, 5, 13): else it would always get the same sort.
    """

    name: str
    kinds: frozenset[str]
    every: int
    exact: bool

    def ask(self, question: Question) -> Answer:
        """The answer; this is what is timed."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


def geojson(x: Floats, y: Floats, count: Ints, id_: Ints) -> bytes:
    """Marks as an answer of the API is written; positions in units, `id_` where a mark stands for one."""
    lat, lon = from_pixels(x, y, UNITS_ZOOM)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(east, 6), round(north, 6)]},
            "properties": {"count": many} if many > 1 else {"count": 1, "id": own},
        }
        for east, north, many, own in zip(lon.tolist(), lat.tolist(), count.tolist(), id_.tolist(), strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


class Truth:
    """The right answers of one population."""

    def __init__(self, population: Population) -> None:
        self._all = population
        self._somewhere = ~np.isnan(population.lat)

    def ask(self, question: Question) -> Answer:
        """The right answer; `groups` hold exact means."""
        near = self._near(question)
        matching = self._masks(question) & near
        if question.kind in {"search", "nearest"}:
            matching &= self._somewhere
            return Answer(int(matching.sum()), self._first(question, np.flatnonzero(matching)))
        if question.kind == "cells":
            return self._cells(question, matching)
        if question.kind == "regions":
            places, counts = np.unique(self._all.region[matching & self._somewhere], return_counts=True)
            regions = dict(zip(map(region_code, places.tolist()), counts.tolist(), strict=True))
            return Answer(sum(regions.values()), regions=regions)
        rest = self._masks(question, "causes", "skills") & near
        return Answer(
            int(matching.sum()),
            causes=(self._all.causes & rest & _any(self._all.skills, question.skills)).sum(axis=1).tolist(),
            skills=(self._all.skills & rest & _any(self._all.causes, question.causes)).sum(axis=1).tolist(),
        )

    def km(self, question: Question, ids: Sequence[int]) -> Floats:
        """Distances of initiatives from the centre."""
        rows = np.asarray(ids, dtype=np.int64) - 1
        return distance_km(*question.here, self._all.lat[rows], self._all.lon[rows])

    def _masks(self, question: Question, *apart: str) -> Bools:
        mask = np.ones(len(self._all), dtype=np.bool_)
        mask &= self._all.open if question.open else True
        mask &= self._all.english if question.english else True
        mask &= _any(self._all.causes, question.causes) if "causes" not in apart else True
        mask &= _any(self._all.skills, question.skills) if "skills" not in apart else True
        return mask

    def _metres(self, question: Question) -> Floats:
        """Geodesic distances, right within 2 cm up to 100 km."""
        apart = self._all.xyz - np.array(question.centre)
        chord = np.sqrt(np.einsum("ij,ij->i", apart, apart))
        return 2 * MEAN_RADIUS_M * np.arcsin(np.clip(chord / 2 / MEAN_RADIUS_M, 0, 1))

    def _near(self, question: Question) -> Bools:
        if question.km is None:
            return np.ones(len(self._all), dtype=np.bool_)
        metres = self._metres(question)
        near = metres <= question.km * 1000
        rim = np.flatnonzero(np.abs(metres - question.km * 1000) < 10.0)
        near[rim] = self.km(question, rim + 1) <= question.km
        return near

    def _first(self, question: Question, rows: Ints) -> list[int]:
        first = FIRST if question.kind == "search" else NEAREST
        metres = self._metres(question)[rows]
        enough = np.sort(metres)[min(first, len(rows)) - 1] if len(rows) else 0.0
        close = rows[metres <= enough * 1.01 + 1.0]
        return (close[np.lexsort((close, self.km(question, close + 1)))][:first] + 1).tolist()

    def _cells(self, question: Question, matching: Bools) -> Answer:
        box, (x, y) = question.box, self._all.units
        lat, lon = self._all.lat, self._all.lon
        seen = matching & (lat >= box.south) & (lat <= box.north) & (lon >= box.west) & (lon <= box.east)
        groups = group(x[seen], y[seen], question.shift)[0]
        return Answer(int(seen.sum()), groups=groups)


def group(x: Ints, y: Ints, shift: int) -> tuple[Groups, Ints]:
    """Units into cells of the grid, and the place of one of each cell."""
    key = ((y >> shift) << 32) | (x >> shift)
    _, first, cell, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    means = (np.bincount(cell, axis, minlength=len(count)) / count for axis in (x, y))
    return Groups(x[first] >> shift, y[first] >> shift, count, *means), first


def _any(flags: Bools, places: Sequence[int]) -> Bools:
    return flags[list(places)].any(axis=0) if places else np.ones(flags.shape[1], dtype=np.bool_)


def check(truth: Truth, question: Question, right: Answer, given: Answer, peer: Peer) -> None:
    """Stop with what differs: a figure of a wrong answer is worth nothing."""
    wrong = _differences(truth, question, right, given) if peer.exact else _planar(truth, question, right, given)
    if wrong:
        raise SystemExit(f"{peer.name} gives wrong {wrong}: {question}")


def _planar(truth: Truth, question: Question, right: Answer, given: Answer) -> str:
    if given.matched == UNTOLD or abs(right.matched - given.matched) <= 10 + PLANAR * right.matched:
        return ""
    if not question.km:
        return "count"
    least, most = (truth.ask(replace(question, km=question.km * (1 + side))).matched for side in (-STRETCH, STRETCH))
    return "" if least <= given.matched <= most else "count"  # a town may lie about the rim


def _differences(truth: Truth, question: Question, right: Answer, given: Answer) -> str:
    if question.kind != "nearest" and right.matched != given.matched:
        return f"count {given.matched}, not {right.matched}"
    if question.kind in {"search", "nearest"}:
        km, asked = truth.km(question, given.ids), truth.km(question, right.ids)
        same = len(km) == len(asked) and len(set(given.ids)) == len(km) and np.abs(km - asked).max(initial=0) < _SAME_KM
        return "" if same else "order"
    if question.kind == "regions":
        return "" if given.regions == right.regions else "counts by region"
    if question.kind == "facets":
        return "" if [*given.causes, *given.skills] == [*right.causes, *right.skills] else "facets"
    return _cells_differ(question, right.groups, given.groups)


def _cells_differ(question: Question, right: Groups | None, given: Groups | None) -> str:
    if given is None or right is None:
        return "" if given is right or given is None else "cells"
    one, other = (np.lexsort((groups.column, groups.row)) for groups in (right, given))
    for name in ("column", "row", "count"):
        if not np.array_equal(getattr(right, name)[one], getattr(given, name)[other]):
            return f"cells ({name})"
    half = 0.5 * 2.0 ** (UNITS_ZOOM - question.zoom)
    moved = np.hypot(right.x[one] - given.x[other], right.y[one] - given.y[other])
    return "" if moved.max(initial=0) <= half else "centres of cells"
