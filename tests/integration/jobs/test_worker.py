"""The worker's thread: it looks by itself, wakes when nudged, outlives a database's absence, and ends when told."""

from __future__ import annotations

import logging
import queue
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from luminance_geo import migrations
from luminance_geo.database import make_engine
from luminance_geo.jobs import Job, Worker
from luminance_geo.jobs import worker as jobs_worker

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOON_S = 10


class Bell:
    """A job that rings."""

    def __init__(self) -> None:
        self.rung = threading.Semaphore(0)
        self.count = 0

    def __call__(self, _: datetime) -> None:
        self.count += 1
        self.rung.release()

    def heard(self) -> bool:
        return self.rung.acquire(timeout=SOON_S)


class Waits(logging.Handler):
    """Hears how long the worker says that it waits."""

    def __init__(self) -> None:
        super().__init__()
        self.said: queue.Queue[float] = queue.Queue()

    def emit(self, record: logging.LogRecord) -> None:
        assert isinstance(record.args, tuple)
        self.said.put(float(str(record.args[-1])))

    def next(self) -> float:
        return self.said.get(timeout=SOON_S)


def test_leased_work_and_work_of_everywhere_are_done_and_a_nudge_wakes(engine: Engine) -> None:
    leased, everywhere = Bell(), Bell()
    jobs = (Job("leased", HOUR, leased), Job("everywhere", HOUR, everywhere, everywhere=True))
    worker = Worker(engine, jobs, lambda: NOW)
    worker.start()
    worker.start()
    assert leased.heard()
    assert everywhere.heard()
    worker.nudge()
    assert everywhere.heard()
    worker.stop()
    worker.stop()
    assert worker.stopping
    assert (leased.count, everywhere.count) == (1, 2)
    assert not [thread for thread in threading.enumerate() if thread.name == "luminance-jobs"]


def test_it_starts_again_after_a_stop(engine: Engine) -> None:
    bell = Bell()
    worker = Worker(engine, (Job("ring", HOUR, bell, everywhere=True),), lambda: NOW)
    for _ in range(2):
        worker.start()
        worker.nudge()
        assert bell.heard()
        worker.stop()


def test_a_failing_job_leaves_the_others_alone(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: datetime) -> None:
        raise OSError

    bell = Bell()
    jobs = (
        Job("fails", timedelta(milliseconds=1), fail, everywhere=True),
        Job("rings", timedelta(milliseconds=1), bell, everywhere=True),
    )
    worker = Worker(engine, jobs, lambda: NOW)
    with caplog.at_level(logging.ERROR):
        worker.start()
        assert all(bell.heard() for _ in range(20))
        worker.stop()
    assert caplog.text.count("The job fails failed: OSError") == 1, "it rests after a failure"


def test_a_database_that_is_not_there_is_asked_less_and_less(empty_url: str, caplog: pytest.LogCaptureFixture) -> None:
    engine, bell = make_engine(empty_url), Bell()
    worker = Worker(engine, (Job("ring", HOUR, bell),), lambda: NOW, look_every_s=0.01)
    waits = Waits()
    logging.getLogger(jobs_worker.__name__).addHandler(waits)
    with caplog.at_level(logging.ERROR):
        worker.start()
        assert [waits.next() for _ in range(4)] == pytest.approx([0.02, 0.04, 0.08, 0.16])
        migrations.upgrade(engine)
        assert bell.heard()
        worker.stop()
    logging.getLogger(jobs_worker.__name__).removeHandler(waits)
    engine.dispose()
