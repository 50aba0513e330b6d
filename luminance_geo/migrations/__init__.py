"""The schema's history (alembic), run from code: no `alembic.ini`, so that an installed wheel can upgrade too.

Versions form one line, each file named by its four-digit number: what a start needs to know is read without alembic,
whose import alone takes half a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from luminance_geo.database import exclusively
from luminance_geo.errors import NotReady
from luminance_geo.i18n import N_

_LOCK = 5_863_264_723  # any constant of our own
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Schema:
    """Where a database stands: its version (None when empty), the newest that this code knows, whether it knows it."""

    current: str | None
    head: str
    known: bool

    @property
    def empty(self) -> bool:
        """Whether nothing was ever prepared there."""
        return self.current is None

    @property
    def ready(self) -> bool:
        """Whether this code can use the database as it is."""
        return self.current == self.head


def versions() -> list[str]:
    """Every version, oldest first.

    >>> versions()[0]
    '0001'
    """
    return sorted(path.name[:4] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def schema(engine: Engine) -> Schema:
    """Compare a database with this code; raises `NotReady` when the database cannot be reached."""
    try:
        with engine.connect() as connection:
            stored = inspect(connection).has_table("alembic_version")
            current = connection.scalar(text("SELECT version_num FROM alembic_version")) if stored else None
    except OperationalError as error:
        raise NotReady(N_("The database cannot be reached: {reason}"), reason=str(error.orig).strip()) from error
    known = versions()
    return Schema(current, known[-1], current is None or current in known)


def upgrade(engine: Engine) -> None:
    """Bring a database to the newest schema, whole or not at all; a second process waits, then finds it done.

    Raises `NotReady` when the database was made by newer code.
    """
    found = schema(engine)
    if found.ready:
        return
    if not found.known:
        raise NotReady(N_("The database was made by a newer version of Luminance; install that one."))
    from alembic import command
    from alembic.config import Config

    with engine.execution_options(luminance_write=True).begin() as connection:
        exclusively(connection, _LOCK)
        config = Config(attributes={"connection": connection, "metadata": None})
        config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
        command.upgrade(config, "head")


def drift(engine: Engine) -> list[str]:
    """What differs between the stored schema and the models imported so far, in words; empty when nothing does."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, SQLModel.metadata)]
