"""The way to a mail server: passwords, TLS that checks whom it speaks to, and what servers do wrong."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from luminance_geo.mail.compose import compose
from luminance_geo.mail.model import OutboxMessage
from luminance_geo.mail.transport import Deferred, Refused, SmtpTransport, Unreachable
from luminance_geo.settings import Settings
from tests.integration.mail.certificate import certificate_only, localhost_pem
from tests.integration.mail.servers import Server, encrypted, free_port, password_is, serving

PASSWORD, QUOTED = b"p@ss:word/1?", "p%40ss%3Aword%2F1%3F"


def mail(address: str = "zoe@example.org") -> EmailMessage:
    row = OutboxMessage(
        key="try", kind="try", message_id="<try.1@example.org>", language="fr", to_address=address, subject="Essai",
        text="Bonjour\n", html="<p>Bonjour</p>", headers={}, attachments=[],
        created_at=datetime(2026, 11, 23, tzinfo=UTC), next_try_at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip
    return compose(row, Settings())


def send(transport: SmtpTransport, *mails: EmailMessage) -> None:
    try:
        for one in mails or (mail(),):
            transport.send(one)
    finally:
        transport.close()


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_text(localhost_pem())
    return path


@pytest.fixture
def trusted(pem: Path) -> ssl.SSLContext:
    """As `ssl.create_default_context()`, with our own certificate among those that the machine trusts."""
    context = ssl.create_default_context(cadata=certificate_only(pem.read_text()))
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)
    return context


@pytest.fixture
def starttls(pem: Path) -> Iterator[Server]:
    with serving(tls_context=encrypted(str(pem)), require_starttls=True) as server:
        yield server


def test_one_connection_serves_a_round(smtp: Server) -> None:
    send(SmtpTransport(smtp.url), mail("a@example.org"), mail("b@example.org"))
    assert [to for _, to in smtp.envelopes] == [["a@example.org"], ["b@example.org"]]
    assert smtp.peers == 1


def test_a_refusal_leaves_the_connection_of_use(smtp: Server) -> None:
    smtp.recipients = {"a@example.org": "550 No", "b@example.org": "450 Later"}
    transport = SmtpTransport(smtp.url)
    with pytest.raises(Refused, match=r"^recipient 550$"):
        transport.send(mail("a@example.org"))
    with pytest.raises(Deferred, match=r"^recipient 450$"):
        transport.send(mail("b@example.org"))
    send(transport, mail("c@example.org"))
    assert len(smtp.mails) == smtp.peers == 1


def test_a_server_that_goes_down_is_left_and_found_again(smtp: Server) -> None:
    transport = SmtpTransport(smtp.url)
    for field in ("data", "sender"):
        setattr(smtp, field, "421 Going down")
        with pytest.raises(Unreachable, match="421"):
            transport.send(mail())
        setattr(smtp, field, "250 OK")
        send(transport)
    assert len(smtp.mails) == 2


def test_addresses_with_accents_go_to_servers_that_take_them() -> None:
    with serving(enable_SMTPUTF8=True) as server:
        send(SmtpTransport(server.url), mail("zoé@example.org"))
        assert server.envelopes[0][1] == ["zoé@example.org"]
        assert server.mails[0]["To"] == "zoé@example.org"
    with serving(enable_SMTPUTF8=False) as server, pytest.raises(Refused, match="ASCII"):
        send(SmtpTransport(server.url), mail("zoé@example.org"))


def test_no_server_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="ConnectionRefusedError"):
        send(SmtpTransport(f"smtp://127.0.0.1:{free_port()}"))


def test_a_password_opens_and_a_wrong_one_is_told_without_it(pem: Path, trusted: ssl.SSLContext) -> None:
    options = {"authenticator": password_is(PASSWORD), "auth_required": True}
    with serving(tls_context=encrypted(str(pem)), require_starttls=True, **options) as server:
        base = f"@127.0.0.1:{server.port}"
        send(SmtpTransport(f"smtp+starttls://me:{QUOTED}{base}", tls=trusted))
        assert len(server.mails) == 1
        for wrong, kind in (("wrong", "SMTPAuthenticationError 535"), ("w%C3%B6rd", "UnicodeEncodeError")):
            with pytest.raises(Unreachable, match=f"^{kind}$"):
                send(SmtpTransport(f"smtp+starttls://me:{wrong}{base}", tls=trusted))
        with pytest.raises(Deferred, match="sender 530"):
            send(SmtpTransport(f"smtp+starttls://{base[1:]}", tls=trusted))
        assert len(server.mails) == 1


def test_starttls_encrypts_and_checks_the_certificate(starttls: Server, trusted: ssl.SSLContext) -> None:
    url = f"smtp+starttls://127.0.0.1:{starttls.port}"
    send(SmtpTransport(url, tls=trusted))
    assert len(starttls.mails) == 1
    with pytest.raises(Unreachable, match="SSLCertVerificationError"):
        send(SmtpTransport(url))
    assert len(starttls.mails) == 1


def test_starttls_is_not_given_up_where_a_server_has_none(smtp: Server) -> None:
    with pytest.raises(Unreachable, match="SMTPNotSupportedError"):
        send(SmtpTransport(f"smtp+starttls://127.0.0.1:{smtp.port}"))
    assert not smtp.mails


def test_tls_from_the_first_byte(pem: Path, trusted: ssl.SSLContext) -> None:
    with serving(ssl_context=encrypted(str(pem))) as server:
        url = f"smtps://127.0.0.1:{server.port}"
        send(SmtpTransport(url, tls=trusted))
        assert len(server.mails) == 1
        with pytest.raises(Unreachable, match="SSLCertVerificationError"):
            send(SmtpTransport(url))


def test_a_server_that_says_nothing_is_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(Unreachable):
        send(SmtpTransport(f"smtp://127.0.0.1:{mute.getsockname()[1]}", timeout_s=0.3))
