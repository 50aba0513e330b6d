"""What of OGC API – Features this API really does: the classes that `/conformance` declares."""

from __future__ import annotations

_CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CLASSES = (f"{_CORE}/core", f"{_CORE}/oas30", f"{_CORE}/html", f"{_CORE}/geojson")
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
"""WGS84, longitude first: the one reference system of all coordinates here."""
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
