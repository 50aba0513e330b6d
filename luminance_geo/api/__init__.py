"""The open API under `/api/v1`: JSON and GeoJSON for the map, the list, and anyone's program."""

from luminance_geo.api.app import create_api

__all__ = ["create_api"]
