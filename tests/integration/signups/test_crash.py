"""A server killed while people sign up, and a database restarted under them: what was acknowledged is there, once."""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import select

from luminance_geo import bootstrap, migrations
from luminance_geo.cli.database import faults_of
from luminance_geo.database import make_engine, reading
from luminance_geo.errors import LuminanceError, NotReady
from luminance_geo.i18n import translator
from luminance_geo.settings import Settings
from luminance_geo.signups.model import SignUp
from luminance_geo.signups.service import Ref
from tests.integration.signups.lean import Server
from tests.integration.signups.racers import need_for_race
from tests.integration.signups.seeds import counts, request, service
from tests.services import postgres_server

CLIENTS = 4
_PLACES = 30


class Stream:
    """People who sign up one after another, each sending the form again with the same key until it is acknowledged."""

    def __init__(self, ref: Ref) -> None:
        self.ref, self.port = ref, 0
        self.acknowledged: dict[str, int] = {}
        self._numbers, self._lock, self._stopping = iter(range(ref.id * 10_000, 10**9)), threading.Lock(), False
        self._threads = [threading.Thread(target=self._send_on) for _ in range(CLIENTS)]

    @contextmanager
    def flowing(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stopping = True
            for thread in self._threads:
                thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads)

    def wait_for(self, more: int) -> None:
        wanted, until = len(self.acknowledged) + more, time.monotonic() + 60
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < until, "nobody is answered"
            time.sleep(0.005)

    def _send_on(self) -> None:
        while not self._stopping:
            with self._lock:
                person = next(self._numbers)
            key, answer = f"the form of person {person}", None
            while answer is None:
                answer = self._send(person, key)
            self.acknowledged[key] = answer

    def _send(self, person: int, key: str) -> int | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", "/", json.dumps({"need": self.ref.id, "person": person, "key": key}))
            answer = connection.getresponse()
            said = json.loads(answer.read())
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
            return None
        finally:
            connection.close()
        return int(said["id"]) if answer.status == 200 else None


def killed(url: str, times: int) -> None:
    ref, chance = need_for_race(url, _PLACES), random.Random(times)
    stream, server = Stream(ref), Server(url)
    stream.port = server.port
    with stream.flowing():
        for _ in range(times):
            stream.wait_for(chance.randint(3, 8))
            time.sleep(chance.random() * 0.05)
            server.kill()
            server = Server(url)
            stream.port = server.port
        stream.wait_for(3)
    server.kill()
    everyone_is_there(url, stream.acknowledged, ref)


def everyone_is_there(url: str, acknowledged: dict[str, int], ref: Ref) -> None:
    engine = make_engine(url)
    with reading(engine) as session:
        rows = session.exec(select(SignUp.idempotency_key, SignUp.id)).all()
    stored = [key for key, _ in rows]
    assert len(stored) == len(set(stored))
    assert dict(rows) == acknowledged, "the last answers of each client are in, so both are the same"
    taken, counted, waiting = counts(engine, ref)
    assert taken == counted == min(_PLACES, len(stored))
    assert counted + waiting == len(stored)
    bootstrap.metadata()
    assert faults_of(engine, translator("en")) == []
    engine.dispose()


def test_what_was_acknowledged_survives_five_kills(database_url: str) -> None:
    killed(database_url, 5)


@pytest.mark.thorough
@pytest.mark.timeout(900)
def test_what_was_acknowledged_survives_fifty_kills(database_url: str) -> None:
    killed(database_url, 50)


@pytest.mark.postgres
def test_a_restart_of_postgresql_is_survived_in_seconds_and_in_words() -> None:
    with postgres_server(Path(sys.executable)) as server:
        url = Settings(database_url=server.url).database_url
        engine = make_engine(url)
        migrations.upgrade(engine)
        ref = need_for_race(url, _PLACES)
        signups, acknowledged, failures = service(engine), dict[str, int](), list[LuminanceError]()
        stopping, answered = threading.Event(), [0.0]

        def sign_up(first: int) -> None:
            for person in range(first, first + 100_000):
                key = f"the form of person {person}"
                while key not in acknowledged:
                    try:
                        acknowledged[key] = signups.take(request(ref, person, idempotency_key=key)).sign_up_id
                        answered[0] = time.monotonic()
                    except NotReady as error:
                        failures.append(error)
                        time.sleep(0.05)
                if stopping.is_set():
                    return

        threads = [threading.Thread(target=sign_up, args=(100_000 * number,)) for number in range(1, CLIENTS + 1)]
        for thread in threads:
            thread.start()
        for _ in range(2):
            _wait_for(acknowledged, 5)
            began = time.monotonic()
            server.restart()
            _wait_for(acknowledged, CLIENTS + 1)
            assert answered[0] - began < 10
        stopping.set()
        for thread in threads:
            thread.join(30)
            assert not thread.is_alive()
        assert {str(error) for error in failures} == {
            "The service does not answer right now. Try again in a moment: nothing is counted twice."
        }
        everyone_is_there(url, acknowledged, ref)
        engine.dispose()


def _wait_for(acknowledged: dict[str, int], more: int) -> None:
    wanted, until = len(acknowledged) + more, time.monotonic() + 10
    while len(acknowledged) < wanted:
        assert time.monotonic() < until, "nobody is answered"
        time.sleep(0.005)
