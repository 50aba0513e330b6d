"""Alembic's entry point: runs inside the transaction that `luminance_geo.migrations` opened."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import AutoString

from luminance_geo.database import UtcDateTime


def _plain_types(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write plain SQL types into a migration: it must not change when our classes do."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String({item.length or ''})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,  # SQLite cannot alter a constraint in place
    render_item=_plain_types,
    compare_type=True,
)
context.run_migrations()
