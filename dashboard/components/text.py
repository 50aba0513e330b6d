"""What people wrote, made safe where Streamlit only takes Markdown: titles on buttons, lines with an icon.

Where a plain element will do, use `st.text`.
"""

from __future__ import annotations

import re
import unicodedata

import streamlit as st

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_JOINER = "\u2060"
# Streamlit rewrites these after parsing, where escapes are gone: icons and emoji (:x:), bare links, arrows and dashes.
_REWRITTEN = re.compile(r":(?=[\w+/-])|(?<=www)(?=\.)|@(?=\w)|(?<=[<>=~-])(?=[>=-])", re.IGNORECASE)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """Markdown that shows `text` as it is, on one line, and does nothing else.

    No emphasis, link, picture, icon, colour, formula or HTML survives; text that turns the writing direction around
    is isolated from its neighbours.

    >>> plain("a*b*")
    'a&#42;b&#42;'
    """
    line = " ".join(text.split())
    turned = any(c in _BIDI or unicodedata.bidirectional(c) in {"R", "AL"} for c in line)
    line = _REWRITTEN.sub(lambda found: found.group() + _JOINER, line)
    escaped = _PUNCTUATION.sub(lambda found: f"&#{ord(found.group())};", line)
    return f"\u2068{escaped}\u2069" if turned else escaped


def muted(text: str) -> str:
    """Small grey text; `text` is Markdown already."""
    return f":small[:gray[{text}]]"


def small_icon(icon: str, text: str) -> str:
    """A small line that starts with a Material icon; `text` is Markdown already."""
    return f":small[:material/{icon}: {text}]"


def section(title: str) -> None:
    """The title of a part of the panel; the words are ours."""
    st.markdown(f"#### {title}", anchors=False)


def link_target(url: str) -> str | None:
    """A web address that may stand in a Markdown link or a link button, or None.

    Only http and https; brackets, spaces and quotes are percent-encoded.
    """
    if not re.match(r"https?://[^\s/]", url, re.IGNORECASE):
        return None
    return "".join(f"%{ord(c):02X}" if c in "()[]<>\"'`\\ " else c for c in url if c.isprintable())
