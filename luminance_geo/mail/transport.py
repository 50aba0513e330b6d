"""Ways out: a mail server, or a folder of `.eml` files."""

from __future__ import annotations

import os
import smtplib
import ssl
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from luminance_geo.settings import Settings

TIMEOUT_S = 20.0
_GOING_DOWN, _FOR_GOOD = 421, 500
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Refused(Exception):
    """This message is refused for good; `str` is a code and a kind, never an address."""


class Deferred(Exception):
    """This message is not taken now; others may be."""


class Unreachable(Exception):
    """Nothing can be sent now."""


class Transport(Protocol):
    """Takes messages one by one; `close` ends a round of them."""

    def send(self, mail: EmailMessage) -> None:
        """Hand one message over, or raise `Refused`, `Deferred` or `Unreachable`."""

    def take_back(self, key: str) -> None:
        """The message was cancelled, or its person erased, while it was handed over: undo that where one can."""

    def close(self) -> None:
        """Let go of connections; the next `send` opens what it needs."""


def open_transport(settings: Settings) -> Transport:
    """What the settings ask for: a mail server, else the folder `outbox` beside the data."""
    url = settings.smtp_url.get_secret_value()
    return SmtpTransport(url, name=settings.mail_domain) if url else FolderTransport(outbox_folder(settings))


def outbox_folder(settings: Settings) -> Path:
    """Where messages are written while no mail server is set."""
    return settings.data_dir / "outbox"


class SmtpTransport:
    """A mail server at `smtp://`, `smtp+starttls://` or `smtps://USER:PASSWORD@HOST:PORT`; `name` is how we greet it.

    TLS checks the server's certificate and name. One connection serves a round of messages. Not safe between threads.
    """

    def __init__(
        self, url: str, *, name: str = "localhost", timeout_s: float = TIMEOUT_S, tls: ssl.SSLContext | None = None
    ) -> None:
        self._url, self._name, self._timeout_s, self._tls = urlsplit(url), name, timeout_s, tls
        self._server: smtplib.SMTP | None = None

    def send(self, mail: EmailMessage) -> None:
        """Hand one message to the server."""
        if self._server is None:
            self._server = self._connect()
        try:
            self._server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            raise self._refusal("recipient", max(code for code, _ in error.recipients.values())) from None
        except smtplib.SMTPDataError as error:
            raise self._refusal("data", error.smtp_code) from None
        except smtplib.SMTPSenderRefused as error:
            raise self._refusal("sender", error.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise Refused("the server takes ASCII addresses only") from None
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unreachable(_kind(error)) from None

    def _refusal(self, of: str, code: int) -> Exception:
        if code == _GOING_DOWN:
            self.close()
            return Unreachable(f"{of} {code}")
        ours = of == "sender"  # of our settings, which someone can put right
        return (Refused if code >= _FOR_GOOD and not ours else Deferred)(f"{of} {code}")

    def take_back(self, key: str) -> None:
        """What a mail server has taken is gone."""

    def close(self) -> None:
        """Say goodbye, if the server still listens."""
        server, self._server = self._server, None
        if server is not None:
            _quit(server)

    def _connect(self) -> smtplib.SMTP:
        server = None
        try:
            server = self._open()
            if self._url.scheme == "smtp+starttls":
                server.starttls(context=self._context())
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            if server is not None:
                server.close()
            raise Unreachable(_kind(error)) from None
        return server

    def _open(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "", self._url.port or _PORTS[self._url.scheme]
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, self._name, timeout=self._timeout_s, context=self._context())
        return smtplib.SMTP(host, port, self._name, timeout=self._timeout_s)

    def _context(self) -> ssl.SSLContext:
        return self._tls or ssl.create_default_context()


def _quit(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()


def _kind(error: Exception) -> str:
    """The kind of a fault and its code: a server's own words may repeat an address or a password."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


class FolderTransport:
    """Files `<time>-<key>.eml`, each written whole or not at all; the same message again replaces its file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: EmailMessage) -> None:
        """Write one message."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._folder)  # readable by us alone
            with os.fdopen(handle, "wb") as file:
                file.write(mail.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._folder / _file_name(mail))
        except OSError as error:
            raise Unreachable(_kind(error)) from None

    def take_back(self, key: str) -> None:
        """Remove the file."""
        self.forget([key])

    def close(self) -> None:
        """Nothing stays open."""

    def forget(self, keys: Iterable[str]) -> int:
        """Remove the files of these messages; how many."""
        unwanted = set(keys)
        return self._remove(path for path in self._folder.glob("*.eml") if path.stem.partition("-")[2] in unwanted)

    def forget_before(self, before: datetime) -> int:
        """Remove the files of messages queued before then; how many."""
        limit = _stamp(before)
        return self._remove(path for path in self._folder.glob("*.eml") if path.name.partition("-")[0] < limit)

    def _remove(self, paths: Iterable[Path]) -> int:
        found = list(paths)
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)


def _file_name(mail: EmailMessage) -> str:
    key = mail["Message-ID"].strip("<>").rpartition("@")[0].rpartition(".")[0]
    return f"{_stamp(mail['Date'].datetime)}-{key}.eml"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
