"""Which initiatives each revision of the catalogue changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_change")),
    )
    op.create_index(op.f("ix_catalogue_change_revision"), "catalogue_change", ["revision"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_catalogue_change_revision"), table_name="catalogue_change")
    op.drop_table("catalogue_change")
