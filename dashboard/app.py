"""The script that Streamlit runs for each visit: identity, language, navigation."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import identity
from dashboard.components.icons import mode
from dashboard.components.scripts import document_language
from dashboard.components.ways import sign_in, sign_out, ways
from dashboard.language import current_translator, switch
from dashboard.screens.about import about
from dashboard.screens.engagements import engagements
from dashboard.screens.explore import explore

_ASSETS = Path(__file__).parent / "assets"
_ICON = _ASSETS / "icon.svg"


def main() -> None:
    """One run."""
    t = current_translator()
    st.logo(str(_ASSETS / f"logo-{mode()}.svg"), size="large")
    page = st.navigation(
        [
            st.Page(explore, title=t("Explore"), default=True),
            st.Page(engagements, title=t("My engagements"), url_path="engagements"),
            st.Page(about, title=t("About"), url_path="about"),
        ],
        position="top",
    )
    st.set_page_config(page_title=f"{page.title} · Luminance", page_icon=_ICON, layout="wide")
    page.run()
    with st.container(key="tools", horizontal=True, width="content", vertical_alignment="center"):
        with st.container(key="account", width="content"):
            ways("header-ways", t("My account"), [(sign_out if identity.who() else sign_in)(t, kind="quiet")])
        switch(t)
        with st.container(key="document", width=1):
            document_language(t)


main()
