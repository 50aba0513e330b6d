"""Proposals, organisers, what was hidden, and what a role asks for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STAGES = ("open", "sent", "accepted", "refused")
_NEED = ("hours_fr", "hours_en", "accessibility_fr", "accessibility_en")


def upgrade() -> None:
    op.add_column("initiative", sa.Column("hidden_from", sa.String(length=16), nullable=True))
    for name in _NEED:
        op.add_column("need", sa.Column(name, sa.String(), nullable=True))
    op.add_column("need", sa.Column("minimum_age", sa.Integer(), nullable=True))
    op.create_table(
        "organiser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_organiser_initiative_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_organiser_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organiser")),
        sa.UniqueConstraint("initiative_id", "person_id", name=op.f("uq_organiser_initiative_id_person_id")),
    )
    op.create_index(op.f("ix_organiser_person_id"), "organiser", ["person_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(*_STAGES, name="proposal_stage", native_enum=False, length=16, create_constraint=True),
            nullable=False,
        ),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_proposal_initiative_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_proposal_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_proposal_token_hash")),
    )
    for column in ("initiative_id", "person_id", "updated_at"):
        op.create_index(op.f(f"ix_proposal_{column}"), "proposal", [column], unique=False)


def downgrade() -> None:
    for column in ("updated_at", "person_id", "initiative_id"):
        op.drop_index(op.f(f"ix_proposal_{column}"), table_name="proposal")
    op.drop_table("proposal")
    op.drop_index(op.f("ix_organiser_person_id"), table_name="organiser")
    op.drop_table("organiser")
    op.drop_column("need", "minimum_age")
    for name in reversed(_NEED):
        op.drop_column("need", name)
    op.drop_column("initiative", "hidden_from")
