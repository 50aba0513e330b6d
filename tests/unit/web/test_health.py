"""Probes tell the truth about database and index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, create_engine
from sqlmodel import SQLModel

from luminance_geo.database import CatalogueChange, Revision, bump_revision, make_engine, table_of, writing
from tests.unit.web.houses import NOW, PlainHouse, client


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    SQLModel.metadata.create_all(made, tables=[table_of(Revision), table_of(CatalogueChange)])
    with writing(made) as session:
        bump_revision(session)
    yield made
    made.dispose()


def test_the_process_answers_even_without_a_database() -> None:
    answer = client(PlainHouse()).get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["cache-control"] == "no-store"


def test_ready_when_the_index_follows_the_database(engine: Engine) -> None:
    answer = client(PlainHouse(engine=engine)).get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["database"] == answer.json()["index"] == {"ok": True, "revision": 1}
    assert answer.json()["loops"] in {"numpy", "compiling", "compiled"}


def test_not_ready_when_the_index_stays_behind(engine: Engine) -> None:
    moments = iter([NOW, NOW, NOW + timedelta(seconds=31), NOW + timedelta(seconds=31)])
    web = client(PlainHouse(engine=engine, catalogue=SimpleNamespace(revision=0), clock=lambda: next(moments)))
    assert web.get("/readyz").status_code == 200
    late = web.get("/readyz")
    assert (late.status_code, late.json()["status"]) == (503, "not ready")


def test_not_ready_without_a_database(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/missing/x.sqlite")
    answer = client(PlainHouse(engine=engine)).get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, {"ok": False, "revision": None})
    engine.dispose()
