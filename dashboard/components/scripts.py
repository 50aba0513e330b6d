"""Our small scripts in the page: a link to copy, and the page's language."""

from __future__ import annotations

from dashboard.components.own import element
from luminance_geo.i18n import Translator

_SHARE = '<div class="share"><input type="text" readonly><button type="button"></button></div><p role="status"></p>'


def share_link(t: Translator, url: str, *, label: str = "") -> None:
    """An address with a button that copies it; `label` says what it is, else that it is there to share."""
    words = {
        "label": label or t("Link to share"),
        "copy": t("Copy the link"),
        "copied": t("Link copied."),
        "selected": t("The link is selected: copy it."),
    }
    element("share-link", _SHARE)(key="share-link", data={"url": url, "words": words})


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
    element("document")(key="document-language", data={"language": t.language, "names": names})
