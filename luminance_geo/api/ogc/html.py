"""Documents of OGC API – Features as plain HTML pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from luminance_geo.i18n import Language


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page is of: its language, the API's absolute address, the path below it, the parameters given."""

    language: Language
    root: str
    path: str
    given: Mapping[str, str]


def landing_page(document: Mapping[str, Any], seen: Seen) -> str:
    """Any document, with its links and its content."""
    links = "".join(
        f'<li><a href="{escape(each["href"])}" rel="{escape(each["rel"])}">{escape(each["rel"])}</a></li>'
        for each in document.get("links", ())
    )
    body = escape(json.dumps(document, ensure_ascii=False, indent=1))
    head = f'<!doctype html><html lang="{seen.language}"><meta charset="utf-8"><title>Luminance</title>'
    return f"{head}<ul>{links}</ul><pre>{body}</pre></html>"


conformance_page = collections_page = collection_page = description_page = landing_page


def items_page(document: Mapping[str, Any], collection: Mapping[str, Any], seen: Seen) -> str:
    """A page of features."""
    return landing_page(document, seen)


item_page = items_page
