"""Leases on both databases: a piece of work is done once per period, however many processes look for some."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete
from sqlmodel import func, select

from luminance_geo.audit.model import AuditEntry
from luminance_geo.database import make_engine, reading, writing
from luminance_geo.jobs import Job, actions, run_due
from luminance_geo.jobs.model import JobLease

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
HOUR, LEASE = timedelta(hours=1), timedelta(minutes=10)
PROCESS = """
import sys
from datetime import datetime, timedelta
from luminance_geo.database import make_engine, writing
from luminance_geo.audit.model import AuditEntry
from luminance_geo.jobs import Job, run_due
engine, now = make_engine(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
def run(at):
    with writing(engine) as session:
        session.add(AuditEntry(at=at, action="ran", subject_kind="job", subject_id=1))
jobs = [Job(f"job {number}", timedelta(hours=1), run) for number in range(5)]
sys.stdin.readline()
for hours in range(4):
    run_due(engine, jobs, now + timedelta(hours=hours), sys.argv[3])
engine.dispose()
"""


def job(run: Callable[[datetime], object], name: str = "try") -> Job:
    return Job(name, HOUR, run, lease=LEASE)


def row(engine: Engine, name: str = "try") -> JobLease:
    with reading(engine) as session:
        return session.get_one(JobLease, name)


def test_work_is_done_once_per_period(engine: Engine) -> None:
    done: list[datetime] = []
    for minutes in (0, 0, 30, 59, 60, 61, 300):
        run_due(engine, [job(done.append)], NOW + timedelta(minutes=minutes), "me")
    assert [(at - NOW) / HOUR for at in done] == [0, 1, 5]
    left = row(engine)
    assert (left.holder, left.leased_until, left.last_error) == (None, None, None)
    assert (left.ran_at, left.due_at) == (NOW + 5 * HOUR, NOW + 6 * HOUR)


def test_work_is_done_once_by_many_threads(engine: Engine) -> None:
    done: list[datetime] = []
    barrier = threading.Barrier(8)

    def look(number: int) -> None:
        for hours in range(10):
            barrier.wait()
            run_due(engine, [job(done.append)], NOW + hours * HOUR, f"thread {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(look, range(8)))
    assert sorted(done) == [NOW + hours * HOUR for hours in range(10)]


def test_the_race_is_real(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: without the guard, several do the same work."""
    monkeypatch.setattr(actions, "_claim", lambda *_: True)
    done: list[datetime] = []
    barrier = threading.Barrier(4)

    def look(number: int) -> None:
        barrier.wait()
        run_due(engine, [job(done.append)], NOW, f"thread {number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look, range(4)))
    assert len(done) > 1


def test_work_is_done_once_by_many_processes(database_url: str, engine: Engine) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, database_url, NOW.isoformat(), str(number)],
            stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number in range(4)
    ]  # fmt: skip
    assert [process.communicate("go\n", timeout=60)[1] for process in started] == [""] * 4
    with reading(engine) as session:
        ran = session.exec(select(AuditEntry.at, func.count()).group_by(AuditEntry.at)).all()  # type: ignore[arg-type]
    # Each starts at hour 0, so that a late one may find hours that others did: never one of them twice.
    assert sorted(ran) == [(NOW + hours * HOUR, 5) for hours in range(4)]


def test_the_lease_of_a_dead_holder_is_taken_over(engine: Engine) -> None:
    class Killed(BaseException):
        """What no handler may catch: the process is gone."""

    def die(_: datetime) -> None:
        raise Killed

    with pytest.raises(Killed):
        run_due(engine, [job(die)], NOW, "dead")
    assert (row(engine).holder, row(engine).leased_until) == ("dead", NOW + LEASE)
    done: list[datetime] = []
    assert run_due(engine, [job(done.append)], NOW + LEASE - timedelta(seconds=1), "me") == []
    assert run_due(engine, [job(done.append)], NOW + LEASE, "me") == ["try"]
    assert done == [NOW + LEASE]


def test_a_holder_that_comes_back_late_leaves_the_others_lease_alone(engine: Engine) -> None:
    inner: list[datetime] = []

    def slow(_: datetime) -> None:
        def other(_: datetime) -> None:
            inner.append(row(engine).leased_until or NOW)

        run_due(engine, [job(other)], NOW + LEASE, "other")

    run_due(engine, [job(slow)], NOW, "slow")
    assert inner == [NOW + 2 * LEASE]
    assert row(engine).ran_at == NOW + LEASE, "what the late one says is not written over it"


def test_a_failure_is_told_without_its_values_and_tried_sooner(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    address = "zoe@example.org"

    def fail(_: datetime) -> None:
        raise RuntimeError(address)

    done: list[datetime] = []
    with caplog.at_level(logging.ERROR):
        assert run_due(engine, [job(fail), job(done.append, "next")], NOW, "me") == ["try", "next"]
    assert done == [NOW]
    assert (row(engine).last_error, row(engine).due_at) == ("RuntimeError", NOW + timedelta(minutes=5))
    assert "RuntimeError" in caplog.text
    assert "in fail" in caplog.text
    assert address not in caplog.text


def test_work_of_everywhere_and_work_after_the_stop_are_left(engine: Engine) -> None:
    done: list[datetime] = []
    shared = Job("shared", HOUR, done.append, everywhere=True)
    assert run_due(engine, [shared], NOW, "me") == []
    assert run_due(engine, [job(done.append)], NOW, "me", stopping=lambda: True) == []
    assert done == []
    with writing(engine) as session:
        session.execute(delete(JobLease))


def test_looking_for_work_writes_nothing(engine: Engine, database_url: str) -> None:
    done: list[datetime] = []
    run_due(engine, [job(done.append)], NOW, "me")
    other = make_engine(database_url, busy_timeout_ms=1)
    with writing(engine):
        assert run_due(other, [job(done.append)], NOW, "me") == []
    other.dispose()
