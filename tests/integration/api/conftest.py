"""A house with demonstration initiatives, some of our own and two hosts, behind the API; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from luminance_geo.api import create_api
from luminance_geo.bootstrap import House, open_house
from luminance_geo.database import bump_revision, make_engine, writing
from luminance_geo.demo import actions as demo
from luminance_geo.ecosystem.model import Actor
from luminance_geo.initiatives.model import Initiative, Need, Precision, State
from luminance_geo.meetings.model import Meeting
from luminance_geo.settings import Settings
from luminance_geo.web import web_routes
from tests.integration.conftest import Server

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
HERE = (45.5451, -73.6202)


def initiative(slug: str, **fields: object) -> Initiative:
    made = {
        "slug": slug, "state": State.PUBLISHED, "name_fr": slug.replace("-", " "), "causes": ["food"],
        "languages": ["fr"], "lat": HERE[0], "lon": HERE[1], "regions": ["province-24"], "created_at": NOW,
        "updated_at": NOW, "published_at": NOW, **fields,
    }  # fmt: skip
    return Initiative.model_validate(made)


@pytest.fixture(scope="session")
def house(server: Server) -> Iterator[House]:
    """Sixty demonstration initiatives, and: a whole one, an online one, a draft, fourteen at one spot."""
    url = server.create(True)
    engine = make_engine(url)
    with writing(engine) as session:
        demo.build(session, now=NOW, count=60)
        whole = initiative("la-tablee", name_en="The table", causes=["food", "commons"], governance="consensus")
        session.add(whole)
        session.add(
            initiative("en-ligne", lat=None, lon=None, precision=Precision.ONLINE, remote=True, causes=["health"])
        )
        session.add(initiative("brouillon", state=State.DRAFT))
        session.add_all(initiative(f"meme-toit-{n}", lat=46.8139, lon=-71.2080) for n in range(14))
        session.flush()
        assert whole.id is not None
        session.add(Need(initiative_id=whole.id, title_fr="Cuisine", skills=["CREATIVITY"], capacity=4, taken=1))
        session.add(
            Meeting(
                initiative_id=whole.id, title_fr="Souper", starts_at=NOW + timedelta(days=1, hours=5, minutes=30),
                ends_at=NOW + timedelta(days=1, hours=8), time_zone="America/Toronto", capacity=4, taken=2,
            )
        )  # fmt: skip
        session.add_all(
            Actor(slug=f"bibliotheque-{n}", kind="library", name_fr=f"Bibliothèque {n}", lat=45.5 + n, lon=-73.6,
                  created_at=NOW)
            for n in range(2)
        )  # fmt: skip
        bump_revision(session)
    engine.dispose()
    made = open_house(Settings(database_url=url, public_url="https://luminance.test"), clock=lambda: NOW, refresh=False)
    yield made
    made.close()


@pytest.fixture(scope="session")
def web(house: House) -> TestClient:
    """The API under `/api/v1` and the pages, as the dashboard mounts them; a failure is a 500, not an exception."""
    app = Starlette(routes=[Mount("/api/v1", create_api(house)), *web_routes(house)])
    return TestClient(app, raise_server_exceptions=False, base_url="https://luminance.test")
