"""Options that say which database a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from luminance_geo.bootstrap import require_schema
from luminance_geo.database import make_engine
from luminance_geo.settings import Settings


def settings_for(data_dir: Path | None, database_url: str | None) -> Settings:
    """The settings of the environment, with what the command line says instead."""
    given = {"data_dir": data_dir, "database_url": database_url}
    return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """The database, ready for use; raises `NotReady`, saying what to run."""
    engine = make_engine(settings.resolved_database_url)
    try:
        require_schema(engine)
        yield engine
    finally:
        engine.dispose()
