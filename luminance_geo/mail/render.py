"""Messages in words: a plain text and an HTML body from two templates, and the subject."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from luminance_geo.i18n import Language, translator
from luminance_geo.mail.rules import one_line
from luminance_geo.settings import Settings

_TEMPLATES = Path(__file__).parent / "templates"


class Rendered(NamedTuple):
    """A message's words."""

    subject: str
    text: str
    html: str


def render(
    template: str,
    language: Language,
    *,
    settings: Settings,
    reason: str = "",
    links: Sequence[tuple[str, str]] = (),
    **values: Any,
) -> Rendered:
    """The message of `<template>.txt` (blocks subject and body) and `<template>.html` (block body).

    `reason` says why the person gets it; `links` are (label, address) for the footer, beside the sender's name and
    postal address. Every value is placed on one line, escaped in HTML.
    """
    t = translator(language)
    given = {
        "t": t, "plural": t.plural, "language": language, "sender": settings.mail_sender_name,
        "postal_address": settings.mail_postal_address, "reason": reason, "links": tuple(links), **values,
    }  # fmt: skip
    plain = _environment().get_template(f"{template}.txt")
    subject = one_line("".join(plain.blocks["subject"](plain.new_context(given))))
    html = _environment().get_template(f"{template}.html").render(subject=subject, **given)
    return Rendered(subject, plain.render(given).strip() + "\n", html)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        auto_reload=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=_placed,
    )  # fmt: skip


def _placed(value: Any) -> Any:
    """A value as a message may hold it: nothing that a person typed can forge a paragraph or turn the text around."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value
