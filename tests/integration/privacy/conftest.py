"""A house in which one person has left traces everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.privacy.someone import Rooms, Traces, leave_traces, rooms


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Rooms:
    return rooms(engine, tmp_path)


@pytest.fixture
def someone(house: Rooms) -> Traces:
    return leave_traces(house)
