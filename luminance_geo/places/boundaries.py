"""The regions of the map: provinces, census divisions, and Québec's regions, MRC, municipalities and boroughs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from luminance_geo.i18n import N_, Language
from luminance_geo.places.outlines import IntArray, Outlines, read_outlines

LAYERS = {
    "province": "provinces",
    "division": "divisions",
    "region": "qc_regions",
    "mrc": "qc_mrc",
    "municipality": "qc_municipalities",
    "borough": "boroughs",
}
"""Kinds of region from coarse to fine, and the shipped file that holds each."""

REGION_KINDS = {
    "province": N_("Province or territory"),
    "division": N_("Census division"),
    "region": N_("Administrative region"),
    "mrc": N_("Regional county municipality (MRC)"),
    "municipality": N_("Municipality"),
    "borough": N_("Borough"),
    "subdivision": N_("Nearest census subdivision"),
}
"""Every kind of region that `locate` names, with its English msgid."""

# Which column tells the parent that a region lies in, and the parent's kind and column.
PARENTS = {
    "division": ("pruid", "province", "pruid"),
    "municipality": ("mrc_code", "mrc", "mrc_code"),
    "borough": ("code_mun", "municipality", "code_mun"),
}


@dataclass(frozen=True, slots=True)
class Region:
    """One region: `code` as `region=` takes it, population of the 2021 census, vintage of the outline (a year).

    `bbox` is west, south, east, north in WGS84 degrees.
    """

    code: str
    kind: str
    name_fr: str
    name_en: str
    population: int | None
    vintage: str
    bbox: tuple[float, float, float, float]

    def name(self, language: Language) -> str:
        """The name in one language."""
        return self.name_fr if language == "fr" else self.name_en


@cache
def outlines(kind: str) -> Outlines:
    """The polygons of one kind of region, read once per process."""
    return read_outlines(LAYERS[kind])


@cache
def parents_of(kind: str) -> IntArray:
    """For each region of `kind`, the row of its parent in the parent's layer."""
    column, parent_kind, parent_column = PARENTS[kind]
    rows = {value: row for row, value in enumerate(outlines(parent_kind).columns[parent_column])}
    return np.array([rows[value] for value in outlines(kind).columns[column]], dtype=np.int64)


@cache
def _regions(kind: str) -> tuple[Region, ...]:
    layer = outlines(kind)
    boxes = shapely.bounds(layer.shapes).tolist()
    names = ("code", "name_fr", "name_en", "population", "vintage")
    rows = zip(*(layer.columns[name] for name in names), boxes, strict=True)
    return tuple(
        Region(code, kind, french, english, people, vintage, tuple(box))
        for code, french, english, people, vintage, box in rows
    )


def regions(kind: str | None = None) -> list[Region]:
    """Regions of one kind, or of all from coarse to fine, each kind in code order. Raises KeyError on another kind.

    >>> [region.name_fr for region in regions("province")][:2]
    ['Terre-Neuve-et-Labrador', 'Île-du-Prince-Édouard']
    """
    kinds = LAYERS if kind is None else {kind: LAYERS[kind]}
    return [region for each in kinds for region in _regions(each)]


@cache
def _by_code(kind: str) -> dict[str, int]:
    return {code: row for row, code in enumerate(outlines(kind).columns["code"])}


def _row(code: str) -> tuple[str, int] | None:
    kind = code.partition("-")[0]
    row = _by_code(kind).get(code) if kind in LAYERS else None
    return None if row is None else (kind, row)


def region(code: str) -> Region | None:
    """The region of this code, or None.

    >>> region("region-06").name_fr, region("region-99")
    ('Montréal', None)
    """
    found = _row(code)
    return None if found is None else _regions(found[0])[found[1]]


def region_geometry(code: str) -> BaseGeometry | None:
    """The outline of the region of this code in WGS84 (a polygon or multipolygon), or None."""
    found = _row(code)
    return None if found is None else outlines(found[0]).shapes[found[1]]
