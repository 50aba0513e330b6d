"""The schema: from nothing to the newest, by two processes at once, and equal to the models."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint, Engine, inspect, text
from sqlmodel import SQLModel

from luminance_geo import bootstrap, migrations
from luminance_geo.database import make_engine
from luminance_geo.errors import NotReady

UPGRADE = """
import sys
from luminance_geo import migrations
from luminance_geo.database import make_engine
migrations.upgrade(make_engine(sys.argv[1]))
"""


def test_an_empty_database_is_brought_to_the_newest_schema(empty_url: str) -> None:
    engine = make_engine(empty_url)
    assert migrations.schema(engine).current is None
    migrations.upgrade(engine)
    migrations.upgrade(engine)
    assert migrations.schema(engine).ready
    engine.dispose()


def test_two_processes_may_migrate_at_once(empty_url: str) -> None:
    def upgrade(_: int) -> str:
        command = [sys.executable, "-c", UPGRADE, empty_url]
        return subprocess.run(command, check=False, capture_output=True, text=True).stderr

    with ThreadPoolExecutor(3) as pool:
        assert [error for error in pool.map(upgrade, range(3)) if error] == []
    engine = make_engine(empty_url)
    assert migrations.schema(engine).ready
    engine.dispose()


def test_the_models_and_the_migrations_agree(engine: Engine) -> None:
    bootstrap.metadata()
    assert migrations.drift(engine) == []


def test_a_difference_is_noticed(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE meeting ADD COLUMN stray TEXT"))
    assert "stray" in " ".join(migrations.drift(engine))


def test_constraints_of_the_models_are_stored(engine: Engine) -> None:
    """Alembic does not compare CHECK constraints."""
    inspector = inspect(engine)
    for table in SQLModel.metadata.sorted_tables:
        wanted = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        assert {one["name"] for one in inspector.get_check_constraints(table.name)} == wanted


def test_a_newer_database_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    found = migrations.schema(engine)
    assert (found.ready, found.known) == (False, False)
    with pytest.raises(NotReady, match="newer version"):
        migrations.upgrade(engine)


def test_an_unreachable_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for url in ("postgresql+psycopg://nobody@127.0.0.1:1/none", f"sqlite:///{tmp_path}"):
        with pytest.raises(NotReady, match="cannot be reached"):
            migrations.schema(make_engine(url))


def test_versions_form_one_line() -> None:
    folder = Path(migrations.__file__).parent / "versions"
    previous = None
    for number, path in zip(migrations.versions(), sorted(folder.glob("[0-9]*.py")), strict=True):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert (module.revision, module.down_revision) == (number, previous)
        previous = number
