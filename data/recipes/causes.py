"""What kind of initiative each entry of the registers is, and the causes it serves: first the main one.

The kind in the register decides first. For community organisations, whose kind says nothing more, words of the name do.
"""

from __future__ import annotations

import re

from luminance_geo.places.names import fold

BY_KIND = {
    "Jardin communautaire": ["food", "nature", "commons"],
    "Jardins communautaires": ["food", "nature", "commons"],
    "Jardins": ["food", "nature", "commons"],
    "community garden": ["food", "nature", "commons"],
    "Éco-quartier": ["climate", "nature", "repair"],
    "Écocentres": ["repair", "climate"],
    "Centre de récupération et de tri": ["repair", "climate"],
    "Patros": ["youth", "commons"],
    "banque_alimentaire": ["food", "welcome"],
    "epicerie_communautaire": ["food", "commons"],
    "frigo_communautaire": ["food", "commons"],
    "repas_communautaire": ["food", "welcome"],
    "food program": ["food"],
    "drop-in centre": ["welcome", "housing"],
    "pollinator garden": ["nature"],
}
"""Kinds whose cause is plain; everything else starts from its name and ends with `commons`."""

_BY_NAME = (
    ("youth", r"jeunes?|jeunesse|ado|scouts?|familles?|enfants?|youth|kids?|garcons|pediatrie|joujoutheque|student|school"
              r"|families|family|babies|mothers?|collegiate|patro"),
    ("elders", r"aines?|age d or|grands parents|50|intergenerationnel|seniors?|elders?"),
    ("welcome", r"femmes?|women s|womens|multiethnique|monde|immigrants|refugies|haiti|marocain|chinoise|autochtone|noire|lgbtq"
                r"|juif|aboriginal|native|friendship|intercultural|civa|arche|mission|accueil|entraide|solidaire"),
    ("food", r"alimentaire|cuisine|food|restaurant|lunch|meals?|grocery|pantry|urban ag|farm"),
    ("health", r"cactus|spectre de rue|sante|harm reduction|boxe|sports?|sportifs|sportif|tennis|aviron|canoe|patinage|tir a l arc"
               r"|arts martiaux|bocce|voile|yoga|piscine|health|healthiest|medicine"),
    ("learning", r"education|educatif|apprentissage|ecole|scientifines|ateliers?|emploi|travail|ceda|learning|school|collegiate"),
    ("culture", r"culture|culturel|ruche d art|arts?|musical|ceramique|creations|creative|oxy jeunes|goethe|exeko|sketch|artheart"),
    ("climate", r"environnement|environment|eco|compostage|compost"),
    ("nature", r"ecologique|compostage|chasseurs et pecheurs|ruelle"),
    ("housing", r"houselink|shelter|housing|maison du pere"),
)  # fmt: skip
_NAME_PATTERNS = tuple((cause, re.compile(rf"\b({words})\b")) for cause, words in _BY_NAME)
_MOST = 3


def causes_of(kind: str, name: str) -> list[str]:
    """At most three cause codes, main one first.

    >>> causes_of("Organisme communautaire et centre de loisirs", "Maison des jeunes du Plateau")
    ['youth', 'commons']
    """
    base = kind.partition(" – ")[0].partition(" (")[0]
    own = BY_KIND.get(base, [])
    folded = fold(name)
    found = [cause for cause, words in _NAME_PATTERNS if words.search(folded)]
    if base == "pollinator garden" and "School" in kind:
        found = ["youth", "learning"]
    ordered = [*own, *found] if own else [*found[: _MOST - 1], "commons"]
    return list(dict.fromkeys(ordered))[:_MOST]
