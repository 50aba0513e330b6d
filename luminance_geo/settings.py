"""The one place where configuration is read: environment variables `LUMINANCE_*`, typed and checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_DEVELOPMENT_SECRET = "development-only"  # noqa: S105 - refused outside development, see below


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

    @model_validator(mode="after")
    def _no_default_secret_in_production(self) -> Settings:
        if self.environment == "production" and self.secret.get_secret_value() == _DEVELOPMENT_SECRET:
            raise ValueError("set LUMINANCE_SECRET: the development secret is refused in production")
        return self

    @property
    def resolved_database_url(self) -> str:
        """The database URL, with the SQLite default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'luminance.sqlite'}"


@cache
def data_root() -> Path:
    """The shipped data: inside the installed package, else `data/` of the clone.

    >>> (data_root() / "vocabulary").is_dir()
    True
    """
    package = Path(__file__).parent
    shipped = package / "_data"
    return shipped if shipped.is_dir() else package.parent / "data"
