"""The catalogue's answers worked out one initiative at a time, without numpy: independent of the code under test.

Distances are Karney's, by geographiclib.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from geographiclib.geodesic import Geodesic
from hypothesis import HealthCheck, settings

from luminance_geo import vocabulary
from luminance_geo.catalogue.build import build
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.filters import BBox, Filters, Near, When
from luminance_geo.catalogue.parts_engine import PartsEngine
from luminance_geo.catalogue.present import Present
from luminance_geo.catalogue.rows import Entry, MeetingRow, NeedRow
from luminance_geo.catalogue.vectorised import VectorisedPart

NOW = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
CAUSES, SKILLS = list(vocabulary.causes()), list(vocabulary.skills())
GOVERNANCE, SHARING = list(vocabulary.governance()), list(vocabulary.sharing())
_SAINTS = [("st", "saint"), ("ste", "sainte"), ("sts", "saints"), ("stes", "saintes")]


def of_random_worlds(examples: int, *, derandomize: bool = True) -> settings:
    """So many examples, however long they take to make, always the same ones unless not derandomised."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=derandomize,
        suppress_health_check=list(HealthCheck),
    )


def km_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    return Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)["s12"] / 1000


def words_of(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").lower())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return letters.split()


@dataclass
class World:
    """Some initiatives with their needs and meetings."""

    entries: list[Entry]
    needs: list[NeedRow]
    meetings: list[MeetingRow]

    def engine(self) -> PartsEngine:
        return PartsEngine([self.part()], revision=7)

    def part(self) -> VectorisedPart:
        return VectorisedPart(*self.data())

    def data(self) -> tuple[Columns, Present]:
        columns = build(self.entries, self.needs, self.meetings, revision=7)
        return columns, Present.at(columns, NOW)

    def entry(self, id_: int) -> Entry:
        return next(entry for entry in self.entries if entry.id == id_)

    def standing(self, entry: Entry) -> list[NeedRow]:
        today = NOW.astimezone(ZoneInfo(entry.time_zone)).date()
        return [n for n in self.needs if n.initiative_id == entry.id and (n.until is None or n.until >= today)]

    def open_needs(self, entry: Entry) -> int:
        return sum(need.taken < need.capacity for need in self.standing(entry))

    def skills(self, entry: Entry) -> set[str]:
        return {skill for need in self.standing(entry) for skill in need.skills}

    def coming(self, entry: Entry) -> list[MeetingRow]:
        return [m for m in self.meetings if m.initiative_id == entry.id and m.ends_at > NOW]

    def is_open(self, entry: Entry) -> bool:
        return self.open_needs(entry) > 0 or any(m.capacity is None or m.taken < m.capacity for m in self.coming(entry))

    def has_words(self, entry: Entry, q: str) -> bool:
        causes = [vocabulary.causes()[code] for code in entry.causes]
        texts = [entry.name_fr, entry.name_en, entry.summary_fr, entry.summary_en, entry.locality]
        texts += [label for cause in causes for label in (cause.fr, cause.en)]
        own = {word for text in texts if text for word in words_of(text)}
        own |= {b if word == a else a for word in own for a, b in _SAINTS if word in (a, b)}
        return all(any(word.startswith(wanted) for word in own) for wanted in words_of(q))

    def meets(self, entry: Entry, when: When) -> bool:
        for meeting in self.meetings:
            zone = ZoneInfo(meeting.time_zone)
            first = meeting.starts_at.astimezone(zone).date()
            last = max(first, (meeting.ends_at - timedelta(microseconds=1)).astimezone(zone).date())
            if (
                meeting.initiative_id == entry.id
                and first <= (when.end or date.max)
                and last >= (when.start or date.min)
            ):
                return True
        return False

    def matches(self, entry: Entry, f: Filters) -> bool:
        own = {
            "cause": set(entry.causes), "skill": self.skills(entry), "region": set(entry.regions),
            "language": set(entry.languages), "governance": {entry.governance}, "sharing": {entry.sharing},
        }  # fmt: skip
        return (
            all(not getattr(f, name) or getattr(f, name) & codes for name, codes in own.items())
            and (not f.open or self.is_open(entry))
            and (not f.remote or entry.remote or entry.lat is None)
            and (f.demonstration is None or f.demonstration == entry.demonstration)
            and (f.when is None or self.meets(entry, f.when))
            and self.has_words(entry, f.q)
            and (f.bbox is None or in_box(entry, f.bbox) or (f.remote and entry.lat is None))
            and self.is_near(entry, f)
        )

    def is_near(self, entry: Entry, f: Filters) -> bool:
        if f.near is None or f.within_km is None:
            return True
        km = distance(entry, f.near)
        return f.remote if km is None else km <= f.within_km

    def matching(self, f: Filters) -> list[Entry]:
        return [entry for entry in self.entries if self.matches(entry, f)]

    def count(self, f: Filters) -> int:
        return len(self.matching(f))

    def need_ids(self, f: Filters) -> list[int]:
        return sorted(
            need.id
            for entry in self.matching(f)
            for need in self.standing(entry)
            if (not f.skill or f.skill & set(need.skills)) and (not f.open or need.taken < need.capacity)
        )

    def only(self, ids: set[int]) -> World:
        """The same, of some initiatives alone."""
        return World(
            [entry for entry in self.entries if entry.id in ids],
            [need for need in self.needs if need.initiative_id in ids],
            [meeting for meeting in self.meetings if meeting.initiative_id in ids],
        )


def distance(entry: Entry, near: Near) -> float | None:
    if entry.lat is None or entry.lon is None:
        return None
    return km_between(near.lat, near.lon, entry.lat, entry.lon)


def in_box(entry: Entry, box: BBox) -> bool:
    if entry.lat is None or entry.lon is None or not box.south <= entry.lat <= box.north:
        return False
    east = box.east if box.east >= box.west else box.east + 360
    return any(box.west <= entry.lon + turn <= east for turn in (-360, 0, 360))


class Maker:
    """Random worlds and queries from a seed: dense spots, poles, the antimeridian, the same spot many times."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def position(self) -> tuple[float, float]:
        r = self.random
        return r.choice(
            [
                lambda: (45.5 + r.uniform(-0.3, 0.3), -73.6 + r.uniform(-0.4, 0.4)),
                lambda: (45.53 + r.uniform(-3e-4, 3e-4), -73.62 + r.uniform(-3e-4, 3e-4)),
                lambda: (45.55, -73.62),
                lambda: (r.choice([90.0, -90.0, 89.9999]), r.uniform(-180, 180)),
                lambda: (r.uniform(-60, 60), r.choice([180.0, -180.0, 179.9999, -179.9999])),
                lambda: (51.9 + r.uniform(-0.5, 0.5), r.choice([-1, 1]) * (180 - r.uniform(0, 0.5))),
                lambda: (r.uniform(-90, 90), r.uniform(-180, 180)),
            ]
        )()

    def some(self, codes: list[str], most: int) -> tuple[str, ...]:
        return tuple(self.random.sample(codes, self.random.randint(0, most)))

    def entry(self, id_: int) -> Entry:
        r = self.random
        lat, lon = self.position() if r.random() < 0.9 else (None, None)
        return Entry(
            id=id_,
            slug=f"i-{id_}",
            name_fr=r.choice(["Les Œufs d’Élie", "Jardin St-Roch", "Sainte-Foy à vélo", None]),
            name_en=r.choice(["Saint Roch garden", "ᐃᓄᒃᑎᑐᑦ café", "$ {x} <b>"]),
            summary_fr=r.choice([None, "Réparer ensemble, le samedi"]),
            locality=r.choice([None, "Trois-Rivières"]),
            causes=self.some(CAUSES[:4], 2),
            languages=self.some(["fr", "en"], 2),
            governance=r.choice([None, *GOVERNANCE[:2]]),
            sharing=r.choice([None, *SHARING[:2]]),
            regions=self.some(["province-24", "mrc-66", "mrc-67", "borough-montreal-verdun"], 3),
            remote=r.random() < 0.3,
            demonstration=r.random() < 0.5,
            lat=lat,
            lon=lon,
            time_zone=r.choice(["America/Toronto", "America/Vancouver", "America/St_Johns"]),
            published_at=NOW - timedelta(days=r.randint(0, 5)),
        )

    def world(self, size: int) -> World:
        r = self.random
        ids = r.sample(range(1, 10 * size + 2), size)
        return self.world_of(ids)

    def world_of(self, ids: list[int]) -> World:
        r = self.random
        return World(
            [self.entry(i) for i in ids],
            [self.need(i, id_) for i in ids for id_ in r.sample([3 * i, 3 * i + 1, 3 * i + 2], r.choice([0, 1, 2]))],
            [self.meeting(i) for i in ids for _ in range(r.choice([0, 1, 2]))],
        )

    def need(self, initiative_id: int, id_: int) -> NeedRow:
        r = self.random
        until = r.choice([None, date(2026, 11, r.randint(21, 25))])
        return NeedRow(initiative_id, self.some(SKILLS[:4], 2), 2, r.randint(0, 2), until, id_)

    def meeting(self, id_: int) -> MeetingRow:
        r = self.random
        starts = NOW + timedelta(hours=r.choice([-30, -1, 0, 5, r.randint(-100, 400)]), minutes=r.choice([0, 30]))
        ends = starts + timedelta(hours=r.choice([0, 1, 6, 50]))
        zone = r.choice(["America/Toronto", "America/St_Johns"])
        return MeetingRow(id_, starts, ends, zone, r.choice([None, 2]), r.randint(0, 2))

    def near(self) -> tuple[Near, float]:
        r = self.random
        return Near("x", *self.position()), r.choice([0.01, 1.0, 5.0, 25.0, 300.0, 1000.0, 19000.0])

    def box(self) -> BBox:
        r = self.random
        lat, lon = self.position()
        half = r.choice([0.001, 0.2, 1.0, 40.0, 179.0])
        west, east = ((value + 180) % 360 - 180 for value in (lon - half, lon + half))
        whole = BBox(-180, -90, 180, 90)
        return r.choice([whole, BBox(west, max(-90, lat - half), east, min(90, lat + half))])

    def filters(self, chance: float = 0.25) -> Filters:
        r = self.random

        def maybe(value: object, otherwise: object) -> object:
            return value if r.random() < chance else otherwise

        near, within = self.near() if r.random() < 0.6 else (None, None)
        start, length = date(2026, 11, r.randint(18, 30)), timedelta(days=r.randint(0, 9))
        when = r.choice([When(start, start + length), When(start, None), When(None, start)])
        none: frozenset[str] = frozenset()
        return Filters(
            cause=maybe(frozenset(self.some(CAUSES[:4], 3)), none),  # type: ignore[arg-type]
            skill=maybe(frozenset(self.some(SKILLS[:4], 3)), none),  # type: ignore[arg-type]
            near=near,
            within_km=within,
            region=maybe(frozenset(self.some(["province-24", "mrc-66", "mrc-99"], 2)), none),  # type: ignore[arg-type]
            when=maybe(when, None),  # type: ignore[arg-type]
            open=r.random() < chance,
            remote=r.random() < chance,
            language=maybe(frozenset(self.some(["fr", "en"], 1)), none),  # type: ignore[arg-type]
            governance=maybe(frozenset(self.some(GOVERNANCE[:2], 1)), none),  # type: ignore[arg-type]
            sharing=maybe(frozenset(self.some(SHARING[:2], 1)), none),  # type: ignore[arg-type]
            demonstration=r.choice([True, False]) if r.random() < chance else None,
            q=str(
                maybe(r.choice(["elie", "ŒUF", "saint", "st", "roch jar", "repar", "ᐃᓄ", "trois r", "!!", "zz"]), "")
            ),
            bbox=self.box() if r.random() < chance else None,
            sort=r.choice([None, "distance", "soonest", "newest", "name"]),
        )


def choices(f: Filters) -> Iterator[tuple[str, str, Filters]]:
    """Every facet: its dimension, its value, and the filters that choosing it alone gives."""
    for name, dimension, codes in (
        ("cause", "causes", CAUSES), ("skill", "skills", SKILLS), ("language", "languages", ["fr", "en"]),
        ("governance", "governance", GOVERNANCE), ("sharing", "sharing", SHARING),
    ):  # fmt: skip
        for code in codes:
            yield dimension, code, replace(f, **{name: frozenset({code})})
    for value in (True, False):
        yield "demonstration", str(value).lower(), replace(f, demonstration=value)
    for km in (1, 2, 5, 10, 25, 50, 100) if f.near else ():
        yield "within", str(km), replace(f, within_km=km)
