"""Our templates turned into pages: words in a language, every text cleaned as it is placed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from luminance_geo.i18n import LANGUAGES, Language, translator
from luminance_geo.web.files import asset_url, icon_svg
from luminance_geo.web.icons import line_icon
from luminance_geo.web.urls import dashboard_path, feed_path
from luminance_geo.web.words import clean

LANGUAGE_NAMES: Mapping[Language, str] = {"fr": "Français", "en": "English"}


@cache
def environment() -> Environment:
    """Jinja with autoescape on, for our own templates only; every text is cleaned as it is placed."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    made.globals.update(asset_url=asset_url, icon=line_icon, cause_icon=_cause_icon)
    return made


@cache
def _cause_icon(code: str) -> Markup:
    return Markup(icon_svg(code))  # noqa: S704 - a file of ours


def render(template: str, language: Language, switch: Mapping[Language, str], **values: Any) -> str:
    """A page in `language`; `switch` gives its address in each language."""
    t = translator(language)
    return environment().get_template(template).render(
        t=t,
        plural=t.plural,
        language=language,
        languages=[(code, LANGUAGE_NAMES[code], switch[code]) for code in LANGUAGES],
        dashboard=dashboard_path(language),
        feed=feed_path(language),
        about=f"/about?lang={language}",
        privacy=f"/privacy?lang={language}",
        **values,
    )  # fmt: skip
