"""The Streamlit face of Luminance: no SQL, no session, no rule."""
