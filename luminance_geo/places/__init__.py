"""Places by name, postal code or coordinates, and where any point of Canada is. Coordinates: WGS84, latitude first."""

from luminance_geo.places.boundaries import REGION_KINDS, Region, region, region_geometry, regions
from luminance_geo.places.gazetteer import Gazetteer, open_gazetteer
from luminance_geo.places.locate import locate, locate_many
from luminance_geo.places.located import Located, RegionAt
from luminance_geo.places.place import PLACE_KINDS, Place
from luminance_geo.places.postal import forward_sortation_area, normalize_postal_code

__all__ = [
    "PLACE_KINDS",
    "REGION_KINDS",
    "Gazetteer",
    "Located",
    "Place",
    "Region",
    "RegionAt",
    "forward_sortation_area",
    "locate",
    "locate_many",
    "normalize_postal_code",
    "open_gazetteer",
    "region",
    "region_geometry",
    "regions",
]
