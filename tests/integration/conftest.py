"""Each test here runs on SQLite and on PostgreSQL, on a database of its own."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from luminance_geo import bootstrap, migrations
from luminance_geo.database import make_engine
from luminance_geo.settings import Settings

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Server:
    """Where databases are made: `create(migrated)` gives the URL of a new one."""

    create: Callable[[bool], str]


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each of the two databases, once per session, with a migrated model to copy."""
    bootstrap.metadata()
    if request.param == "sqlite":
        yield _sqlite(tmp_path_factory.mktemp("sqlite"))
    else:
        yield from _postgresql()


def _sqlite(folder: Path) -> Server:
    model = folder / "model.sqlite"
    engine = make_engine(f"sqlite:///{model}")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()

    def create(migrated: bool) -> str:
        path = folder / f"{next(_numbers)}.sqlite"
        if migrated:
            shutil.copy(model, path)
        return f"sqlite:///{path}"

    return Server(create)


def _postgresql() -> Iterator[Server]:
    given = os.environ.get("LUMINANCE_TEST_POSTGRES_URL")
    if not given:
        pytest.skip("no PostgreSQL: python3 tests/run.py starts one, or set LUMINANCE_TEST_POSTGRES_URL")
    url = Settings(database_url=given).database_url
    admin = make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    prefix, made = f"luminance_{os.getpid()}", list[str]()

    def create(migrated: bool) -> str:
        name = f"{prefix}_{next(_numbers)}"
        made.append(name)
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {made[0] if migrated else 'template0'}"))
        return make_url(url).set(database=name).render_as_string(hide_password=False)

    engine = make_engine(create(False))
    migrations.upgrade(engine)
    engine.dispose()
    yield Server(create)
    throw_away = os.environ.get("LUMINANCE_TEST_POSTGRES_THROW_AWAY")  # each drop is a checkpoint: half a second
    with admin.connect() as connection:
        for name in [] if throw_away else made:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def empty_url(server: Server) -> str:
    """The URL of a new, empty database."""
    return server.create(False)


@pytest.fixture
def database_url(server: Server) -> str:
    """The URL of a new database at the newest schema."""
    return server.create(True)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a new database at the newest schema."""
    made = make_engine(database_url)
    yield made
    made.dispose()
