"""The words of demonstration initiatives, from `words/*.toml`; each text is a pair, French and English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_FOLDER = Path(__file__).parent / "words"


class Pair(NamedTuple):
    """The same text in French and in English."""

    fr: str
    en: str


class Noun(NamedTuple):
    """What a kind of initiative may be called; `which` pins the summary and description that fit this noun alone."""

    fr: str
    en: str
    which: int | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A need that a kind of initiative has: skills by CIOC code, fewest and most places."""

    title: Pair
    skills: tuple[str, ...]
    fewest: int
    most: int
    remote: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of initiative. `hour` and `length` are those of its meetings, in hours; `on`: evening, weekend or day."""

    cause: str
    also: tuple[str, ...]
    nouns: tuple[Noun, ...]
    summary: tuple[Pair, ...]
    about: tuple[Pair, ...]
    roles: tuple[Role, ...]
    meetings: tuple[Pair, ...]
    hour: int
    length: int
    on: str


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the builder draws from; `rhythm` goes from days between meetings to the sentence that says so."""

    kinds: tuple[Kind, ...]
    landmarks: tuple[Pair, ...]
    rhythm: Mapping[int, Pair]
    tail: tuple[Pair, ...]
    invitation: tuple[Pair, ...]
    roots: tuple[Pair, ...]
    governance: Mapping[str, tuple[Pair, ...]]
    sharing: Mapping[str, tuple[Pair, ...]]


@cache
def words() -> Words:
    """The words, read once."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]
    common = next(file for file in files if "landmarks" in file)
    return Words(
        kinds=tuple(_kind(entry) for file in files for entry in file.get("kind", [])),
        landmarks=_pairs(common["landmarks"]),
        rhythm={days: Pair(fr, en) for days, fr, en in common["rhythm"]},
        tail=_pairs(common["tail"]),
        invitation=_pairs(common["invitation"]),
        roots=_pairs(common["roots"]),
        governance={code: _pairs(texts) for code, texts in common["governance"].items()},
        sharing={code: _pairs(texts) for code, texts in common["sharing"].items()},
    )


def _pairs(listed: list[list[str]]) -> tuple[Pair, ...]:
    return tuple(Pair(fr, en) for fr, en in listed)


def _kind(entry: Mapping[str, Any]) -> Kind:
    return Kind(
        cause=entry["cause"],
        also=tuple(entry["also"]),
        nouns=tuple(Noun(*noun) for noun in entry["nouns"]),
        summary=_pairs(entry["summary"]),
        about=_pairs(entry["about"]),
        roles=tuple(_role(need) for need in entry["needs"]),
        meetings=_pairs(entry["meetings"]),
        hour=entry["hours"][0],
        length=entry["hours"][1],
        on=entry["on"],
    )


def _role(need: Mapping[str, Any]) -> Role:
    fewest, most = need["places"]
    return Role(Pair(need["fr"], need["en"]), tuple(need["skills"]), fewest, most, need.get("remote", False))
