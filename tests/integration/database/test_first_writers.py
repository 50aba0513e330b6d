"""Processes that open a new SQLite file together: whoever comes while another writes waits for its turn."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from luminance_geo.database import make_engine


@pytest.fixture
def writer(tmp_path: Path) -> sqlite3.Connection:
    """Someone who writes to a file that was not switched to WAL yet."""
    connection = sqlite3.connect(tmp_path / "new.sqlite", isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE thing (id INTEGER)")
    return connection


def test_a_new_file_is_waited_for(writer: sqlite3.Connection, tmp_path: Path) -> None:
    release = threading.Timer(0.2, writer.execute, ["COMMIT"])
    release.start()
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    release.join()
    engine.dispose()
    writer.close()


def test_though_not_for_ever(writer: sqlite3.Connection, tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite'}", busy_timeout_ms=50)
    with pytest.raises(OperationalError, match="locked"):
        engine.connect()
    engine.dispose()
    writer.close()
