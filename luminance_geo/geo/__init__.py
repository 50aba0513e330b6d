"""Distances and projections. Coordinates are WGS84 degrees, latitude first; units are in every name or docstring."""

from luminance_geo.geo.chords import chord_range, chord_reach, earth_vector, earth_vectors, km_range
from luminance_geo.geo.distance import (
    EARTH_RADIUS_KM,
    FloatArray,
    Floats,
    bearing_degrees,
    destination,
    distance_km,
    distances_km,
    unit_vectors,
)
from luminance_geo.geo.mercator import (
    MAX_LATITUDE,
    TILE_PIXELS,
    from_pixels,
    metres_per_pixel,
    to_pixel,
    to_pixels,
    world_pixels,
)

__all__ = [
    "EARTH_RADIUS_KM",
    "MAX_LATITUDE",
    "TILE_PIXELS",
    "FloatArray",
    "Floats",
    "bearing_degrees",
    "chord_range",
    "chord_reach",
    "destination",
    "distance_km",
    "distances_km",
    "earth_vector",
    "earth_vectors",
    "from_pixels",
    "km_range",
    "metres_per_pixel",
    "to_pixel",
    "to_pixels",
    "unit_vectors",
    "world_pixels",
]
