"""Table that remembers which shipped files are loaded."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from luminance_geo.database import UtcDateTime


class ShippedFile(SQLModel, table=True):
    """A shipped file as it was loaded last: a start with the same file has nothing to do."""

    __tablename__ = "shipped_file"

    name: str = Field(primary_key=True, max_length=64)
    sha256: str = Field(max_length=64)
    loaded_at: datetime = Field(sa_type=UtcDateTime)
