"""Sending what is due: each message is claimed by a guarded UPDATE, so that of several workers one sends it."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Engine, Update, update
from sqlmodel import Session, col, select

from luminance_geo.database import reading, writing
from luminance_geo.mail import rules
from luminance_geo.mail.compose import compose
from luminance_geo.mail.model import MailState, OutboxMessage
from luminance_geo.mail.transport import Deferred, Refused, Transport, Unreachable
from luminance_geo.settings import Settings

LEASE = timedelta(minutes=15)
BATCH = 50
_ROUND_S = 300.0  # a round that took longer would lease its last messages from a moment long past
_REST_S = 20.0
_LOG = logging.getLogger(__name__)
_spread = random.SystemRandom().random


@dataclass(slots=True)
class Delivered:
    """What a round did: handed over, to be tried again, given up; `trouble` says why nothing can be sent now."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    trouble: str = ""

    @property
    def total(self) -> int:
        """How many messages it took in hand."""
        return self.sent + self.retried + self.failed


def deliver_due(
    engine: Engine, transport: Transport, *, now: datetime, settings: Settings, limit: int = BATCH,
    jitter: Callable[[], float] = _spread,
) -> Delivered:  # fmt: skip
    """Send up to `limit` messages that are due, those due longest first; stops when nothing can be sent.

    A message is first leased to this worker; if it dies between the server's yes and our own note of it, the lease
    passes and the message goes once more, with the same Message-ID. `jitter` gives 0 to 1.
    """
    done, started = Delivered(), time.monotonic()
    try:
        for key in _due(engine, now, limit):
            claimed = _claim(engine, key, now)
            if claimed is not None:
                error = _hand_over(transport, claimed, settings)
                if not _note(engine, claimed, error, now, jitter, done) and error is None:
                    transport.take_back(claimed.key)
            if done.trouble or time.monotonic() - started > _ROUND_S:
                break
    finally:
        transport.close()
    return done


def _due(engine: Engine, now: datetime, limit: int) -> list[int]:
    asked = select(OutboxMessage.id).where(OutboxMessage.state == MailState.QUEUED, OutboxMessage.next_try_at <= now)
    with reading(engine) as session:
        found = session.exec(asked.order_by(col(OutboxMessage.next_try_at), col(OutboxMessage.id)).limit(limit))
        return [key for key in found if key is not None]


def _claim(engine: Engine, key: int, now: datetime) -> OutboxMessage | None:
    """The message, ours until the lease passes; None when another worker was faster or it was cancelled."""
    mine = update(OutboxMessage).where(
        col(OutboxMessage.id) == key,
        col(OutboxMessage.state) == MailState.QUEUED,
        col(OutboxMessage.next_try_at) <= now,
    )
    with writing(engine) as session:
        if not _changed(session, mine.values(next_try_at=now + LEASE, attempts=OutboxMessage.attempts + 1)):
            return None
        claimed = session.get_one(OutboxMessage, key)
        session.expunge(claimed)
        return claimed


def _hand_over(transport: Transport, claimed: OutboxMessage, settings: Settings) -> Exception | None:
    """What went wrong, or None."""
    try:
        mail = compose(claimed, settings)
    except ValueError as error:
        return Refused(f"cannot be written: {type(error).__name__}")
    try:
        transport.send(mail)
    except (Refused, Deferred, Unreachable) as error:
        return error
    return None


def _note(
    engine: Engine, claimed: OutboxMessage, error: Exception | None, now: datetime, jitter: Callable[[], float],
    done: Delivered,
) -> bool:  # fmt: skip
    """Write the outcome down, and count it; False when the message was cancelled meanwhile, which it stays."""
    again = now + rules.wait_after(claimed.attempts, jitter())
    if error is None:
        done.sent += 1
        values = {"state": MailState.SENT, "sent_at": now, "next_try_at": now, "last_error": None}
    elif isinstance(error, Refused) or rules.is_hopeless(claimed.created_at, again):
        done.failed += 1
        values = {"state": MailState.FAILED, "next_try_at": now, "last_error": str(error)}
    else:
        done.retried += 1
        values = {"next_try_at": again, "last_error": str(error)}
    done.trouble = str(error) if isinstance(error, Unreachable) else ""
    ours = update(OutboxMessage).where(
        col(OutboxMessage.id) == claimed.id,
        col(OutboxMessage.state) == MailState.QUEUED,
        col(OutboxMessage.attempts) == claimed.attempts,
    )
    with writing(engine) as session:
        return bool(_changed(session, ours.values(values)))


def _changed(session: Session, asked: Update) -> int:
    done: Any = session.execute(asked)
    assert isinstance(done, CursorResult)  # noqa: S101 - what an UPDATE gives, said to the type checker
    return int(done.rowcount)


class Postman:
    """The periodic work of mail in one process: everything that is due, with a rest while nothing can be sent."""

    def __init__(self, engine: Engine, transport: Transport, settings: Settings) -> None:
        self._engine, self._transport, self._settings = engine, transport, settings
        self._rest_until, self._trouble = 0.0, ""

    def __call__(self, now: datetime, *, stopping: Callable[[], bool] = lambda: False) -> None:
        """Send what is due at `now`, unless resting; looks at `stopping` between two batches."""
        full = time.monotonic() >= self._rest_until
        while full and not stopping():
            done = deliver_due(self._engine, self._transport, now=now, settings=self._settings)
            self._say(done.trouble)
            full = done.total == BATCH and not done.trouble

    def _say(self, trouble: str) -> None:
        if trouble:
            self._rest_until = time.monotonic() + _REST_S
        if trouble and trouble != self._trouble:
            _LOG.warning("Mail waits, its way out is closed: %s", trouble)
        self._trouble = trouble
