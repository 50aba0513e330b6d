"""What an answer costs, over 10,000 demonstration initiatives.

Run by `python -m pytest tests/benchmarks/test_http.py --benchmark-only`.

Times include Starlette, threads and the test client, but no network. Goals: a page under 10 ms, cells under 6 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from luminance_geo import migrations
from luminance_geo.api import create_api
from luminance_geo.bootstrap import open_house
from luminance_geo.database import make_engine, writing
from luminance_geo.demo import actions as demo
from luminance_geo.settings import Settings
from luminance_geo.web import web_routes

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
COUNT = 10_000
PATHS = {
    "cells of the country": "/api/v1/cells?bbox=-142,41,-52,84&zoom=4",
    "cells of a city, filtered": "/api/v1/cells?bbox=-74,45.4,-73.4,45.8&zoom=11&cause=food,nature&open=true",
    "search around a place": "/api/v1/search?near=45.55,-73.6&within=25&cause=food,nature&limit=20",
    "facets around a place": "/api/v1/facets?near=45.55,-73.6&within=25",
    "places": "/api/v1/places?q=trois-riv",
    "page of an initiative": "/initiatives/{slug}?lang=fr",
    "map of an initiative": "/initiatives/{slug}/map.svg?lang=fr",
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("benchmark"))
    engine = make_engine(settings.resolved_database_url)
    migrations.upgrade(engine)
    with writing(engine) as session:
        demo.build(session, now=NOW, count=COUNT)
    engine.dispose()
    house = open_house(settings, clock=lambda: NOW, refresh=False)
    with TestClient(Starlette(routes=[Mount("/api/v1", create_api(house)), *web_routes(house)])) as client:
        yield client
    house.close()


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_answers(benchmark: BenchmarkFixture, web: TestClient, path: str, packed: bool) -> None:
    found = web.get("/api/v1/search?limit=1&sort=soonest").json()
    assert found["numberMatched"] == COUNT
    address = path.replace("{slug}", found["features"][0]["properties"]["slug"])
    headers = {"accept-encoding": "gzip" if packed else "identity"}
    answer = benchmark(web.get, address, headers=headers)
    assert answer.status_code == 200
    benchmark.extra_info["bytes"] = len(answer.content)
