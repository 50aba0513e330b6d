"""One demonstration initiative, with its needs and meetings, as rows ready for the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from luminance_geo.demo.rules import Draws, at_local, first_day, in_place, of_place
from luminance_geo.demo.spread import Spot
from luminance_geo.demo.words import Kind, Noun, Pair, Role, words
from luminance_geo.initiatives.model import Precision, State
from luminance_geo.initiatives.rules import local_day

Row = dict[str, Any]

_ONLINE, _APPROXIMATE = 0.04, 0.18
_WRITTEN = {"QC": (0.55, 0.35), "NB": (0.60, 0.15), "elsewhere": (0.48, 0.07)}
"""Share of initiatives written in both languages, and in French only, by province; the others are in English only."""

_SPOKEN = {"QC": (0.35, 0.60), "NB": (0.45, 0.25), "elsewhere": (0.15, 0.10)}
"""Likewise for the languages that activities are held in."""


@dataclass(frozen=True, slots=True)
class Composed:
    """Rows of one initiative: its id and slug are given when it is stored."""

    initiative: Row
    names: tuple[str, str]
    needs: list[Row] = field(default_factory=list)
    meetings: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Writing:
    """In which languages the texts are, when they were written, and what fills their placeholders."""

    fr_at: datetime | None
    en_at: datetime | None
    fr: dict[str, object]
    en: dict[str, object]

    def text(self, name: str, pair: Pair) -> Row:
        """The two columns of a text without time of edit."""
        return {
            f"{name}_fr": pair.fr.format(**self.fr) if self.fr_at else None,
            f"{name}_en": pair.en.format(**self.en) if self.en_at else None,
        }

    def dated(self, name: str, pair: Pair) -> Row:
        """The four columns of a text with its times of edit."""
        return self.text(name, pair) | {f"{name}_fr_at": self.fr_at, f"{name}_en_at": self.en_at}


def compose(spot: Spot, draws: Draws, now: datetime) -> Composed:
    """A fictional initiative at `spot`, whose meetings come after `now` (aware)."""
    kind = draws.pick(words().kinds)
    online = draws.chance(_ONLINE)
    created = now - timedelta(days=draws.between(20, 600), minutes=draws.between(0, 1439))
    near = draws.between(0, 3)
    near_fr, near_en = (_part(name, near) for name in (spot.near_fr, spot.near_en))
    writing = _writing(spot, draws, created, near_fr, near_en)
    noun = draws.pick(kind.nouns)
    name = _name(noun, spot, draws, near_fr, near_en)
    every = draws.pick(tuple(words().rhythm))
    row = (
        _base(spot, online, created, draws)
        | writing.dated("name", name)
        | writing.dated("summary", _joined(_fit(kind.summary, noun, draws), draws.pick(words().tail)))
        | writing.dated("description", _description(_fit(kind.about, noun, draws), every, draws))
        | {"causes": [kind.cause, *draws.some(kind.also, draws.pick((0, 0, 1, 1, 2)))]}
        | _ways(writing, draws)
    )
    edited = [at for at in (row["name_fr_at"], row["name_en_at"]) if at]
    row["updated_at"] = row["confirmed_at"] = max(edited)
    full = draws.chance(0.12)
    return Composed(
        initiative=row,
        names=(str(row["name_fr"] or row["name_en"]), spot.locality),
        needs=_needs(kind, writing, draws, now, spot.time_zone, full=full, online=online),
        meetings=_meetings(kind, writing, draws, now, spot.time_zone, every=every, full=full, online=online),
    )


def _part(name: str, which: int) -> str:
    """One of the neighbourhoods that a borough's name joins by dashes."""
    parts = name.split("–")
    return parts[which % len(parts)].strip()


def _joined(*pairs: Pair) -> Pair:
    return Pair(" ".join(pair.fr for pair in pairs), " ".join(pair.en for pair in pairs))


def _writing(spot: Spot, draws: Draws, created: datetime, near_fr: str, near_en: str) -> _Writing:
    both, french = _WRITTEN.get(spot.province, _WRITTEN["elsewhere"])
    level = draws.between(0, 999) / 1000
    year, count = created.year - draws.between(0, 6), draws.between(6, 40)
    shared: dict[str, object] = {"year": year, "count": count}
    later = created + timedelta(days=draws.between(1, 19))
    fr_at, en_at = (created, later) if spot.province == "QC" else (later, created)
    if not draws.chance(0.15):  # else one side is newer, and the other may be out of date
        fr_at = en_at = created
    return _Writing(
        fr_at=fr_at if level < both + french else None,
        en_at=en_at if level < both or level >= both + french else None,
        fr=shared | {"place": near_fr, "of_place": of_place(near_fr), "in_place": in_place(near_fr)},
        en=shared | {"place": near_en},
    )


def _fit(texts: tuple[Pair, ...], noun: Noun, draws: Draws) -> Pair:
    drawn = draws.pick(texts)
    return drawn if noun.which is None else texts[noun.which]


def _name(noun: Noun, spot: Spot, draws: Draws, near_fr: str, near_en: str) -> Pair:
    if draws.chance(0.75 if spot.big else 0.45):
        landmark = draws.pick(words().landmarks)
        return Pair(f"{noun.fr} {landmark.fr}", f"{landmark.en} {noun.en}")
    return Pair(f"{noun.fr} {of_place(near_fr)}", f"{near_en} {noun.en}")


def _description(about: Pair, every: int, draws: Draws) -> Pair:
    invitations = draws.some(words().invitation, 2)
    return _joined(about, words().rhythm[every], *invitations)


def _base(spot: Spot, online: bool, created: datetime, draws: Draws) -> Row:
    """What does not depend on the words. The address is of no real street, so that nobody is sent to a neighbour's."""
    approximate = not online and draws.chance(_APPROXIMATE)
    number = draws.between(2, 480)
    street = f"{number}, rue de l’Exemple" if spot.province == "QC" else f"{number} Example Street"
    exact = not (online or approximate)
    return {
        "state": State.PUBLISHED,
        "demonstration": True,
        "languages": _languages(spot.province, draws),
        "remote": online or draws.chance(0.08),
        "lat": None if online else spot.lat,
        "lon": None if online else spot.lon,
        "precision": Precision.ONLINE if online else Precision.APPROXIMATE if approximate else Precision.EXACT,
        "address": street if exact else None,
        "locality": spot.locality,
        "postal_code": None,
        "regions": list(spot.regions),
        "time_zone": spot.time_zone,
        "website": None,
        "source": None,
        "source_id": None,
        "source_kind": None,
        "source_date": None,
        "created_at": created,
        "published_at": created,
    }


def _languages(province: str, draws: Draws) -> list[str]:
    both, french = _SPOKEN.get(province, _SPOKEN["elsewhere"])
    level = draws.between(0, 999) / 1000
    if level < both:
        return ["fr", "en"]
    return ["fr"] if level < both + french else ["en"]


def _ways(writing: _Writing, draws: Draws) -> Row:
    """How decisions are taken, how it is rooted in its territory, how any surplus is shared: on many, not on all."""
    row: Row = {}
    for name, choices, share in (("governance", words().governance, 0.75), ("sharing", words().sharing, 0.7)):
        code, told = draws.pick(tuple(choices)), draws.chance(share)
        text = draws.pick(choices[code])
        row[name] = code if told else None
        row |= writing.text(name, text) if told and draws.chance(0.7) else {f"{name}_fr": None, f"{name}_en": None}
    roots = draws.pick(words().roots)
    return row | (writing.text("roots", roots) if draws.chance(0.7) else {"roots_fr": None, "roots_en": None})


def _taken(capacity: int, draws: Draws, *, full: bool) -> int:
    return capacity if full else draws.between(0, capacity - 1)


def _needs(
    kind: Kind, writing: _Writing, draws: Draws, now: datetime, time_zone: str, *, full: bool, online: bool
) -> list[Row]:
    roles = draws.some(kind.roles, draws.pick((0, 1, 1, 1, 2, 2, 2, 2, 3, 3)))
    return [_need(role, writing, draws, now, time_zone, full=full, online=online) for role in roles]


def _need(
    role: Role, writing: _Writing, draws: Draws, now: datetime, time_zone: str, *, full: bool, online: bool
) -> Row:
    capacity = draws.between(role.fewest, role.most)
    last = local_day(now, time_zone) + timedelta(days=draws.between(14, 100))
    return writing.dated("title", role.title) | {
        "skills": list(role.skills),
        "capacity": capacity,
        "taken": _taken(capacity, draws, full=full or draws.chance(0.15)),
        "remote": role.remote or online,
        "until": last if draws.chance(0.15) else None,
    }


def _meetings(
    kind: Kind, writing: _Writing, draws: Draws, now: datetime, time_zone: str, *, every: int, full: bool, online: bool
) -> list[Row]:
    """Coming meetings at sensible local hours, `every` so many days."""
    if draws.chance(0.28):
        return []
    start = first_day(kind.on, local_day(now, time_zone), draws.between(0, 3), draws.between(0, 3))
    hour, minute = kind.hour + draws.between(-1, 1), draws.pick((0, 0, 30))
    limited, main = draws.chance(0.6), draws.pick(kind.meetings)
    rows = []
    for number in range(draws.between(1, 4)):
        begins = at_local(start + timedelta(days=number * every), hour, minute, time_zone)
        capacity = draws.between(8, 40) if limited else None
        rows.append(
            writing.dated("title", main if draws.chance(0.7) else draws.pick(kind.meetings))
            | {
                "starts_at": begins,
                "ends_at": begins + timedelta(hours=kind.length),
                "time_zone": time_zone,
                "capacity": capacity,
                "taken": draws.between(0, 12) if capacity is None else _taken(capacity, draws, full=full),
                "remote": online or draws.chance(0.04),
                "address": None,
                "lat": None,
                "lon": None,
                "cancelled_at": None,
                "sequence": 0,
            }
        )
    return rows
