"""What each racing process does: eight of them, started once, run round after round on needs made by the test."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import event, func
from sqlmodel import col, select

from luminance_geo.database import make_engine, reading, table_of, writing
from luminance_geo.initiatives.model import Need
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.service import Ref
from tests.integration.signups.seeds import GENEROUS, NOW, initiative, mailed, request, service

RACERS, TRIES = 8, 3
_PATIENCE_S = 60
_START_S = 240


class Racers:
    """Eight processes that do `kind` on a need at the same moment; `run` waits for all of them."""

    def __init__(self, url: str) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["luminance_geo.bootstrap", "tests.integration.signups.racers"])
        self._barrier, self._answers = context.Barrier(RACERS), context.Queue()
        self._orders = [context.Queue() for _ in range(RACERS)]
        self._processes = [
            context.Process(target=_race, args=(url, number, orders, self._answers, self._barrier), daemon=True)
            for number, orders in enumerate(self._orders)
        ]
        for process in self._processes:
            process.start()
        for _ in self._processes:  # a server of forks that another test started has not loaded what these need
            self._answers.get(timeout=_START_S)

    def run(self, kind: str, ref: Ref) -> list[Any]:
        """Do it; what each process has to say. Raises `AssertionError` with what went wrong in one."""
        for orders in self._orders:
            orders.put((kind, ref))
        answers = [self._answers.get(timeout=_PATIENCE_S) for _ in self._orders]
        faults = [answer for fault, answer in answers if fault]
        assert not faults, faults
        return [answer for _, answer in answers]

    def stop(self) -> None:
        for orders in self._orders:
            orders.put(None)
        for process in self._processes:
            process.join(_PATIENCE_S)


@contextmanager
def racing(url: str) -> Iterator[Racers]:
    racers = Racers(url)
    try:
        yield racers
    finally:
        racers.stop()


def _race(url: str, number: int, orders: Any, answers: Any, barrier: Barrier) -> None:
    engine = make_engine(url, busy_timeout_ms=_PATIENCE_S * 1000)
    verbs = {"take": _take, "same": _same, "churn": _churn, "unguarded": _unguarded}
    answers.put((False, "ready"))
    while (order := orders.get()) is not None:
        kind, ref = order
        try:
            barrier.wait(_PATIENCE_S)
            answers.put((False, verbs[kind](engine, ref, number)))
        except Exception as error:  # noqa: BLE001 - the test is told
            answers.put((True, f"{type(error).__name__}: {error}"))
    engine.dispose()


def _take(engine: Any, ref: Ref, number: int) -> list[str]:
    signups = service(engine)
    return [signups.take(request(ref, ref.id * 1000 + number * TRIES + each)).state.value for each in range(TRIES)]


def _same(engine: Any, ref: Ref, number: int) -> tuple[int, str | None]:
    """The same form, sent eight times at once."""
    outcome = service(engine).take(request(ref, ref.id * 1000, idempotency_key=f"form-of-need-{ref.id:06d}"))
    return outcome.sign_up_id, outcome.state.value


def _churn(engine: Any, ref: Ref, number: int) -> int:
    """People come, confirm and go."""
    signups, chance, mine, done = service(engine), random.Random(f"{ref.id} {number}"), list[int](), 0
    for each in range(2 * TRIES):
        what = chance.choice(("take", "take", "confirm", "withdraw", "expire"))
        if what == "take" or not mine:
            mine.append(signups.take(request(ref, ref.id * 1000 + number * 100 + each)).sign_up_id)
        elif what == "expire":
            signups.expire(NOW)
        else:
            token = mailed(engine, chance.choice(mine))
            (signups.confirm if what == "confirm" else signups.withdraw)(token)
        done += 1
    return done


def _unguarded(engine: Any, ref: Ref, number: int) -> int:
    """The control: look whether a place is left, then take it without lock or guard, as if CHECK were not there."""
    done, people = 0, table_of(SignUp)
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _without_checks):
        event.listen(engine, "connect", _without_checks)
        engine.dispose()
    for each in range(TRIES):
        with reading(engine) as session:
            row = session.get_one(Need, ref.id)
            counted = select(func.count()).where(col(SignUp.need_id) == ref.id, col(SignUp.counts).is_(True))
            left = row.capacity - session.exec(counted).one()
        if left > 0:
            with writing(engine) as session:
                mine = ref.id * 1000 + number * TRIES + each
                session.connection().execute(
                    people.insert().values(
                        initiative_id=row.initiative_id, need_id=ref.id, state=SignUpState.HELD, counts=True,
                        nonce="n", uid=f"{mine}-{os.getpid()}", sequence=0, language="fr", created_at=NOW,
                    )
                )  # fmt: skip
                need = table_of(Need)
                session.connection().execute(need.update().where(need.c.id == ref.id).values(taken=need.c.taken + 1))
            done += 1
    return done


def _without_checks(connection: Any, _: object) -> None:
    connection.execute("PRAGMA ignore_check_constraints=ON")


def need_for_race(url: str, capacity: int = 20) -> Ref:
    """A need of its own in an initiative that exists."""
    engine = make_engine(url)
    with writing(engine) as session:
        found = session.exec(select(Need.initiative_id)).first() or initiative(session)
        made = Need(initiative_id=found, title_fr="Semis", capacity=capacity)
        session.add(made)
        session.flush()
        ref = Ref("need", made.id or 0)
    engine.dispose()
    return ref


__all__ = ["GENEROUS", "RACERS", "TRIES", "Racers", "need_for_race", "racing"]
