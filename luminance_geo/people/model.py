"""Tables of people, their roles, consents, sign-in links and sessions, and of attempts counted to limit abuse."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Column, Field, SQLModel

from luminance_geo.database import UtcDateTime, code_of
from luminance_geo.people.roles import EVERYWHERE, RoleKind


class Person(SQLModel, table=True):
    """Someone who gave an address. No password, no profile.

    `email` is as given with its domain in lower case, `email_key` is what two spellings share; both are empty once
    erased. `verified_at` says when a link sent to the address was followed; `news_refused_at`, that only messages
    about what they signed up for may be sent. `calendar_hash` is of the secret in their calendar's address.
    """

    id: int | None = Field(default=None, primary_key=True)
    email: str | None = Field(default=None, max_length=254)
    email_key: str | None = Field(default=None, max_length=254, unique=True)
    name: str | None = Field(default=None, max_length=120)
    phone: str | None = Field(default=None, max_length=32)
    language: str = Field(default="fr", max_length=2)
    demonstration: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime, index=True)
    verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    news_refused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    calendar_hash: str | None = Field(default=None, max_length=64, unique=True)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class HeldRole(SQLModel, table=True):
    """A role that someone holds; `region` is a boundary code, or empty where it holds everywhere.

    `granted_by` is empty where the command line gave it.
    """

    __tablename__ = "held_role"
    __table_args__ = (UniqueConstraint("person_id", "kind", "region"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    kind: RoleKind = Field(sa_column=Column(code_of(RoleKind, "held_role_kind"), nullable=False))
    region: str = Field(default=EVERYWHERE, max_length=32)
    granted_at: datetime = Field(sa_type=UtcDateTime)
    granted_by: int | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")


class ConsentKind(StrEnum):
    """What was consented to; `accessibility` is health data, asked apart."""

    SIGNUP = "signup"
    ACCESSIBILITY = "accessibility"


class Consent(SQLModel, table=True):
    """A consent as it was given: the text's version and language, and when; `withdrawn_at` when taken back."""

    __table_args__ = (Index("consent_subject", "subject_kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    kind: ConsentKind = Field(sa_column=Column(code_of(ConsentKind, "consent_kind"), nullable=False))
    version: str = Field(max_length=16)
    language: str = Field(max_length=2)
    text: str
    subject_kind: str | None = Field(default=None, max_length=32)
    subject_id: int | None = None
    given_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInLink(SQLModel, table=True):
    """A link that signs in once, within minutes; only its hash is kept. `next_path` is where it leads."""

    __tablename__ = "sign_in_link"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    next_path: str = Field(default="/", max_length=500)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInSession(SQLModel, table=True):
    """A browser that is signed in; the cookie holds the token, we hold its hash."""

    __tablename__ = "sign_in_session"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Attempt(SQLModel, table=True):
    """Something that is limited was tried. `who` is a keyed hash of an address or IP, never the thing itself."""

    __table_args__ = (Index("attempt_kind_who_at", "kind", "who", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=32)
    who: str = Field(max_length=64)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
