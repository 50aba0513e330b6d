"""A stored message as it goes over the wire."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy

from luminance_geo.mail.model import OutboxMessage
from luminance_geo.settings import Settings

_LINE = 900


class _OneLine(EmailPolicy):
    """Headers of plain ASCII stay on one line (998 is allowed): folding would encode the long address of a link."""

    def fold(self, name: str, value: str) -> str:
        plain = str(value)
        if plain.isascii() and plain.isprintable() and len(plain) < _LINE:
            return f"{name}: {plain}\r\n"
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii", "surrogateescape")


POLICY = _OneLine(linesep=SMTP.linesep, cte_type="7bit")


def compose(stored: OutboxMessage, settings: Settings) -> EmailMessage:
    """The message of an outbox row: plain text with its HTML alternative, then attachments; the same each time.

    Raises `ValueError` when a field would break a header.
    """
    mail = EmailMessage(POLICY)
    mail["From"] = Address(settings.mail_sender_name, addr_spec=settings.mail_from)
    mail["To"] = _recipient(stored.to_address)
    mail["Subject"] = stored.subject
    mail["Date"] = stored.created_at
    mail["Message-ID"] = stored.message_id
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in stored.headers.items():
        mail[name] = value
    mail.set_content(stored.text, cte="quoted-printable")
    mail["Content-Language"] = stored.language
    mail.add_alternative(stored.html, subtype="html", cte="quoted-printable")
    for one in stored.attachments:
        _attach(mail, one["name"], one["type"], one["text"])
    return mail


def _recipient(address: str) -> Address:
    """The address with its domain as name servers know it: few mail servers take accents there."""
    local, _, domain = address.rpartition("@")
    return Address(username=local, domain=domain.encode("idna").decode())


def _attach(mail: EmailMessage, name: str, media_type: str, text: str) -> None:
    read = EmailMessage(POLICY)
    read["Content-Type"] = media_type
    header = read["Content-Type"]
    params = {key: value for key, value in header.params.items() if key.lower() not in {"charset", "name"}}
    mail.add_attachment(text, subtype=header.subtype, filename=name, params=params, cte="base64")
