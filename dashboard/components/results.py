"""The list: how many, in which order, what narrows it, the cards, and what to do when there are none."""

from __future__ import annotations

import streamlit as st

from dashboard.components.cards import cards
from dashboard.components.chips import chips
from dashboard.components.empty import empty
from dashboard.components.notices import notices
from dashboard.components.order import order
from dashboard.house import house
from dashboard.state import View, change
from luminance_geo.catalogue.results import Facets
from luminance_geo.i18n import Translator
from luminance_geo.web.urls import feed_path

PER_PAGE = 20


def results(t: Translator, view: View, facets: Facets) -> None:
    """The list of what the map shows."""
    found = house().catalogue.search(view.ranked, limit=PER_PAGE, offset=(view.page - 1) * PER_PAGE)
    with st.container(key="heading", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(t.plural("{count} initiative", "{count} initiatives", found.number_matched), anchor=False)
        order(t, view)
    with st.container(key="results", height=600, border=False):
        notices(t, view, facets)
        chips(t, view)
        if not found.number_matched:
            empty(t, view)
        stored = {card.id: card for card in house().cards([hit.id for hit in found.hits])}
        if stored:
            cards(t, view, [(stored[hit.id], hit) for hit in found.hits if hit.id in stored])
        _pages(t, view, found.number_matched)
        st.markdown(f":small[[{t('Feed of what is new')}]({feed_path(t.language, view.filters.to_query())})]")


def _pages(t: Translator, view: View, matched: int) -> None:
    pages = -(-matched // PER_PAGE)
    if pages <= 1:
        return
    with st.container(key="pages", horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        _turn(t("Previous"), ":material/chevron_left:", view.page - 1, pages)
        st.markdown(t("Page {page} of {pages}", page=t.number(view.page), pages=t.number(pages)))
        _turn(t("Next"), ":material/chevron_right:", view.page + 1, pages)


def _turn(label: str, icon: str, page: int, pages: int) -> None:
    st.button(
        label,
        key=f"page-{'next' if 'right' in icon else 'previous'}",
        icon=icon,
        icon_position="right" if "right" in icon else "left",
        type="tertiary",
        disabled=not 1 <= page <= pages,
        on_click=lambda: change(page=str(page) if page > 1 else ""),
    )
