"""Where points are: on land, at the shore, in water, abroad."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from luminance_geo.errors import InvalidInput
from luminance_geo.geo import distance_km
from luminance_geo.places import Located, locate, locate_many, region, region_geometry, regions
from luminance_geo.places.outlines import SHORE_KM

POINTS = st.lists(st.tuples(st.floats(40, 84), st.floats(-143, -49)), min_size=1, max_size=12)
EDGE_DEGREES = 5e-5
VILLERAY = (45.5434, -73.6230)


def names(found: Located) -> dict[str, str]:
    return {at.kind: at.name_fr for at in found.regions}


def test_montreal_down_to_the_borough() -> None:
    found = locate(*VILLERAY)
    assert found.codes == [
        "province-24",
        "division-2466",
        "region-06",
        "mrc-66",
        "municipality-66023",
        "borough-montreal-villeray-saint-michel-parc-extension",
    ]
    assert found.time_zone == "America/Toronto"
    assert (found.in_water, found.abroad, found.locality_fr) == (False, False, "Montréal")
    assert {at.vintage for at in found.regions} == {"2016", "2021", "2022"}
    assert not any(at.approximate for at in found.regions)


def test_quebec_city_down_to_the_borough() -> None:
    assert names(locate(46.8260, -71.2350))["borough"] == "La Cité-Limoilou"


def test_outside_quebec_the_nearest_subdivision_is_said_to_be_so() -> None:
    found = locate(43.6532, -79.3832)
    assert names(found) == {"province": "Ontario", "division": "Toronto", "subdivision": "Toronto"}
    nearest = found.region("subdivision")
    assert nearest is not None
    assert nearest.approximate
    assert nearest.nearest_km is not None
    assert 0 < nearest.nearest_km < 20
    assert found.codes == ["province-35", "division-3520"]
    assert found.locality_en == "Toronto"


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        (63.75, -68.52, "America/Iqaluit"),
        (47.56, -52.71, "America/St_Johns"),
        (50.45, -104.61, "America/Regina"),
        (49.10, -116.51, "America/Creston"),
        (51.43, -57.13, "America/Blanc-Sablon"),
        (60.72, -135.05, "America/Whitehorse"),
        (49.28, -123.12, "America/Vancouver"),
    ],
)
def test_time_zones(lat: float, lon: float, zone: str) -> None:
    assert locate(lat, lon).time_zone == zone


def test_a_point_just_off_the_shore_takes_the_nearest_outline() -> None:
    found = locate(46.8150, -71.1900)  # the river between Québec and Lévis
    assert found.in_water
    assert names(found)["mrc"] == "Lévis"
    assert all(at.approximate and at.nearest_km is not None and at.nearest_km <= SHORE_KM for at in found.regions)


@pytest.mark.parametrize(("lat", "lon"), [(48.5, -62.5), (43.4, -78.5), (45.0, -135.0)])
def test_far_water_has_no_region(lat: float, lon: float) -> None:
    found = locate(lat, lon)
    assert (found.regions, found.in_water, found.abroad) == ((), True, False)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(48.85, 2.35), (42.33, -83.05), (40.7, -74.0), (48.98, -105.0), (46.78, -56.17), (-90, 0), (0, 180)],
)
def test_abroad(lat: float, lon: float) -> None:
    found = locate(lat, lon)
    assert (found.regions, found.in_water, found.abroad) == ((), False, True)


@pytest.mark.parametrize(("lat", "lon"), [(60.0, -115.0), (60.0, -102.0), (60.0, -125.0)])
def test_a_point_on_a_border_is_on_land(lat: float, lon: float) -> None:
    found = locate(lat, lon)
    assert found.region("province") is not None
    assert not found.in_water


def test_just_north_of_the_parallel_is_canada() -> None:
    assert names(locate(49.01, -105.0))["province"] == "Saskatchewan"


@pytest.mark.parametrize(("lat", "lon"), [(100, 101), (math.nan, 0), (0, math.inf), (45, -181), (-90.01, 0)])
def test_what_is_no_point_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(InvalidInput, match="Latitude goes"):
        locate(lat, lon)
    with pytest.raises(InvalidInput, match="Latitude goes"):
        locate_many([45.5, lat], [-73.6, lon])


def test_lengths_must_agree() -> None:
    with pytest.raises(InvalidInput, match="As many"):
        locate_many([45.5], [-73.6, -73.7])


def test_no_points_give_no_rows() -> None:
    found = locate_many([], [])
    assert len(found) == 0
    assert {"province", "borough_km", "regions", "time_zone", "in_water", "abroad"} <= set(found.columns)


@given(POINTS)
@settings(deadline=None)
def test_one_by_one_or_together_the_answer_is_the_same(points: list[tuple[float, float]]) -> None:
    together = locate_many(*(np.array(axis) for axis in zip(*points, strict=True)))
    for (lat, lon), row in zip(points, together.itertuples(), strict=True):
        alone = locate(lat, lon)
        assert alone.codes == row.regions
        assert (alone.time_zone, alone.in_water, alone.abroad) == (row.time_zone, row.in_water, row.abroad)
        nearest = alone.region("subdivision")
        assert (None if nearest is None else nearest.code) == row.subdivision


@given(POINTS)
@settings(deadline=None)
def test_regions_nest_and_hold_their_points(points: list[tuple[float, float]]) -> None:
    for lat, lon in points:
        found = locate(lat, lon)
        for at in found.regions:
            shape = region_geometry(at.code)
            if at.kind == "division" and (mrc := found.region("mrc")):
                # In Québec it follows the MRC, whose boundary is finer and newer than the division's own outline.
                assert at.code.removeprefix("division-24") == mrc.code[4:6]
                assert at.approximate == mrc.approximate
            elif at.kind != "subdivision":
                assert shape is not None
                inside = shapely.contains_xy(shape, lon, lat)
                assert not (at.approximate and inside)
                assert at.approximate or inside or shapely.dwithin(shape, shapely.Point(lon, lat), EDGE_DEGREES)
        municipality, mrc = found.region("municipality"), found.region("mrc")
        assert municipality is None or (mrc is not None and municipality.code[13:15] == mrc.code[4:6])


def test_the_nearest_outline_is_as_far_as_it_says() -> None:
    found = locate(46.8150, -71.1900).region("mrc")
    assert found is not None
    corners = shapely.get_coordinates(shapely.segmentize(region_geometry(found.code), 0.0001))
    assert found.nearest_km == pytest.approx(
        float(distance_km(46.8150, -71.1900, corners[:, 1], corners[:, 0]).min()), abs=0.01
    )


def test_regions_by_kind_and_code() -> None:
    counts = {kind: len(regions(kind)) for kind in ("province", "division", "region", "mrc", "municipality", "borough")}
    assert counts == {"province": 13, "division": 293, "region": 17, "mrc": 104, "municipality": 1282, "borough": 25}
    assert len(regions()) == sum(counts.values())
    montreal = region("region-06")
    assert montreal is not None
    assert montreal.name("en") == "Montréal"
    west, south, east, north = montreal.bbox
    assert west < -73.6 < east
    assert south < 45.5 < north
    assert region("region-99") is None
    assert region("nonsense") is None
    assert region_geometry("mrc-") is None
    with pytest.raises(KeyError):
        regions("planet")


def test_provinces_and_divisions_hold_the_whole_census() -> None:
    for kind in ("province", "division"):
        assert sum(each.population or 0 for each in regions(kind)) == 36_991_981
