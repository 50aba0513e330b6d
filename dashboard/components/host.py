"""What a place that hosts is, once chosen on the map: name, kind, address, source."""

from __future__ import annotations

import streamlit as st

from dashboard.components.text import muted, plain, small_icon
from dashboard.house import house
from dashboard.state import change
from luminance_geo import vocabulary
from luminance_geo.i18n import Bilingual, Translator, pick
from luminance_geo.sources import sources


def host_card(t: Translator, host_id: int) -> None:
    """Nothing when there is none of this id."""
    label = house().hosts.label(host_id)
    if label is None:
        return
    kinds, source = vocabulary.actor_kinds(), sources().get(label.source or "")
    kind = kinds[label.kind].label(t.language) if label.kind in kinds else ""
    with st.container(key="host", border=True, gap="xxsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(muted(" · ".join(part for part in (kind, t("place that hosts")) if part)))
            st.button(t("Close"), key="host-close", type="tertiary", on_click=change, kwargs={"host": None})
        st.subheader(plain(pick(Bilingual(label.name_fr, label.name_en), t.language).text), anchor=False)
        where = ", ".join(plain(part) for part in (label.address, label.locality) if part)
        if where:
            st.markdown(small_icon("location_on", where))
        if source:
            st.markdown(muted(plain(pick(source.credit, t.language).text or pick(source.name, t.language).text)))
