"""What one writes first: geopandas on a projected plane, and folium with one marker for each initiative."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.peers.answers import Answer, Groups, geojson
from tests.benchmarks.peers.population import Bools, Population, region_code
from tests.benchmarks.peers.workload import FIRST, Question

STATISTICS_CANADA = 3347  # Lambert conformal conic, metres
MOST_MARKERS = 5_000


class GeoPandas:
    """Boolean columns of a frame, `distance` in EPSG:3347 (projected beforehand), `groupby`; not exact."""

    name = "plain geopandas"
    kinds = frozenset({"search", "cells", "facets", "regions"})
    every = 11
    exact = False

    def __init__(self, population: Population) -> None:
        import geopandas as gpd
        import pandas as pd

        x, y = population.units
        columns = {
            "open": population.open, "english": population.english, "x": x, "y": y, "region": population.region,
        }  # fmt: skip
        self.cause = [f"cause_{place}" for place in range(len(population.causes))]
        self.skill = [f"skill_{place}" for place in range(len(population.skills))]
        columns |= dict(zip(self.cause, population.causes, strict=True))
        columns |= dict(zip(self.skill, population.skills, strict=True))
        somewhere = ~np.isnan(population.lat)
        points = gpd.GeoSeries.from_xy(population.lon, population.lat, crs=4326).where(somewhere)
        self.gpd = gpd
        frame = gpd.GeoDataFrame(pd.DataFrame(columns), geometry=points, crs=4326)
        frame["plane"] = points.to_crs(STATISTICS_CANADA)
        self.frame = frame.set_index(population.ids)
        self.frame.sindex  # noqa: B018  # made now, not by the first question

    def close(self) -> None:
        """Nothing is held."""

    def ask(self, question: Question) -> Answer:
        """By kind."""
        return getattr(self, f"_{question.kind}")(question)  # type: ignore[no-any-return]

    def _kept(self, question: Question, frame, *, causes: bool = True, skills: bool = True):  # type: ignore[no-untyped-def]
        for wanted, name in ((question.open, "open"), (question.english, "english")):
            frame = frame[frame[name]] if wanted else frame
        if causes and question.causes:
            frame = frame[self._any(frame, self.cause, question.causes)]
        if skills and question.skills:
            frame = frame[self._any(frame, self.skill, question.skills)]
        if question.km:
            frame = frame[frame["plane"].distance(self._centre(question)) <= question.km * 1000]
        return frame

    def _any(self, frame, names: list[str], places: tuple[int, ...]) -> Bools:  # type: ignore[no-untyped-def]
        return frame[[names[place] for place in places]].any(axis=1)  # type: ignore[no-any-return]

    def _centre(self, question: Question):  # type: ignore[no-untyped-def]
        lat, lon = question.here
        return self.gpd.GeoSeries.from_xy([lon], [lat], crs=4326).to_crs(STATISTICS_CANADA).iloc[0]

    def _search(self, question: Question) -> Answer:
        kept = self._kept(question, self.frame)
        metres = kept["plane"].distance(self._centre(question)).sort_values()
        return Answer(len(kept), metres.index[:FIRST].tolist())

    def _cells(self, question: Question) -> Answer:
        box = question.box
        kept = self._kept(question, self.frame.cx[box.west : box.east, box.south : box.north])
        cell = 2**question.shift
        grid = kept.assign(c=kept["x"] // cell, r=kept["y"] // cell, id=kept.index)
        found = grid.groupby(["c", "r"]).agg(n=("x", "size"), x=("x", "mean"), y=("y", "mean"), id=("id", "min"))
        cells = found.reset_index()
        groups = Groups(*(cells[name].to_numpy() for name in ("c", "r", "n", "x", "y")))
        return Answer(len(kept), groups=groups, body=geojson(groups.x, groups.y, groups.count, cells["id"].to_numpy()))

    def _facets(self, question: Question) -> Answer:
        rest = self._kept(question, self.frame, causes=False, skills=False)
        causes = self._any(rest, self.cause, question.causes) if question.causes else np.ones(len(rest), dtype=bool)
        skills = self._any(rest, self.skill, question.skills) if question.skills else np.ones(len(rest), dtype=bool)
        return Answer(
            int((causes & skills).sum()),
            causes=rest.loc[skills, self.cause].sum().tolist(),
            skills=rest.loc[causes, self.skill].sum().tolist(),
        )

    def _regions(self, question: Question) -> Answer:
        kept = self._kept(question, self.frame)
        counts = kept[kept["region"] >= 0].groupby("region").size()
        return Answer(int(counts.sum()), regions={region_code(place): count for place, count in counts.items()})


class Folium:
    """A map with one marker for each initiative of the view, written out as its page; only where they are few."""

    name = f"folium, one marker each (views of at most {MOST_MARKERS:,})"
    kinds = frozenset({"cells"})
    every = 3
    exact = True

    def __init__(self, population: Population) -> None:
        from tests.benchmarks.peers.by_hand import Haversine

        self.mask = Haversine(population)
        import folium

        self.folium = folium

    def close(self) -> None:
        """Nothing is held."""

    def can(self, question: Question) -> bool:
        """Whether the view is small enough to be worth waiting for."""
        return len(self.mask.seen(question)) <= MOST_MARKERS

    def ask(self, question: Question) -> Answer:
        """The page of a view."""
        rows = self.mask.seen(question)
        page = self.folium.Map(location=question.here, zoom_start=question.zoom, tiles=None)
        for lat, lon in zip(self.mask.lat[rows].tolist(), self.mask.lon[rows].tolist(), strict=True):
            self.folium.CircleMarker((lat, lon), radius=5).add_to(page)
        return Answer(len(rows), body=page.get_root().render().encode())
