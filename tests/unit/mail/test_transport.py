"""Composing a message, and writing it to a folder."""

from __future__ import annotations

import email.policy
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.mail.compose import compose
from luminance_geo.mail.model import OutboxMessage
from luminance_geo.mail.rules import is_address, one_line
from luminance_geo.mail.transport import FolderTransport, SmtpTransport, Unreachable, open_transport
from luminance_geo.settings import Settings

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


def row(**fields: object) -> OutboxMessage:
    values: dict[str, object] = {
        "key": "sign-up-1.held", "kind": "held", "message_id": "<sign-up-1.held.6a@example.org>", "language": "fr",
        "to_address": "zoe@example.org", "subject": "Votre place", "text": "Bonjour\n", "html": "<p>Bonjour</p>\n",
        "headers": {}, "attachments": [], "created_at": NOW, "next_try_at": NOW,
    }  # fmt: skip
    return OutboxMessage(**(values | fields))


def test_settings_choose_the_way_out(tmp_path: Path) -> None:
    assert isinstance(open_transport(Settings(data_dir=tmp_path)), FolderTransport)
    assert isinstance(open_transport(Settings(smtp_url="smtp://mail.example.org")), SmtpTransport)


def test_a_message_becomes_a_file_of_its_time_and_key_once(tmp_path: Path) -> None:
    folder = FolderTransport(tmp_path / "outbox")
    for _ in range(2):
        folder.send(compose(row(), Settings()))
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.name == "20261123T170000Z-sign-up-1.held.eml"
    assert path.stat().st_mode & 0o077 == 0
    mail = message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert mail["To"] == "zoe@example.org"
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_files_are_forgotten_by_key_and_by_age(tmp_path: Path) -> None:
    folder = FolderTransport(tmp_path)
    folder.send(compose(row(), Settings()))
    folder.send(compose(row(message_id="<b.6a@example.org>", created_at=NOW + timedelta(days=1)), Settings()))
    assert folder.forget(["sign-up-1", "held"]) == 0
    assert folder.forget_before(NOW) == 0
    assert folder.forget_before(NOW + timedelta(seconds=1)) == 1
    assert folder.forget(["b"]) == 1
    assert folder.forget(["b"]) == 0
    assert FolderTransport(tmp_path / "none").forget_before(NOW) == 0


def test_a_folder_that_cannot_be_written_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(Unreachable):
        FolderTransport(tmp_path / "outbox").send(compose(row(), Settings()))


def test_domains_with_accents_go_as_name_servers_know_them() -> None:
    assert str(compose(row(to_address="zoé@Montréal.example.org"), Settings())["To"]) == (
        "zoé@xn--montral-fya.example.org"
    )


def test_a_sender_with_commas_and_accents_is_one_sender() -> None:
    settings = Settings(mail_sender_name='Ville, de "Québec" <b@example.org>', mail_from="a@example.org")
    mail = message_from_bytes(compose(row(), settings).as_bytes(), policy=email.policy.default)
    (sender,) = mail["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ('Ville, de "Québec" <b@example.org>', "a@example.org")


@given(st.text(max_size=400), st.text(st.characters(codec="utf-8"), max_size=400), st.text(max_size=60))
def test_whatever_people_write_stays_in_its_field(subject: str, text: str, name: str) -> None:
    attached = {"name": one_line(name), "type": "text/calendar", "text": text}
    mail = compose(row(subject=one_line(subject), text=text, attachments=[attached]), Settings())
    read = message_from_bytes(mail.as_bytes(), policy=email.policy.default)
    assert [name.lower() for name in read] == [
        "from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type",
    ]  # fmt: skip
    assert not read.defects


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_passes_for_an_address_is_one_recipient(local: str, domain: str) -> None:
    address = f"{local}@{domain}"
    if is_address(address):
        try:
            mail = compose(row(to_address=address), Settings())
        except ValueError:
            return
        assert len(mail["To"].addresses) == 1
        assert b"\nBcc" not in mail.as_bytes()
