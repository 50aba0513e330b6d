"""Every collection, by id, in the order in which they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from luminance_geo.api.ogc.collection import Collection
from luminance_geo.api.ogc.initiatives import INITIATIVES
from luminance_geo.api.ogc.needs import NEEDS
from luminance_geo.api.ogc.regions import REGIONS

COLLECTIONS: Mapping[str, Collection] = MappingProxyType({each.id: each for each in (INITIATIVES, NEEDS, REGIONS)})
