"""A house that serves sends its mail by itself; several of them send each message once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from luminance_geo.bootstrap import open_house, utc_now
from luminance_geo.mail import Message
from luminance_geo.mail.model import MailState
from luminance_geo.settings import Settings
from tests.integration.mail.servers import Server, free_port, message, stored
from tests.integration.mail.servers import queue as queue_at

SOON_S = 15.0


def queue(engine: Engine, *messages: Message) -> None:
    queue_at(engine, *messages, now=utc_now())


def until(true: Callable[[], bool]) -> float:
    """Wait for something; how long it took."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < SOON_S
        time.sleep(0.02)
    return time.monotonic() - started


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


def test_a_house_alone_writes_files_at_once(database_url: str, tmp_path: Path) -> None:
    house = open_house(settings(database_url, tmp_path))
    until(lambda: house.worker is not None)
    time.sleep(0.3)  # its first round is over: from here on it is the nudge that wakes it
    queue(house.engine, message(1))
    assert until(lambda: bool(list((tmp_path / "outbox").glob("*.eml")))) < 1.5
    house.close()
    house.close()


def test_a_house_that_does_not_refresh_sends_nothing(database_url: str, tmp_path: Path) -> None:
    house = open_house(settings(database_url, tmp_path), refresh=False)
    queue(house.engine, message(1))
    assert house.worker is None
    assert [one.state for one in stored(house.engine)] == [MailState.QUEUED]
    house.close()


def test_a_closed_way_out_is_told_once(database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    house = open_house(settings(database_url, tmp_path, f"smtp://127.0.0.1:{free_port()}"))
    queue(house.engine, message(1), message(2))
    until(lambda: "Mail waits" in caplog.text)
    for number in range(3, 8):
        queue(house.engine, message(number))
    time.sleep(0.3)
    house.close()
    assert caplog.text.count("Mail waits") == 1
    assert "person1" not in caplog.text
