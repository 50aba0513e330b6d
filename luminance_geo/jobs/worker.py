"""The thread of a process that does its share of the periodic work."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from luminance_geo.jobs.actions import attempt, run_due
from luminance_geo.jobs.job import Job

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_S = 5.0
_LONGEST_WAIT_S = 60.0
_AFTER_FAILURE_S = 30.0
_GOODBYE_S = 10.0


class Worker:
    """One daemon thread that runs jobs until stopped: leased ones as they come due, those of `everywhere` by itself.

    `nudge` runs the latter at once. A database that does not answer is asked again, less and less often.
    """

    def __init__(
        self, engine: Engine, jobs: Sequence[Job], clock: Callable[[], datetime], *, look_every_s: float = _LOOK_EVERY_S
    ) -> None:
        self.holder = f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._engine, self._jobs, self._clock, self._look_every_s = engine, tuple(jobs), clock, look_every_s
        self._everywhere = [job for job in jobs if job.everywhere]
        self._next = {job.name: 0.0 for job in self._everywhere}
        self._next_look, self._wait_s = 0.0, look_every_s
        self._awake, self._stopping = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop: long work looks here between two pieces."""
        return self._stopping.is_set()

    def start(self) -> None:
        """Begin; calling it again changes nothing."""
        if self._thread is None:
            self._stopping.clear()
            self._thread = threading.Thread(target=self._run, name="luminance-jobs", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End, waiting for the piece of work under way, but not for ever: others may take it over later."""
        self._stopping.set()
        self._awake.set()
        if self._thread is not None:
            self._thread.join(_GOODBYE_S)
            self._thread = None

    def nudge(self) -> None:
        """There is something for the jobs of `everywhere`: do them now."""
        self._next = dict.fromkeys(self._next, 0.0)
        self._awake.set()

    def _run(self) -> None:
        while not self.stopping:
            self._awake.clear()
            self._round(time.monotonic())
            coming = min([self._next_look, *self._next.values()])
            self._awake.wait(max(0.0, coming - time.monotonic()))

    def _round(self, tick: float) -> None:
        for job in self._everywhere:
            if self._next[job.name] <= tick and not self.stopping:
                self._next[job.name] = tick + job.every.total_seconds()
                if attempt(job, self._clock()):
                    self._next[job.name] = time.monotonic() + max(job.every.total_seconds(), _AFTER_FAILURE_S)
        if self._next_look <= tick and not self.stopping:
            self._look()
            self._next_look = time.monotonic() + self._wait_s

    def _look(self) -> None:
        try:
            run_due(self._engine, self._jobs, self._clock(), self.holder, stopping=lambda: self.stopping)
        except SQLAlchemyError as error:
            self._wait_s = min(self._wait_s * 2, _LONGEST_WAIT_S)
            _LOG.error("Jobs wait for the database: %s; next try in %.0f s", type(error).__name__, self._wait_s)
        else:
            self._wait_s = self._look_every_s
