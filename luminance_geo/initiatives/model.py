"""Tables of initiatives, their needs (roles to fill), who organises them, and what is proposed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import JSON, Column, Field, SQLModel

from luminance_geo.database import UtcDateTime, code_of
from luminance_geo.initiatives.proposal import Precision as Precision
from luminance_geo.initiatives.proposal import Stage
from luminance_geo.initiatives.states import State as State


class Initiative(SQLModel, table=True):
    """An initiative. Texts come in French and English, one of each pair required, each with its time of edit.

    `lat`, `lon` are WGS84 degrees and absent for what is online only. `regions` are boundary codes, coarse to fine.
    `source`, `source_id` tell the register that an entry comes from; `confirmed_at` is empty until its organisers
    confirm it. `hidden_from` is the state that something hidden goes back to.
    """

    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint("name_fr IS NOT NULL OR name_en IS NOT NULL", name="initiative_has_a_name"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="initiative_whole_position"),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="initiative_on_earth"),
        Index("initiative_state_id", "state", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=120)
    state: State = Field(default=State.DRAFT, sa_column=Column(code_of(State, "initiative_state"), nullable=False))
    demonstration: bool = False

    name_fr: str | None = None
    name_fr_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    name_en: str | None = None
    name_en_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    summary_fr: str | None = None
    summary_fr_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    summary_en: str | None = None
    summary_en_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    description_fr: str | None = None
    description_fr_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    description_en: str | None = None
    description_en_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    causes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    languages: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    remote: bool = False

    lat: float | None = None
    lon: float | None = None
    precision: Precision = Field(
        default=Precision.EXACT, sa_column=Column(code_of(Precision, "initiative_precision"), nullable=False)
    )
    address: str | None = None
    locality: str | None = None
    postal_code: str | None = Field(default=None, max_length=7)
    regions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    time_zone: str = "America/Toronto"

    governance: str | None = Field(default=None, max_length=32)
    governance_fr: str | None = None
    governance_en: str | None = None
    roots_fr: str | None = None
    roots_en: str | None = None
    sharing: str | None = Field(default=None, max_length=32)
    sharing_fr: str | None = None
    sharing_en: str | None = None

    website: str | None = None
    source: str | None = Field(default=None, max_length=64)
    source_id: str | None = Field(default=None, max_length=200)
    source_kind: str | None = None
    source_date: str | None = Field(default=None, max_length=10)

    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    hidden_from: str | None = Field(default=None, max_length=16)


class Organiser(SQLModel, table=True):
    """Someone who runs an initiative, as an equal of the others who do."""

    __table_args__ = (UniqueConstraint("initiative_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(foreign_key="initiative.id", ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    joined_at: datetime = Field(sa_type=UtcDateTime)


class StoredProposal(SQLModel, table=True):
    """What someone proposes: a new initiative, or an edit of one (`initiative_id`). `content` is a `Proposal` as JSON.

    `token_hash` is of the secret in the link that resumes it; `person_id` is empty until its proposer is known.
    """

    __tablename__ = "proposal"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person_id: int | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    initiative_id: int | None = Field(default=None, foreign_key="initiative.id", ondelete="CASCADE", index=True)
    stage: Stage = Field(default=Stage.OPEN, sa_column=Column(code_of(Stage, "proposal_stage"), nullable=False))
    content: str
    language: str = Field(max_length=2)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime, index=True)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Need(SQLModel, table=True):
    """A role to fill in an initiative: skills asked for, how many people, how many are found (`taken`).

    `hours` say in words when and how long, `accessibility` what helps or hinders; `until` is its last local day.
    """

    __table_args__ = (
        CheckConstraint("capacity >= 1", name="need_capacity"),
        CheckConstraint("taken BETWEEN 0 AND capacity", name="need_taken"),
        CheckConstraint("title_fr IS NOT NULL OR title_en IS NOT NULL", name="need_has_a_title"),
    )

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(foreign_key="initiative.id", ondelete="CASCADE", index=True)
    title_fr: str | None = None
    title_fr_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    title_en: str | None = None
    title_en_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    skills: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    capacity: int
    taken: int = 0
    remote: bool = False
    until: date | None = None
    hours_fr: str | None = None
    hours_en: str | None = None
    accessibility_fr: str | None = None
    accessibility_en: str | None = None
    minimum_age: int | None = None
