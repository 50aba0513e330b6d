"""numpy by hand, over every row: the plain haversine in float64, and straight lines from ready-made columns."""

from __future__ import annotations

import numpy as np

from luminance_geo.geo import distance_km
from tests.benchmarks.peers.answers import Answer, geojson, group
from tests.benchmarks.peers.population import Bools, Floats, Ints, Population, region_code
from tests.benchmarks.peers.workload import FIRST, KINDS, NEAREST, Question

_RADIUS_KM = 6371.0088
_SPHERE = 0.006
"""By how much of itself a distance on the sphere may differ from the geodesic."""


class Haversine:
    """Filters as masks over boolean columns; distances of all rows on the sphere, then PROJ where it decides."""

    name = "numpy brute force"
    kinds = frozenset(KINDS)
    every = 1
    exact = True

    def __init__(self, population: Population) -> None:
        order = population.map_order
        self.ids = population.ids[order]
        self.lat, self.lon = population.lat[order], population.lon[order]
        self.phi, self.lam = np.radians(self.lat), np.radians(self.lon)
        self.cos_phi = np.cos(self.phi)
        self.x, self.y = (axis[order] for axis in population.units)
        self.causes, self.skills = population.causes[:, order], population.skills[:, order]
        self.open, self.english = population.open[order], population.english[order]
        self.region = population.region[order]
        self.somewhere = ~np.isnan(self.lat)

    def close(self) -> None:
        """Nothing is held."""

    def ask(self, question: Question) -> Answer:
        """By kind."""
        return getattr(self, f"_{question.kind}")(question)  # type: ignore[no-any-return]

    def distances(self, question: Question) -> Floats:
        """Of every row, in whatever unit sorts alike."""
        phi, lam = np.radians(question.here)
        half = np.sin((self.phi - phi) / 2) ** 2 + self.cos_phi * np.cos(phi) * np.sin((self.lam - lam) / 2) ** 2
        return 2 * _RADIUS_KM * np.arcsin(np.sqrt(half))

    def within(self, question: Question, distances: Floats) -> Bools:
        """Which rows lie in the radius."""
        km = question.km or 0.0
        near = distances <= km * (1 - _SPHERE)
        rim = np.flatnonzero((distances <= km * (1 + _SPHERE)) & ~near)
        near[rim] = distance_km(*question.here, self.lat[rim], self.lon[rim]) <= km
        return near

    def first(self, question: Question, rows: Ints, distances: Floats, most: int) -> Ints:
        """The nearest of some rows."""
        if len(rows) > most:
            edge = np.partition(distances, most - 1)[most - 1] * (1 + 2 * _SPHERE)
            rows = rows[distances <= edge]
        return rows[np.argsort(distance_km(*question.here, self.lat[rows], self.lon[rows]))[:most]]

    def _mask(self, question: Question, *, causes: bool = True, skills: bool = True) -> Bools:
        masks = [self.open] * question.open + [self.english] * question.english
        for wanted, flags, places in ((causes, self.causes, question.causes), (skills, self.skills, question.skills)):
            if wanted and places:
                masks.append(np.logical_or.reduce([flags[place] for place in places]))
        return np.logical_and.reduce(masks) if masks else np.ones(len(self.ids), dtype=np.bool_)

    def _search(self, question: Question) -> Answer:
        distances = self.distances(question)
        rows = np.flatnonzero(self._mask(question) & self.within(question, distances))
        return Answer(len(rows), self.ids[self.first(question, rows, distances[rows], FIRST)].tolist())

    def _nearest(self, question: Question) -> Answer:
        rows = np.flatnonzero(self._mask(question) & self.somewhere)
        distances = self.distances(question)[rows]
        return Answer(0, self.ids[self.first(question, rows, distances, NEAREST)].tolist())

    def _matching(self, question: Question) -> Bools:
        mask = self._mask(question)
        return mask & self.within(question, self.distances(question)) if question.km else mask

    def seen(self, question: Question) -> Ints:
        """The rows of a view that match."""
        box = question.box
        seen = (self.lat >= box.south) & (self.lat <= box.north) & (self.lon >= box.west) & (self.lon <= box.east)
        return np.flatnonzero(self._matching(question) & seen)

    def _cells(self, question: Question) -> Answer:
        rows = self.seen(question)
        groups, first = group(self.x[rows], self.y[rows], question.shift)
        body = geojson(groups.x, groups.y, groups.count, self.ids[rows[first]])
        return Answer(len(rows), groups=groups, body=body)

    def _facets(self, question: Question) -> Answer:
        near = self.within(question, self.distances(question)) if question.km else True
        for_causes = self._mask(question, causes=False) & near
        for_skills = self._mask(question, skills=False) & near
        return Answer(
            int(np.count_nonzero(self._mask(question) & near)),
            causes=[int(np.count_nonzero(flags & for_causes)) for flags in self.causes],
            skills=[int(np.count_nonzero(flags & for_skills)) for flags in self.skills],
        )

    def _regions(self, question: Question) -> Answer:
        counts = np.bincount(self.region[self._matching(question) & self.somewhere])
        found = {region_code(place): int(counts[place]) for place in np.flatnonzero(counts).tolist()}
        return Answer(int(counts.sum()), regions=found)


class Chords(Haversine):
    """The same with earth-centred coordinates made beforehand: no angle is worked out while answering."""

    name = "numpy, ready-made chords"
    kinds = frozenset({"search", "nearest"})

    def __init__(self, population: Population) -> None:
        super().__init__(population)
        self.axes = np.ascontiguousarray(population.xyz[population.map_order].T)

    def distances(self, question: Question) -> Floats:
        """Squared metres of straight line."""
        return sum((axis - at) ** 2 for axis, at in zip(self.axes, question.centre, strict=True))  # type: ignore[return-value]

    def within(self, question: Question, distances: Floats) -> Bools:
        """The rims of the questions are clear: a straight line decides."""
        return distances <= question.chord_m**2

    def first(self, question: Question, rows: Ints, distances: Floats, most: int) -> Ints:
        """The nearest of some rows."""
        if len(rows) > most:
            close = np.argpartition(distances, most - 1)[:most]
            rows, distances = rows[close], distances[close]
        return rows[np.argsort(distances)]
