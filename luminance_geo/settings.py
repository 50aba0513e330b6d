"""The one place where configuration is read: environment variables `LUMINANCE_*`, typed and checked."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SMTP_SCHEMES = ("smtp", "smtp+starttls", "smtps")
_DEVELOPMENT_SECRET = "development-only"  # noqa: S105 - refused outside development, see below

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Hosts that nobody but this machine reaches."""


class Settings(BaseSettings):
    """Everything that a deployment may set. `luminance doctor` lists each with its value and source.

    Raises `pydantic.ValidationError` when a value is malformed, or when `environment` is `production` and `secret`
    was left at its default.
    """

    model_config = SettingsConfigDict(env_prefix="LUMINANCE_", frozen=True, extra="forbid")

    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses default secrets."
    )
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("luminance", appauthor=False),
        description="Folder for the database, the outbox and media.",
    )
    database_url: str = Field("", description="SQLAlchemy URL; empty means SQLite in the data folder.")
    public_url: str = Field("", description="Address that people use, for links in pages, feeds and sitemaps.")
    tiles_url: str = Field("", description="Street tile URL with {z}/{x}/{y}; empty keeps the built-in basemap only.")
    tiles_credit: str = Field("", description="Credit line of the street tiles.")
    secret: SecretStr = Field(SecretStr(_DEVELOPMENT_SECRET), description="Signs cookies and tokens.")
    refresh_seconds: float = Field(1.0, gt=0, le=60, description="How often a process looks for changes of others.")
    compile_from: int = Field(
        50_000, ge=0, description="Published initiatives from which on the index is compiled, where numba is installed."
    )

    smtp_url: SecretStr = Field(SecretStr(""), description="Mail server; empty writes outbox/*.eml in the data folder.")
    mail_from: str = Field("luminance@localhost", max_length=254, description="Address that messages come from.")
    mail_sender_name: str = Field("Luminance", min_length=1, max_length=100, description="Name of the sender.")
    mail_postal_address: str = Field("", max_length=300, description="Postal address of the sender, in each message.")
    mail_demonstration: bool = Field(False, description="Send the messages of the demonstration set too.")
    privacy_officer_title: str = Field("", description="Title of the person in charge of personal information.")
    privacy_officer_contact: str = Field("", description="How to reach that person.")

    hold_hours: float = Field(48, gt=0, description="How long a place is held for confirmation, at most.")
    last_hours: float = Field(12, ge=0, description="Before a meeting, when the first to confirm takes the place.")
    reminder_hours: float = Field(24, gt=0, description="How long before a meeting its reminder is sent.")
    holds_per_address: int = Field(5, ge=1, description="Unconfirmed holds of one address at once.")
    holds_per_ip: int = Field(20, ge=1, description="Unconfirmed holds from one IP address at once.")
    sign_ups_per_hour_initiative: int = Field(200, ge=1, description="Sign-ups for one initiative in an hour.")
    form_seconds: float = Field(2, ge=0, description="A form sent back faster than this is a program's.")
    form_hours: float = Field(24, gt=0, description="How long an open form can be sent.")
    sign_in_minutes: float = Field(10, gt=0, description="How long a sign-in link works.")
    sign_in_per_hour_address: int = Field(5, ge=1, description="Sign-in links for one address in an hour.")
    sign_in_per_hour_ip: int = Field(20, ge=1, description="Sign-in links asked from one IP address in an hour.")
    session_days: float = Field(90, gt=0, description="How long a browser stays signed in.")

    keep_people_months: int = Field(24, ge=1, description="People not seen for this long are erased.")
    keep_sign_ups_months: int = Field(12, ge=1, description="Sign-ups are anonymised this long after their end.")
    keep_accessibility_days: int = Field(1, ge=0, description="Accessibility needs go this long after the meeting.")
    keep_mail_days: int = Field(30, ge=1, description="Texts of sent messages are emptied after this.")
    keep_draft_days: int = Field(90, ge=1, description="Proposals that nobody goes on with are deleted after this.")
    keep_audit_months: int = Field(24, ge=1, description="The audit trail goes back this far.")

    @field_validator("database_url")
    @classmethod
    def _name_the_driver(cls, url: str) -> str:
        """Let people paste the usual `postgres://` URL: SQLAlchemy wants the driver named."""
        for scheme in ("postgres://", "postgresql://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url.removeprefix(scheme)
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("use sqlite:///PATH or postgresql://USER@HOST/NAME")
        return url

    @field_validator("public_url")
    @classmethod
    def _absolute_without_slash(cls, url: str) -> str:
        if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc):
            raise ValueError("use an absolute http(s) address such as https://example.org")
        return url.rstrip("/")

    @field_validator("tiles_url")
    @classmethod
    def _tile_template(cls, url: str) -> str:
        if url and not all(part in url for part in ("{z}", "{x}", "{y}")):
            raise ValueError("a tile URL holds {z}, {x} and {y}")
        return url

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, url: SecretStr) -> SecretStr:
        try:
            parts = urlsplit(url.get_secret_value())
            usable = parts.scheme in SMTP_SCHEMES and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if url.get_secret_value() and not usable:
            raise ValueError("use smtp://, smtp+starttls:// or smtps:// with USER:PASSWORD@HOST:PORT")
        return url

    @field_validator("mail_from")
    @classmethod
    def _address(cls, address: str) -> str:
        if not re.fullmatch(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9.-]+", address):
            raise ValueError("give an address alone, such as hello@example.org; its name is mail_sender_name")
        return address

    @field_validator("mail_sender_name")
    @classmethod
    def _one_line(cls, text: str) -> str:
        if not text.isprintable():
            raise ValueError("give one line")
        return text

    @model_validator(mode="after")
    def _no_default_secret_in_production(self) -> Settings:
        if self.environment == "production" and self.secret.get_secret_value() == _DEVELOPMENT_SECRET:
            raise ValueError("set LUMINANCE_SECRET: the development secret is refused in production")
        return self

    @property
    def resolved_database_url(self) -> str:
        """The database URL, with the SQLite default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'luminance.sqlite'}"

    @property
    def mail_domain(self) -> str:
        """What follows the @ of `mail_from`: Message-IDs and the calendar's UIDs end in it."""
        return self.mail_from.rpartition("@")[2].lower()


@cache
def data_root() -> Path:
    """The shipped data: inside the installed package, else `data/` of the clone.

    >>> (data_root() / "vocabulary").is_dir()
    True
    """
    package = Path(__file__).parent
    shipped = package / "_data"
    return shipped if shipped.is_dir() else package.parent / "data"
