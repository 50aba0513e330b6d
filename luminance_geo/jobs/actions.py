"""Run what is due, each piece in one process only: a lease is taken by a guarded UPDATE, which one of them wins."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Engine, Update, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from luminance_geo.database import reading, table_of, writing
from luminance_geo.jobs.job import Job
from luminance_geo.jobs.model import JobLease

_LOG = logging.getLogger(__name__)
_AFTER_FAILURE = timedelta(minutes=5)


def run_due(
    engine: Engine, jobs: Sequence[Job], now: datetime, holder: str, *, stopping: Callable[[], bool] = lambda: False
) -> list[str]:
    """Run the jobs that are due and that no one else runs; the names of those run here, failed ones too.

    A failure is written down and logged, without the values that an error's message may hold; it is due again after
    its period, or five minutes where that is sooner.
    """
    leased = [job for job in jobs if not job.everywhere]
    due = _due(engine, leased, now)
    ran = []
    for job in leased:
        if job.name in due and not stopping() and _claim(engine, job, now, holder):
            _finish(engine, job, now, holder, error=attempt(job, now))
            ran.append(job.name)
    return ran


def attempt(job: Job, now: datetime) -> str | None:
    """Run one job; the kind of its failure, or None."""
    try:
        job.run(now)
    except Exception as error:  # noqa: BLE001 - one job's fault must not stop the others
        frames = "".join(traceback.format_tb(error.__traceback__))
        _LOG.error("The job %s failed: %s\n%s", job.name, type(error).__name__, frames)
        return type(error).__name__
    return None


def _due(engine: Engine, jobs: Sequence[Job], now: datetime) -> set[str]:
    """Names of what is due and free; jobs never seen before get their row."""
    with reading(engine) as session:
        rows = {row.name: row for row in session.exec(select(JobLease))}
    unknown = [job.name for job in jobs if job.name not in rows]
    if unknown:
        with writing(engine) as session:
            _introduce(session, unknown, now)
    free = {
        name
        for name, row in rows.items()
        if row.due_at <= now and (row.leased_until is None or row.leased_until <= now)
    }
    return free | set(unknown)


def _introduce(session: Session, names: Sequence[str], now: datetime) -> None:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{"name": name, "due_at": now} for name in sorted(names)]
    session.connection().execute(insert(table_of(JobLease)).on_conflict_do_nothing(), rows)


def _claim(engine: Engine, job: Job, now: datetime, holder: str) -> bool:
    asked = update(JobLease).where(
        col(JobLease.name) == job.name,
        col(JobLease.due_at) <= now,
        or_(col(JobLease.leased_until).is_(None), col(JobLease.leased_until) <= now),
    )
    return _changed(engine, asked.values(holder=holder, leased_until=now + job.lease)) == 1


def _finish(engine: Engine, job: Job, now: datetime, holder: str, *, error: str | None) -> None:
    """Give the lease back, unless it has passed and someone else has it."""
    due = now + (min(job.every, _AFTER_FAILURE) if error else job.every)
    mine = update(JobLease).where(
        col(JobLease.name) == job.name, col(JobLease.holder) == holder, col(JobLease.leased_until) == now + job.lease
    )
    _changed(engine, mine.values(holder=None, leased_until=None, ran_at=now, due_at=due, last_error=error))


def _changed(engine: Engine, asked: Update) -> int:
    with writing(engine) as session:
        done: Any = session.execute(asked)
        assert isinstance(done, CursorResult)  # noqa: S101 - what an UPDATE gives, said to the type checker
        return int(done.rowcount)
