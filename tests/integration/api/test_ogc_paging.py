"""Reading page by page while others edit: what stays is met exactly once, what comes or goes at most once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlmodel import col, delete, select
from starlette.testclient import TestClient

from luminance_geo.api import create_api
from luminance_geo.bootstrap import House, open_house
from luminance_geo.database import bump_revision, writing
from luminance_geo.initiatives.model import Initiative, Need, State
from luminance_geo.settings import Settings
from tests.integration.api.conftest import NOW, initiative

STAY, MOVE = 120, 40


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    made = open_house(Settings(database_url=database_url), clock=lambda: NOW, refresh=False)
    with writing(made.engine) as session:
        session.add_all(initiative(f"reste-{n}") for n in range(STAY))
        session.add_all(initiative(f"bouge-{n}") for n in range(MOVE))
        session.flush()
        session.add_all(
            Need(initiative_id=n, title_fr=f"Rôle {n}", capacity=2, taken=0)
            for n in session.exec(select(Initiative.id))
            if n is not None
        )
        bump_revision(session)
    made.catalogue.refresh()
    yield made
    made.close()


def edit(house: House, turn: int, random: Random) -> None:
    """Publish, hide, delete, rename and move: everything that would make an order or an offset shift."""
    with writing(house.engine) as session:
        moving = list(session.exec(select(Initiative).where(col(Initiative.slug).startswith("bouge"))))
        for row in random.sample(moving, min(6, len(moving))):
            row.state = random.choice([State.PUBLISHED, State.HIDDEN])
            row.published_at = NOW + timedelta(minutes=turn)
        gone = random.choice(moving)
        session.exec(delete(Need).where(col(Need.initiative_id) == gone.id))
        session.delete(gone)
        session.add(initiative(f"bouge-nouveau-{turn}"))
        staying = list(session.exec(select(Initiative).where(col(Initiative.slug).startswith("reste"))))
        for row in random.sample(staying, 10):
            row.name_fr, row.lat = f"Nom {turn}", 45.0 + random.random()
        bump_revision(session)
    house.catalogue.refresh()


def pages(web: TestClient, address: str) -> Iterator[dict[str, Any]]:
    while address:
        page = web.get(address).json()
        yield page
        address = next((each["href"] for each in page["links"] if each["rel"] == "next"), "")


@pytest.mark.parametrize("query", ["limit=7", "limit=1", "limit=11&bbox=-80,40,-60,50", "limit=9&cause=food"])
def test_each_is_met_exactly_once_between_edits(house: House, query: str) -> None:
    random = Random(query)
    web = TestClient(create_api(house), base_url="http://luminance.test")
    seen: Counter[str] = Counter()
    for turn, page in enumerate(pages(web, f"/collections/initiatives/items?{query}")):
        seen.update(each["properties"]["slug"] for each in page["features"])
        if turn < MOVE - 10:
            edit(house, turn, random)
    assert {slug for slug in seen if slug.startswith("reste")} == {f"reste-{n}" for n in range(STAY)}
    assert set(seen.values()) == {1}


def test_each_is_met_exactly_once_under_edits_at_the_same_time(house: House) -> None:
    web = TestClient(create_api(house), base_url="http://luminance.test")
    done, initiatives, needs = threading.Event(), Counter[str](), Counter[str]()

    def edit_on() -> int:
        random, turn = Random(3), 0
        while not done.is_set() and turn < MOVE - 10:
            edit(house, turn, random)
            turn += 1
        return turn

    with ThreadPoolExecutor(1) as pool:
        editing = pool.submit(edit_on)
        for page in pages(web, "/collections/initiatives/items?limit=5"):
            initiatives.update(each["properties"]["slug"] for each in page["features"])
        for page in pages(web, "/collections/needs/items?limit=6"):
            needs.update(each["properties"]["initiative_slug"] for each in page["features"])
        done.set()
        assert editing.result() > 3
    for seen in (initiatives, needs):
        assert {slug for slug in seen if slug.startswith("reste")} == {f"reste-{n}" for n in range(STAY)}
        assert set(seen.values()) == {1}
