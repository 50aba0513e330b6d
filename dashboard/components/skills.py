"""Skills: a field that narrows as one types, and the groups with what each skill would give."""

from __future__ import annotations

import streamlit as st

from dashboard.components.own import element
from dashboard.state import View, change
from luminance_geo import vocabulary
from luminance_geo.catalogue.results import Facets
from luminance_geo.i18n import Translator

_KEY = "skills"
_HTML = (
    '<input class="search" type="search" autocomplete="off">'
    '<div class="groups"></div><p class="status" role="status"></p>'
)


def skills(t: Translator, view: View, facets: Facets) -> None:
    """Everything that one can be asked to do, in seven groups."""
    terms = vocabulary.skills()
    groups = [
        {
            "label": group.label(t.language),
            "options": [
                {
                    "code": code,
                    "label": terms[code].label(t.language),
                    "count": t.number(facets.skills.get(code, 0)),
                    "chosen": code in view.filters.skill,
                }
                for code in group.skills
            ],
        }
        for group in vocabulary.skill_groups()
    ]
    words = {"search": t("Search for a skill"), "none": t("No skill of this name.")}
    title = t("Skills")
    st.markdown(f":small[{title}]")
    element("skills", _HTML)(key=_KEY, data={"groups": groups, "words": words}, on_chosen_change=_choose)


def _choose() -> None:
    chosen = str(st.session_state[_KEY].get("chosen") or "")
    change(skill=",".join(sorted(set(chosen.split(",")) & vocabulary.skills().keys())))
