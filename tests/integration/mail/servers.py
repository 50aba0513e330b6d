"""A real mail server on loopback, that keeps what it takes and answers as a test wants."""

from __future__ import annotations

import contextlib
import email.policy
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from sqlalchemy import Engine
from sqlmodel import col, select

from luminance_geo.database import reading, writing
from luminance_geo.mail import Message, actions
from luminance_geo.mail.model import OutboxMessage
from luminance_geo.mail.worker import Delivered, deliver_due
from luminance_geo.settings import Settings

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
SETTINGS = Settings(mail_from="bonjour@luminance.example.org", mail_postal_address="1, rue Principale, Gaspé (Québec)")


class Server:
    """What a mail server took (`mails`, `raw`) and how it answers (`recipients`, `data`, `sender`)."""

    def __init__(self, port: int = 0, **options: Any) -> None:
        self.port = port or free_port()
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: dict[str, str] = {}
        self.sender = self.data = "250 OK"
        self.envelopes: list[tuple[str | None, list[str]]] = []
        self.peers = 0
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    def ids(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(str(mail["Message-ID"]) for mail in self.mails)

    async def handle_EHLO(
        self, _: SMTP, session: Session, __: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.peers += 1
        return responses

    async def handle_MAIL(self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        raw = cast(bytes, envelope.original_content)
        if self.data.startswith("2"):
            self.raw.append(raw)
            self.mails.append(cast(EmailMessage, message_from_bytes(raw, policy=email.policy.default)))
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return self.data


@contextmanager
def serving(**options: Any) -> Iterator[Server]:
    """A server for the length of a block."""
    server = Server(**options)
    server.start()
    try:
        yield server
    finally:
        with contextlib.suppress(AssertionError):  # a test may have stopped it
            server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def password_is(wanted: bytes) -> Callable[..., AuthResult]:
    """An authenticator that takes one password."""

    def check(_: SMTP, __: Session, ___: Envelope, ____: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=data.password == wanted, handled=False)

    return check


def encrypted(certificate: str) -> ssl.SSLContext:
    """A server's side of TLS, from a PEM file with its key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def message(number: int = 1, **fields: Any) -> Message:
    values: dict[str, Any] = {
        "key": f"try-{number}", "kind": "try", "to_address": f"person{number}@example.org", "language": "fr",
        "subject": f"Votre place nº {number}", "text": f"Bonjour nº {number}\n", "html": f"<p>Bonjour nº {number}</p>",
        "person_id": number,
    }  # fmt: skip
    return Message(**(values | fields))


def queue(engine: Engine, *messages: Message, now: datetime = NOW) -> list[bool]:
    with writing(engine) as session:
        return [actions.enqueue(session, one, now=now, domain=SETTINGS.mail_domain) for one in messages]


def deliver(engine: Engine, transport: Any, after: timedelta = timedelta(), limit: int = 50) -> Delivered:
    """Send what is due some time after `NOW`; waits are not spread."""
    return deliver_due(engine, transport, now=NOW + after, settings=SETTINGS, limit=limit, jitter=lambda: 0.5)


def stored(engine: Engine) -> list[OutboxMessage]:
    with reading(engine) as session:
        return list(session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))))
