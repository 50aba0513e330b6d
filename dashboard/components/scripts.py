"""Our small scripts in the page: a link to copy, and the page's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from luminance_geo.i18n import Translator

_ASSETS = Path(__file__).parent.parent / "assets"
_SHARE = '<div class="share"><input type="text" readonly><button type="button"></button></div><p role="status"></p>'


def _read(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def _share_component() -> Any:
    return st.components.v2.component(
        "luminance_share_link", html=_SHARE, css=_read("share-link.css"), js=_read("share-link.js")
    )


@cache
def _document_component() -> Any:
    return st.components.v2.component("luminance_document", js=_read("document.js"))


def share_link(t: Translator, url: str) -> None:
    """An address with a button that copies it."""
    words = {
        "label": t("Link to share"),
        "copy": t("Copy the link"),
        "copied": t("Link copied."),
        "selected": t("The link is selected: copy it."),
    }
    _share_component()(key="share-link", data={"url": url, "words": words})


def document_language(t: Translator) -> None:
    """Tell the page its language, and give Streamlit's own controls names in it."""
    label = "aria-label"
    names = [
        (
            '[data-testid="stExpandSidebarButton"], [data-testid="stExpandSidebarButton"] button',
            label,
            t("Open the menu"),
        ),
        ('[data-testid="stSidebarCollapseButton"] button', label, t("Close the menu")),
        ('[data-testid="stTopNav"]', label, t("Screens")),
        ('[data-testid="stHeaderLogo"], [data-testid="stSidebarLogo"]', "alt", "Luminance"),
        ('a[href="#stMain"]', "text", t("Skip to the content")),
        ('[data-testid="stNumberInputStepUp"]', label, t("More")),
        ('[data-testid="stNumberInputStepDown"]', label, t("Less")),
    ]
    _document_component()(key="document-language", data={"language": t.language, "names": names})
