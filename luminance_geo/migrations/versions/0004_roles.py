"""Roles that people hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KINDS = ("moderator", "partner", "researcher", "administrator")


def upgrade() -> None:
    op.create_table(
        "held_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*_KINDS, name="held_role_kind", native_enum=False, length=16, create_constraint=True),
            nullable=False,
        ),
        sa.Column("region", sa.String(length=32), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["person.id"], name=op.f("fk_held_role_granted_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_held_role_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_role")),
        sa.UniqueConstraint("person_id", "kind", "region", name=op.f("uq_held_role_person_id_kind_region")),
    )
    op.create_index(op.f("ix_held_role_person_id"), "held_role", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_held_role_person_id"), table_name="held_role")
    op.drop_table("held_role")
