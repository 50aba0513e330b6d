"""A house that serves sends its mail by itself; several of them send each message once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from luminance_geo import bootstrap
from luminance_geo.bootstrap import open_house, utc_now
from luminance_geo.mail import Message
from luminance_geo.mail import worker as mail_worker
from luminance_geo.mail.model import MailState
from luminance_geo.mail.transport import open_transport
from luminance_geo.mail.worker import Postman
from luminance_geo.settings import Settings
from tests.integration.mail.servers import Server, free_port, message, stored
from tests.integration.mail.servers import queue as queue_at

SOON_S = 15.0


def queue(engine: Engine, *messages: Message) -> None:
    queue_at(engine, *messages, now=utc_now())


def until(true: Callable[[], bool]) -> None:
    """Wait for something."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < SOON_S
        time.sleep(0.02)


def settings(url: str, folder: Path, smtp: str = "") -> Settings:
    return Settings(database_url=url, data_dir=folder, smtp_url=smtp)


def test_two_houses_send_each_message_once(database_url: str, engine: Engine, smtp: Server, tmp_path: Path) -> None:
    houses = [open_house(settings(database_url, tmp_path, smtp.url)) for _ in range(2)]
    for first in range(0, 30, 10):
        queue(houses[0].engine, *(message(number) for number in range(first, first + 10)))
    until(lambda: {one.state for one in stored(engine)} == {MailState.SENT})
    for house in houses:
        house.close()
    assert Counter(smtp.ids().values()) == {1: 30}
    assert not [thread for thread in threading.enumerate() if thread.name == "luminance-jobs"]


def test_a_house_alone_writes_files_as_soon_as_they_are_queued(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_DELIVER_EVERY", timedelta(hours=1))  # so that nothing but the nudge sends the rest
    house = open_house(settings(database_url, tmp_path))
    for number in range(1, 4):
        queue(house.engine, message(number))
        until(lambda: len(list((tmp_path / "outbox").glob("*.eml"))) == number)  # noqa: B023 - called at once
    house.close()
    house.close()


def test_a_house_that_does_not_refresh_sends_nothing(database_url: str, tmp_path: Path) -> None:
    house = open_house(settings(database_url, tmp_path), refresh=False)
    queue(house.engine, message(1))
    assert house.worker is None
    assert [one.state for one in stored(house.engine)] == [MailState.QUEUED]
    house.close()


def test_a_closed_way_out_is_told_once(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_worker, "_REST_S", 0.0)
    closed = settings(str(engine.url), tmp_path, f"smtp://127.0.0.1:{free_port()}")
    postman = Postman(engine, open_transport(closed), closed)
    queue(engine, message(1), message(2))
    for _ in range(3):
        postman(utc_now())
    assert {one.attempts for one in stored(engine)} >= {1}
    assert caplog.text.count("Mail waits") == 1
    assert "person1" not in caplog.text
