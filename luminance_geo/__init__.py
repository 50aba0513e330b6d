"""Luminance's data layer: places, initiatives and the catalogue that finds them. Never imports streamlit."""
