"""Settings: typed, from the environment, and refused when unsafe."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from luminance_geo.settings import Settings, data_root


def test_the_default_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path).resolved_database_url == f"sqlite:///{tmp_path / 'luminance.sqlite'}"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUMINANCE_DATABASE_URL", "postgres://me@localhost/map")
    assert Settings().resolved_database_url == "postgresql+psycopg://me@localhost/map"


def test_a_default_secret_is_refused_in_production() -> None:
    with pytest.raises(ValidationError, match="LUMINANCE_SECRET"):
        Settings(environment="production")
    assert Settings(environment="production", secret="long and random").environment == "production"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://x"),
        ("public_url", "example.org"),
        ("tiles_url", "https://t.example.org/"),
        ("refresh_seconds", 0),
        ("smtp_url", "imap://mail.example.org"),
        ("smtp_url", "smtp://"),
        ("smtp_url", "smtp://mail.example.org:port"),
        ("mail_from", "Name <a@example.org>"),
        ("mail_from", "a@example.org\nBcc: b@example.org"),
        ("mail_sender_name", "Luminance\r\nBcc: b@example.org"),
    ],
)
def test_malformed_values_are_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})


def test_a_mail_server_is_named_by_its_address_and_hidden_in_print() -> None:
    for scheme in ("smtp", "smtp+starttls", "smtps"):
        made = Settings(smtp_url=f"{scheme}://me:pass%40word@mail.example.org:2525")
        assert "pass" not in repr(made)
    assert Settings(mail_from="bonjour@Example.org").mail_domain == "example.org"


def test_shipped_data_is_found() -> None:
    assert (data_root() / "vocabulary" / "causes.csv").is_file()
