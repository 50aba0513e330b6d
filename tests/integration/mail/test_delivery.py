"""Delivery through a real mail server, on both databases: each message once, whatever breaks in between."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine

from luminance_geo.database import make_engine, writing
from luminance_geo.mail import Attachment, actions, personal
from luminance_geo.mail.model import MailState
from luminance_geo.mail.rules import GIVE_UP_AFTER
from luminance_geo.mail.transport import FolderTransport, SmtpTransport
from luminance_geo.mail.worker import LEASE, Delivered
from tests.integration.mail.servers import NOW, Server, deliver, free_port, message, queue, stored

MINUTE = timedelta(minutes=1)


def test_each_message_is_sent_once(engine: Engine, smtp: Server) -> None:
    queue(engine, *(message(number) for number in range(30)))
    assert deliver(engine, SmtpTransport(smtp.url), limit=20) == Delivered(sent=20)
    assert deliver(engine, SmtpTransport(smtp.url), limit=20) == Delivered(sent=10)
    assert deliver(engine, SmtpTransport(smtp.url), timedelta(days=30)) == Delivered()
    assert sorted(smtp.ids().values()) == [1] * 30
    assert {str(mail["To"]) for mail in smtp.mails} == {f"person{number}@example.org" for number in range(30)}
    assert {one.state for one in stored(engine)} == {MailState.SENT}


def test_a_message_arrives_whole(engine: Engine, smtp: Server) -> None:
    link = f"<https://example.org/engagements/{'a' * 300}/withdraw>"
    headers = {"List-Unsubscribe": link, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    calendar = Attachment("été.ics", "text/calendar; method=PUBLISH", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    text = "Bonjour,\n.\nQUIT\n" + "é" * 2000 + "\n"
    queue(engine, message(headers=headers, attachments=(calendar,), text=text))
    assert deliver(engine, SmtpTransport(smtp.url)).sent == 1
    (mail,) = smtp.mails
    assert smtp.envelopes == [("bonjour@luminance.example.org", ["person1@example.org"])]
    assert str(mail["From"]) == "Luminance <bonjour@luminance.example.org>"
    assert mail["Subject"] == "Votre place nº 1"
    assert mail["Date"].datetime == NOW
    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (link, "List-Unsubscribe=One-Click")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert link.encode() in smtp.raw[0], "not folded, not encoded"
    assert max(map(len, smtp.raw[0].split(b"\r\n"))) < 998
    assert smtp.raw[0].isascii()
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (plain.get_content(), plain["Content-Language"]) == (text.replace("\n", "\r\n"), "fr")
    assert html.get_content() == "<p>Bonjour nº 1</p>\r\n"
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached["Content-Type"].params["method"]) == ("été.ics", "PUBLISH")
    assert attached.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_a_server_that_is_down_for_a_while_loses_and_doubles_nothing(engine: Engine) -> None:
    port = free_port()
    queue(engine, *(message(number) for number in range(10)))
    transport = SmtpTransport(f"smtp://127.0.0.1:{port}")
    for round_ in range(3):
        done = deliver(engine, transport, MINUTE * round_)
        assert (done.sent, done.retried, done.failed) == (0, 1, 0), "it stops at the first"
        assert "ConnectionRefusedError" in done.trouble
    servers = [Server(port), Server(port)]
    servers[0].start()
    assert deliver(engine, transport, MINUTE * 2).sent == 9
    servers[0].stop()
    queue(engine, message(10), now=NOW + MINUTE * 3)
    assert deliver(engine, transport, MINUTE * 3).trouble
    servers[1].start()
    for minutes in (4, 20, 60):
        deliver(engine, transport, MINUTE * minutes)
    servers[1].stop()
    assert {one.state for one in stored(engine)} == {MailState.SENT}
    assert sorted((servers[0].ids() + servers[1].ids()).values()) == [1] * 11


def test_a_crash_after_the_servers_yes_repeats_the_same_message_id(engine: Engine, smtp: Server) -> None:
    class Killed(BaseException):
        """What no handler may catch: the process is gone."""

    class DiesAfterYes(SmtpTransport):
        def send(self, mail: EmailMessage) -> None:
            super().send(mail)
            raise Killed

    queue(engine, message())
    with pytest.raises(Killed):
        deliver(engine, DiesAfterYes(smtp.url))
    assert stored(engine)[0].state is MailState.QUEUED
    assert deliver(engine, SmtpTransport(smtp.url), LEASE - MINUTE).total == 0, "leased to the one that died"
    assert deliver(engine, SmtpTransport(smtp.url), LEASE).sent == 1
    assert list(smtp.ids().values()) == [2]
    assert deliver(engine, SmtpTransport(smtp.url), LEASE * 10).total == 0


def test_several_workers_share_the_messages(database_url: str, engine: Engine, smtp: Server) -> None:
    queue(engine, *(message(number) for number in range(40)))
    barrier = threading.Barrier(4)

    def work(_: int) -> int:
        own = make_engine(database_url)
        barrier.wait()
        try:
            return deliver(own, SmtpTransport(smtp.url)).sent
        finally:
            own.dispose()

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(work, range(4)))
    assert sum(shares) == 40
    assert sorted(smtp.ids().values()) == [1] * 40
    assert {one.attempts for one in stored(engine)} == {1}


def test_refusals_for_good_fail_and_passing_ones_wait(engine: Engine, smtp: Server) -> None:
    smtp.recipients = {"person1@example.org": "550 No such user", "person2@example.org": "451 Later"}
    queue(engine, message(1), message(2), message(3))
    assert deliver(engine, SmtpTransport(smtp.url)) == Delivered(sent=1, retried=1, failed=1)
    refused, waiting, _ = stored(engine)
    assert (refused.state, refused.last_error) == (MailState.FAILED, "recipient 550")
    assert (waiting.state, waiting.last_error) == (MailState.QUEUED, "recipient 451")
    assert waiting.next_try_at == NOW + timedelta(seconds=30)
    smtp.recipients = {}
    assert deliver(engine, SmtpTransport(smtp.url), MINUTE).sent == 1
    with writing(engine) as session:
        assert actions.retry_failed(session, now=NOW) == 1
    assert deliver(engine, SmtpTransport(smtp.url)).sent == 1
    assert sorted(smtp.ids().values()) == [1, 1, 1]


@pytest.mark.parametrize(
    ("field", "answer", "state", "error"),
    [
        ("data", "554 Spam", MailState.FAILED, "data 554"),
        ("data", "452 Full", MailState.QUEUED, "data 452"),
        ("sender", "553 Not yours", MailState.QUEUED, "sender 553"),
    ],
)
def test_answers_of_a_server(
    engine: Engine, smtp: Server, field: str, answer: str, state: MailState, error: str
) -> None:
    setattr(smtp, field, answer)
    queue(engine, message())
    deliver(engine, SmtpTransport(smtp.url))
    assert [(one.state, one.last_error) for one in stored(engine)] == [(state, error)]


def test_waits_double_until_it_is_hopeless(engine: Engine, smtp: Server) -> None:
    smtp.recipients = {"person1@example.org": "451 Later"}
    queue(engine, message())
    waits, at = [], NOW
    while (row := stored(engine)[0]).state is MailState.QUEUED:
        waits.append((row.next_try_at - at).total_seconds())
        at = row.next_try_at
        deliver(engine, SmtpTransport(smtp.url), at - NOW)
    assert waits[:5] == [0, 30, 60, 120, 240]
    assert max(waits) == 7200
    assert row.state is MailState.FAILED
    assert GIVE_UP_AFTER - timedelta(hours=3) < at - NOW <= GIVE_UP_AFTER
    assert not smtp.mails


def test_what_is_cancelled_while_it_is_sent_stays_cancelled_and_leaves_no_file(engine: Engine, tmp_path: Path) -> None:
    class Slow(FolderTransport):
        def send(self, mail: EmailMessage) -> None:
            with writing(engine) as session:
                personal.erase(session, 1, NOW)
            super().send(mail)
            assert list(tmp_path.iterdir())

    queue(engine, message())
    deliver(engine, Slow(tmp_path))
    assert [(one.state, one.to_address) for one in stored(engine)] == [(MailState.CANCELLED, "")]
    assert not list(tmp_path.iterdir())


def test_breaks_in_every_field_add_no_header_and_no_recipient(engine: Engine, smtp: Server) -> None:
    evil = "\r\nBcc: thief@example.org\r\nX-Evil: 1\r\n\r\n<b>forged</b>\u2028\x85\x0b\x0c\x1c"
    queue(
        engine,
        message(1, subject=f"Corvée{evil}"),
        message(2, text=evil, html=evil),
        message(3, attachments=(Attachment(f"a{evil}.ics", f"text/calendar; method=PUBLISH{evil}", evil),)),
    )
    assert deliver(engine, SmtpTransport(smtp.url)).total == 3
    assert smtp.mails
    for mail, (_, recipients) in zip(smtp.mails, smtp.envelopes, strict=True):
        assert len(recipients) == 1
        for part in mail.walk():
            assert not {"Bcc", "X-Evil"} & set(part.keys())
    assert smtp.mails[0]["Subject"].startswith("Corvée Bcc: thief@example.org X-Evil: 1 <b>forged</b>")
