"""The peer that the dashboard is measured against: a plain Streamlit page with one map and three pills.

One folium map, a few dozen marks, every choice a run of the script: what one writes first. Run by `measure_browser`;
`LUMINANCE_PEER_LEAFLET` is where it gets Leaflet, since folium would ask a third party.
"""

import os

import folium
import streamlit as st
from streamlit_folium import st_folium


def main() -> None:
    """One run."""
    st.set_page_config(layout="wide")
    with st.container(key="causes"):
        chosen = st.pills("Cause", ["food", "nature", "repair"], selection_mode="multi")
    ground = folium.Map((56.0, -96.0), zoom_start=4, tiles=None)
    ground.default_js = [("leaflet", os.environ["LUMINANCE_PEER_LEAFLET"])]
    ground.default_css = []
    marks = folium.FeatureGroup("marks")
    for i in range(30):
        folium.CircleMarker((50 + i / 5, -96 + len(chosen)), color="#0B5A66").add_to(marks)
    with st.container(key="map"):
        st_folium(
            ground, key="map", height=600, feature_group_to_add=marks, returned_objects=[], use_container_width=True
        )


if __name__ == "__main__":
    main()
