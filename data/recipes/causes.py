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

_BY_NAME = {
    "youth": "jeunes? jeunesse ado scouts? familles? enfants? youth kids? garcons pediatrie joujoutheque student school"
    " families family babies mothers? collegiate patro",
    "elders": "aines? age_d_or grands_parents 50 intergenerationnel seniors? elders?",
    "welcome": "femmes? womens multiethnique monde immigrants refugies haiti marocain chinoise autochtone noire lgbtq"
    " juif aboriginal native friendship intercultural civa arche mission accueil entraide solidaire",
    "food": "alimentaire cuisine food restaurant lunch meals? grocery pantry urban_ag farm",
    "health": "cactus spectre_de_rue sante harm_reduction boxe sports? sportifs? tennis aviron canoe patinage"
    " tir_a_l_arc arts_martiaux bocce voile yoga piscine health healthiest medicine",
    "learning": "education educatif apprentissage ecole scientifines ateliers? emploi travail ceda learning school"
    " collegiate",
    "culture": "culture culturel ruche_d_art arts? musical ceramique creations creative oxy_jeunes goethe exeko sketch"
    " artheart",
    "climate": "environnement environment eco compostage compost",
    "nature": "ecologique compostage chasseurs_et_pecheurs ruelle",
    "housing": "houselink shelter housing",
}
"""Words of folded names, underscores standing for spaces, in the order in which causes are looked for."""

_NAME_PATTERNS = tuple(
    (cause, re.compile(rf"\b({words.replace(' ', '|').replace('_', ' ')})\b")) for cause, words in _BY_NAME.items()
)
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
