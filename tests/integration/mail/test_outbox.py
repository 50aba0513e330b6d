"""The outbox on both databases: one message per key, with its cause or not at all, and what becomes of it later."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from luminance_geo.database import reading, writing
from luminance_geo.errors import InvalidInput
from luminance_geo.mail import Attachment, actions, nudge, personal, queries
from luminance_geo.mail.model import MailState
from luminance_geo.mail.transport import FolderTransport
from tests.integration.mail.servers import NOW, deliver, message, queue, stored

FILE = Attachment("rencontre.ics", "text/calendar; method=PUBLISH", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")


def test_a_key_is_queued_once(engine: Engine) -> None:
    assert queue(engine, message(1), message(1, subject="Autre"), message(2)) == [True, False, True]
    assert queue(engine, message(2)) == [False]
    assert [(one.key, one.subject, one.state, one.attempts) for one in stored(engine)] == [
        ("try-1", "Votre place nº 1", MailState.QUEUED, 0),
        ("try-2", "Votre place nº 2", MailState.QUEUED, 0),
    ]


def test_a_key_is_queued_once_by_many_at_the_same_time(engine: Engine) -> None:
    barrier = threading.Barrier(8)

    def one(_: int) -> list[bool]:
        barrier.wait()
        return [queue(engine, message(number))[0] for number in range(10)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(8)))
    assert [sum(column) for column in zip(*answers, strict=True)] == [1] * 10
    assert len(stored(engine)) == 10


def queue_in_vain(engine: Engine) -> None:
    """A transaction that queues a message, and fails."""
    with contextlib.suppress(RuntimeError), writing(engine) as session:
        assert actions.enqueue(session, message(), now=NOW, domain="example.org")
        raise RuntimeError


def test_a_message_goes_with_its_cause_or_not_at_all(engine: Engine) -> None:
    queue_in_vain(engine)
    assert stored(engine) == []


def test_message_ids_are_of_the_key_the_moment_and_the_domain(engine: Engine) -> None:
    queue(engine, message(7))
    assert stored(engine)[0].message_id == f"<try-7.{int(NOW.timestamp()):x}@luminance.example.org>"


@pytest.mark.parametrize("address", ["", "a", "a@b@c", "a@example.org\r\nBcc: b@example.org", "a <a@example.org>"])
def test_an_address_is_one_address(engine: Engine, address: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        queue(engine, message(to_address=address))
    assert refused.value.parameter == "email"


def test_keys_and_headers_of_our_own_making_are_checked(engine: Engine) -> None:
    for fields in (
        {"key": "a b"}, {"key": ""}, {"key": "x" * 121}, {"headers": {"Bcc": "b@example.org"}},
        {"headers": {"List-Unsubscribe": "<https://example.org>\r\nBcc: b@example.org"}},
        {"headers": {"X: y\r\nBcc": "b@example.org"}}, {"headers": {"content-type": "text/html"}},
    ):  # fmt: skip
        with pytest.raises(ValueError, match="not a"):
            queue(engine, message(**fields))
    assert stored(engine) == []


def test_what_is_withheld_is_listed_and_never_sent(engine: Engine, tmp_path: Path) -> None:
    assert queue(engine, message(withheld=True)) == [True]
    assert deliver(engine, FolderTransport(tmp_path)).total == 0
    assert [one.state for one in stored(engine)] == [MailState.CANCELLED]


def test_what_waits_is_cancelled_by_person_or_by_key(engine: Engine, tmp_path: Path) -> None:
    queue(engine, message(1, key="sign-up_1-held"), message(2, key="sign-upx1-held"), message(3), message(3, key="b"))
    with writing(engine) as session:
        assert actions.cancel(session, key_prefix="sign-up_1-", now=NOW) == 1
        assert actions.cancel(session, person_id=3, key_prefix="try", now=NOW) == 1
        with pytest.raises(ValueError, match="whose"):
            actions.cancel(session, now=NOW)
    assert deliver(engine, FolderTransport(tmp_path)).sent == 2
    with writing(engine) as session:
        assert actions.cancel(session, person_id=3, now=NOW) == 0
        assert queries.counts(session) == {
            MailState.QUEUED: 0, MailState.SENT: 2, MailState.FAILED: 0, MailState.CANCELLED: 2,
        }  # fmt: skip


def test_texts_that_were_sent_are_forgotten_but_not_their_keys(engine: Engine, tmp_path: Path) -> None:
    queue(engine, message(1, attachments=(FILE,)))
    deliver(engine, FolderTransport(tmp_path))
    queue(engine, message(2))
    month = timedelta(days=30)
    with writing(engine) as session:
        assert actions.forget_sent(session, NOW) == 0
        assert actions.forget_sent(session, NOW + month) == 1
        assert actions.forget_sent(session, NOW + month) == 0
    sent, waiting = stored(engine)
    assert (sent.to_address, sent.subject, sent.text, sent.html, sent.attachments) == ("", "", "", "", [])
    assert waiting.text == "Bonjour nº 2\n"
    assert queue(engine, message(1)) == [False]
    assert FolderTransport(tmp_path).forget_before(NOW) == 0
    assert FolderTransport(tmp_path).forget_before(NOW + month) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_person_sees_their_messages_and_has_them_erased(engine: Engine, tmp_path: Path) -> None:
    folder = FolderTransport(tmp_path)
    queue(engine, message(1, attachments=(FILE,)), message(2))
    deliver(engine, folder)
    queue(engine, message(1, key="late"))
    with reading(engine) as session:
        rows = personal.personal_data(session, 1)["messages"]
        keys = personal.keys_of(session, 1)
    assert [(row["to"], row["state"], row["sent_at"]) for row in rows] == [
        ("person1@example.org", "sent", NOW.isoformat()), ("person1@example.org", "queued", None),
    ]  # fmt: skip
    assert "VCALENDAR" in str(rows[0]["attachments"])
    with writing(engine) as session:
        personal.erase(session, 1, NOW)
    assert folder.forget(keys) == 1
    assert "person1" not in repr([one.model_dump() for one in stored(engine)]) + "".join(map(str, tmp_path.iterdir()))
    assert all("nº 1" not in one.text + one.html + one.subject for one in stored(engine))
    assert [one.state for one in stored(engine)] == [MailState.SENT, MailState.SENT, MailState.CANCELLED]
    assert len(list(tmp_path.iterdir())) == 1
    assert deliver(engine, folder, timedelta(days=1)).total == 0


def test_listeners_hear_of_what_is_committed_only(engine: Engine) -> None:
    heard: list[int] = []
    told = lambda: heard.append(len(stored(engine)))  # noqa: E731
    nudge.listen(told)
    try:
        queue_in_vain(engine)
        assert heard == []
        queue(engine, message(1), message(2))
        queue(engine, message(1))
        assert heard == [2]
    finally:
        nudge.unlisten(told)
    queue(engine, message(3))
    assert heard == [2]


def test_an_error_does_not_repeat_what_was_to_be_stored(engine: Engine) -> None:
    asked = text("INSERT INTO outbox_message (nowhere) VALUES (:address)")
    with pytest.raises(DBAPIError) as failed, engine.connect() as connection:
        connection.execute(asked, {"address": "person1@example.org"})
    assert "person1" not in str(failed.value)
