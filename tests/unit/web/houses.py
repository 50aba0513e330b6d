"""A house made of plain objects, for what only reads details and slugs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from luminance_geo.catalogue.cards import Card, Detail, MeetingView, NeedView
from luminance_geo.i18n import Bilingual
from luminance_geo.settings import Settings
from luminance_geo.web import web_routes

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
WRITTEN = datetime(2026, 10, 1, 15, tzinfo=UTC)
Slugs = Callable[[int, int], Sequence[tuple[int, str, datetime]]]


def card(**changed: Any) -> Card:
    made = Card(
        id=7, slug="la-tablee-du-mardi", name=Bilingual("La tablée du mardi", "Tuesday table"),
        summary=Bilingual("On épluche, on mijote, on mange ensemble.", "We peel, simmer and eat together."),
        causes=("food", "commons"), skills=("CREATIVITY",), lat=45.5451, lon=-73.6202, precision="exact",
        address="7070, avenue Henri-Julien", locality="Montréal", remote=False, languages=("fr", "en"),
        demonstration=False, confirmed=True, source=None, source_date=None, places_left=3, places_total=8,
        open_needs=1, next_meeting=meeting(), published_at=WRITTEN, updated_at=WRITTEN,
    )  # fmt: skip
    return replace(made, **changed)


def meeting(**changed: Any) -> MeetingView:
    made = MeetingView(
        id=3, title=Bilingual("Souper du mardi", "Tuesday supper"),
        starts_at=datetime(2026, 11, 24, 22, 30, tzinfo=UTC), ends_at=datetime(2026, 11, 25, 0, 30, tzinfo=UTC),
        time_zone="America/Toronto", capacity=8, taken=5, left=3, remote=False, address=None, lat=None, lon=None,
    )  # fmt: skip
    return replace(made, **changed)


def need(**changed: Any) -> NeedView:
    made = NeedView(
        id=5, title=Bilingual("Cuisine", "Cooking"), skills=("CREATIVITY", "TEAMWORK"), capacity=2, taken=0, left=2,
        remote=False, until=None,
    )  # fmt: skip
    return replace(made, **changed)


def detail(shown: Card | None = None, **changed: Any) -> Detail:
    made = Detail(
        card=shown or card(),
        description=Bilingual("Les légumes viennent des invendus.\n\nOn lave aussi.", "Vegetables are saved.\n\nYes."),
        needs=(need(), need(id=6, title=Bilingual("Accueil", "Welcome"), taken=2, left=0)),
        meetings=(
            meeting(),
            meeting(id=2, starts_at=NOW - timedelta(days=7), ends_at=NOW - timedelta(days=6), left=0, taken=8),
        ),
        governance="consensus", governance_text=Bilingual("On décide autour de la table.", "We decide at the table."),
        roots_text=Bilingual("Née dans le quartier.", "Born in the neighbourhood."), sharing="none",
        sharing_text=Bilingual(), website="https://example.org/tablee", postal_code="H2S 3S3",
        regions=("province-24",), source_kind=None, time_zone="America/Toronto", created_at=WRITTEN,
        updated_at=WRITTEN, confirmed_at=WRITTEN,
    )  # fmt: skip
    return replace(made, **changed)


@dataclass
class PlainHouse:
    """What the web routes ask of a house."""

    details: list[Detail] = field(default_factory=list)
    slugs: Slugs = lambda after_id, limit: []
    settings: Settings = field(default_factory=lambda: Settings(public_url="https://luminance.test"))
    catalogue: Any = field(default_factory=lambda: SimpleNamespace(revision=1))
    clock: Callable[[], datetime] = lambda: NOW
    engine: Any = None

    def detail(self, slug: str) -> Detail | None:
        return next((each for each in self.details if each.card.slug == slug), None)

    def published_slugs(
        self, *, demonstration: bool = False, after_id: int = 0, limit: int = 50_000
    ) -> list[tuple[int, str, datetime]]:
        assert not demonstration
        return list(self.slugs(after_id, limit))


def client(house: PlainHouse) -> TestClient:
    return TestClient(Starlette(routes=web_routes(house)), base_url="https://luminance.test")  # type: ignore[arg-type]


def page(shown: Detail, language: str = "fr") -> str:
    answer = client(PlainHouse([shown])).get(f"/initiatives/{shown.card.slug}?lang={language}")
    assert answer.status_code == 200
    return answer.text
