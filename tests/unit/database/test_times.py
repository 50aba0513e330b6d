"""Aware times only."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import sqlite

from luminance_geo.database import UtcDateTime


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None), sqlite.dialect())


def test_times_come_back_in_utc() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=-5)))
    stored = UtcDateTime().process_bind_param(noon, sqlite.dialect())
    assert stored == datetime(2026, 1, 1, 17, tzinfo=UTC)
    assert UtcDateTime().process_result_value(stored.replace(tzinfo=None), sqlite.dialect()) == noon
