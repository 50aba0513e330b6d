"""What is known of where a point is."""

from __future__ import annotations

from dataclasses import dataclass

from luminance_geo.places.boundaries import LAYERS


@dataclass(frozen=True, slots=True)
class RegionAt:
    """A region that a point is in, or the nearest one: then `approximate` and `nearest_km`, its distance in km."""

    code: str
    kind: str
    name_fr: str
    name_en: str
    vintage: str
    approximate: bool = False
    nearest_km: float | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point is. `regions` go from coarse to fine and end, outside Québec, with the nearest census subdivision.

    `in_water` says that no outline holds the point (sea, Great Lakes, estuary, a shore cut by simplification);
    `abroad` that it lies on another country's land or far from Canada: then `regions` is empty.
    """

    regions: tuple[RegionAt, ...]
    time_zone: str
    in_water: bool
    abroad: bool

    @property
    def codes(self) -> list[str]:
        """Codes that `region=` takes, coarse to fine: what an initiative stores."""
        return [region.code for region in self.regions if region.kind in LAYERS]

    @property
    def locality_fr(self) -> str | None:
        """The municipality's name in French; outside Québec, that of the nearest census subdivision."""
        town = self._town()
        return None if town is None else town.name_fr

    @property
    def locality_en(self) -> str | None:
        """The municipality's name in English; outside Québec, that of the nearest census subdivision."""
        town = self._town()
        return None if town is None else town.name_en

    def region(self, kind: str) -> RegionAt | None:
        """The region of one kind, or None."""
        return next((region for region in self.regions if region.kind == kind), None)

    def _town(self) -> RegionAt | None:
        return self.region("municipality") or self.region("subdivision")
