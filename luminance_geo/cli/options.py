"""Options that say which database a command works on."""

from __future__ import annotations

from pathlib import Path

from luminance_geo.settings import Settings


def settings_for(data_dir: Path | None, database_url: str | None) -> Settings:
    """The settings of the environment, with what the command line says instead."""
    given = {"data_dir": data_dir, "database_url": database_url}
    return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
