"""Texts that people agree to. None is ever edited: a new wording gets a new version, and old consents keep theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from luminance_geo.i18n import Language
from luminance_geo.people.model import ConsentKind


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A wording in both languages, under one version."""

    version: str
    fr: str
    en: str

    def text(self, language: Language) -> str:
        """The wording in one language."""
        return self.fr if language == "fr" else self.en


CONSENTS: Mapping[ConsentKind, ConsentText] = MappingProxyType(
    {
        ConsentKind.SIGNUP: ConsentText(
            "2026-11",
            "Transmettre mon nom, mon courriel et ce que j’écris ici à l’équipe de cette initiative, "
            "pour organiser ma participation.",
            "Share my name, my e-mail address and what I write here with this initiative’s team, "
            "to organise my participation.",
        ),
        ConsentKind.ACCESSIBILITY: ConsentText(
            "2026-11",
            "Montrer mes besoins d’accessibilité aux seuls responsables de cette initiative, "
            "jusqu’à ce que l’activité ait eu lieu. Ils ne sont ni envoyés par courriel ni exportés, "
            "puis ils sont effacés.",
            "Show my accessibility needs to this initiative’s organisers only, until the activity has taken place. "
            "They are never e-mailed or exported, and are then deleted.",
        ),
    }
)
"""What is asked today, by kind."""


def consent_text(kind: ConsentKind, language: Language) -> tuple[str, str]:
    """The version in force and its wording in one language."""
    found = CONSENTS[kind]
    return found.version, found.text(language)
