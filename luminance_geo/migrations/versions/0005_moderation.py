"""Cases that wait for a moderator."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_DECISIONS = ("approve", "reject", "hide", "dismiss")
_REASONS = ("incomplete", "unclear", "duplicate", "not_citizen", "unreachable", "unlawful", "other")


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=16, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "moderation_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("decision", _code("moderation_case_decision", *_DECISIONS), nullable=True),
        sa.Column("reason", _code("moderation_case_reason", *_REASONS), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_moderation_case_decided_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["person.id"], name=op.f("fk_moderation_case_opened_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_case")),
    )
    op.create_index(op.f("ix_moderation_case_decided_by"), "moderation_case", ["decided_by"], unique=False)
    op.create_index(op.f("ix_moderation_case_opened_by"), "moderation_case", ["opened_by"], unique=False)
    op.create_index("moderation_case_open", "moderation_case", ["decided_at", "opened_at"], unique=False)
    op.create_index("moderation_case_subject", "moderation_case", ["kind", "subject_id"], unique=False)


def downgrade() -> None:
    op.drop_index("moderation_case_subject", table_name="moderation_case")
    op.drop_index("moderation_case_open", table_name="moderation_case")
    op.drop_index(op.f("ix_moderation_case_opened_by"), table_name="moderation_case")
    op.drop_index(op.f("ix_moderation_case_decided_by"), table_name="moderation_case")
    op.drop_table("moderation_case")
