"""Causes, skills and the other closed lists: codes, labels in French and English, and mappings to peers' lists.

Read once from `data/vocabulary`: the causes are ours; skills are the CIOC Open Volunteer Classifications (CC0).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from luminance_geo.i18n import Language
from luminance_geo.settings import data_root

Scheme = Literal["cioc-interest", "jeveuxaider-domain", "api-engagement-domain", "essglobal-activity"]


@dataclass(frozen=True, slots=True)
class Term:
    """A code with its labels."""

    code: str
    fr: str
    en: str

    def label(self, language: Language) -> str:
        """The label in `language`."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Cause(Term):
    """A cause: its one-line descriptions, its fill by day and by night (sRGB hex), the name of its icon."""

    about_fr: str
    about_en: str
    light: str
    dark: str
    icon: str

    def about(self, language: Language) -> str:
        """The one-line description in `language`."""
        return self.about_fr if language == "fr" else self.about_en


@dataclass(frozen=True, slots=True)
class SkillGroup(Term):
    """A handful of skills that one scans together."""

    skills: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    path: Path = data_root() / "vocabulary" / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def _terms(name: str) -> MappingProxyType[str, Term]:
    return MappingProxyType({row["code"]: Term(row["code"], row["fr"], row["en"]) for row in _rows(name)})


@cache
def causes() -> MappingProxyType[str, Cause]:
    """The twelve causes by code, in chart order.

    >>> causes()["food"].label("fr")
    'Tables et cuisines'
    """
    return MappingProxyType({row["code"]: Cause(**row) for row in _rows("causes")})


@cache
def skills() -> MappingProxyType[str, Term]:
    """The thirty skills by CIOC code.

    >>> skills()["FIRSTAID"].label("fr")
    'Premiers soins'
    """
    rows = _rows("cioc_skillexperience")
    return MappingProxyType(
        {row["Code"]: Term(row["Code"], row["Name (fr-CA)"], row["Name (en-CA)"]) for row in rows if row["Code"]}
    )


@cache
def skill_groups() -> tuple[SkillGroup, ...]:
    """The skills in seven groups; each skill stands in exactly one."""
    return tuple(
        SkillGroup(row["code"], row["fr"], row["en"], tuple(row["skills"].split())) for row in _rows("skill_groups")
    )


@cache
def governance() -> MappingProxyType[str, Term]:
    """How decisions are taken."""
    return _terms("governance")


@cache
def sharing() -> MappingProxyType[str, Term]:
    """How any surplus is shared."""
    return _terms("sharing")


@cache
def activity_languages() -> MappingProxyType[str, Term]:
    """Languages that an activity is held in."""
    return _terms("activity_languages")


@cache
def actor_kinds() -> MappingProxyType[str, Term]:
    """Kinds of actors of the ecosystem."""
    return _terms("actor_kinds")


@cache
def _mappings() -> tuple[tuple[str, str, str, bool, bool], ...]:
    return tuple(
        (row["scheme"], row["cause"], row["code"], row["from_peer"] == "1", row["to_peer"] == "1")
        for row in _rows("cause_mappings")
    )


def cause_from(scheme: Scheme, code: str) -> str | None:
    """Our cause for a peer's code, or None where none fits.

    >>> cause_from("essglobal-activity", "Energy"), cause_from("essglobal-activity", "Money & Finance")
    ('climate', None)
    """
    return next((cause for s, cause, peer, ours, _ in _mappings() if (s, peer) == (scheme, code) and ours), None)


def cause_to(scheme: Scheme, cause: str) -> str | None:
    """A peer's code for our cause, or None where none fits.

    >>> cause_to("cioc-interest", "food"), cause_to("essglobal-activity", "welcome")
    ('FOOD', 'Community & Collective Spaces')
    """
    return next((peer for s, mine, peer, _, theirs in _mappings() if (s, mine) == (scheme, cause) and theirs), None)
