"""GDAL, as QGIS uses it, reads the collections live from a real server."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyogrio
import pytest
import shapely

from luminance_geo import places
from luminance_geo.bootstrap import House
from luminance_geo.catalogue.filters import Filters
from tests.integration.api.conftest import NOW
from tests.integration.api.serving import served


@pytest.fixture(scope="module")
def source(house: House) -> Iterator[str]:
    with served(house.settings.resolved_database_url, NOW) as address:
        yield f"OAPIF:{address}"


def test_every_collection_is_a_layer(source: str) -> None:
    assert pyogrio.list_layers(source)[:, 0].tolist() == ["initiatives", "needs", "regions"]


@pytest.mark.parametrize("page_size", [7, 1000])
def test_every_published_initiative_is_read_page_by_page(source: str, house: House, page_size: int) -> None:
    read = pyogrio.read_dataframe(source, layer="initiatives", PAGE_SIZE=str(page_size))
    published = house.catalogue.search(Filters(), limit=1000)
    assert sorted(read["id"]) == sorted(hit.id for hit in published.hits)
    assert len(read) == published.number_matched > 70
    cards = {card.id: card for card in house.cards(read["id"].tolist())}
    assert read.crs.equals("OGC:CRS84", ignore_axis_order=True)
    for row in read.itertuples():
        card = cards[row.id]
        assert (row.slug, bool(row.demonstration)) == (card.slug, card.demonstration)
        assert (row.geometry is None) == (card.lat is None)
        if card.lat is not None:
            assert np.allclose([row.geometry.x, row.geometry.y], [card.lon, card.lat], atol=1e-6)


def test_a_box_reaches_the_server(source: str, house: House) -> None:
    read = pyogrio.read_dataframe(source, layer="initiatives", bbox=(-71.21, 46.81, -71.20, 46.82))
    located = read[~read.geometry.isna()]
    assert {f"meme-toit-{n}" for n in range(14)} <= set(located["slug"])
    assert located.geometry.within(shapely.box(-71.21, 46.81, -71.20, 46.82)).all()


def test_needs_are_read(source: str, house: House) -> None:
    read = pyogrio.read_dataframe(source, layer="needs", PAGE_SIZE="5")
    mine = read[read["initiative_slug"] == "la-tablee"].iloc[0]
    assert (mine["title"], mine["places_left"], mine["capacity"]) == ("Cuisine", 3, 4)
    assert len(read) == len(set(read["id"])) > 5


def test_regions_are_read_with_their_outlines(source: str) -> None:
    read = pyogrio.read_dataframe(source, layer="regions")
    assert sorted(read["code"]) == sorted(region.code for region in places.regions())
    assert read.geometry.is_valid.all()
    quebec = read[read["code"] == "province-24"].iloc[0]
    assert quebec["initiatives"] > 16
