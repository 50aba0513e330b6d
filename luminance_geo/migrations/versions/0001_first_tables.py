"""Make the first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name_fr", sa.String(), nullable=True),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("locality", sa.String(), nullable=True),
        sa.Column("postal_code", sa.String(7), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(64), nullable=True),
        sa.Column("source_id", sa.String(200), nullable=True),
        sa.Column("source_date", sa.String(10), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="actor_whole_position"),
        sa.CheckConstraint("name_fr IS NOT NULL OR name_en IS NOT NULL", name="actor_has_a_name"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("slug", name=op.f("uq_actor_slug")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_actor_source_source_id")),
    )
    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "published",
                "paused",
                "ended",
                "rejected",
                "hidden",
                name="initiative_state",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("name_fr", sa.String(), nullable=True),
        sa.Column("name_fr_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("name_en_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary_fr", sa.String(), nullable=True),
        sa.Column("summary_fr_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary_en", sa.String(), nullable=True),
        sa.Column("summary_en_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("description_fr", sa.String(), nullable=True),
        sa.Column("description_fr_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("description_en", sa.String(), nullable=True),
        sa.Column("description_en_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum(
                "exact",
                "approximate",
                "online",
                name="initiative_precision",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("locality", sa.String(), nullable=True),
        sa.Column("postal_code", sa.String(7), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("governance", sa.String(32), nullable=True),
        sa.Column("governance_fr", sa.String(), nullable=True),
        sa.Column("governance_en", sa.String(), nullable=True),
        sa.Column("roots_fr", sa.String(), nullable=True),
        sa.Column("roots_en", sa.String(), nullable=True),
        sa.Column("sharing", sa.String(32), nullable=True),
        sa.Column("sharing_fr", sa.String(), nullable=True),
        sa.Column("sharing_en", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("source", sa.String(64), nullable=True),
        sa.Column("source_id", sa.String(200), nullable=True),
        sa.Column("source_kind", sa.String(), nullable=True),
        sa.Column("source_date", sa.String(10), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="initiative_whole_position"),
        sa.CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="initiative_on_earth"),
        sa.CheckConstraint("name_fr IS NOT NULL OR name_en IS NOT NULL", name="initiative_has_a_name"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("slug", name=op.f("uq_initiative_slug")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_initiative_source_source_id")),
    )
    with op.batch_alter_table("initiative", schema=None) as batch_op:
        batch_op.create_index("initiative_state_id", ["state", "id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_table(
        "shipped_file",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_shipped_file")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("title_fr", sa.String(), nullable=True),
        sa.Column("title_fr_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("title_en_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="meeting_whole_position"),
        sa.CheckConstraint("capacity IS NULL OR capacity >= 1", name="meeting_capacity"),
        sa.CheckConstraint("ends_at >= starts_at", name="meeting_ends_after_start"),
        sa.CheckConstraint("taken >= 0 AND (capacity IS NULL OR taken <= capacity)", name="meeting_taken"),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_meeting_initiative_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_initiative_id"), ["initiative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("title_fr", sa.String(), nullable=True),
        sa.Column("title_fr_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("title_en_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("capacity >= 1", name="need_capacity"),
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name="need_taken"),
        sa.CheckConstraint("title_fr IS NOT NULL OR title_en IS NOT NULL", name="need_has_a_title"),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_need_initiative_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_initiative_id"), ["initiative_id"], unique=False)

    op.execute("INSERT INTO revision (id, value) VALUES (1, 0)")


def downgrade() -> None:
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_initiative_id"))

    op.drop_table("need")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_starts_at"))
        batch_op.drop_index(batch_op.f("ix_meeting_initiative_id"))

    op.drop_table("meeting")
    op.drop_table("shipped_file")
    op.drop_table("revision")
    with op.batch_alter_table("initiative", schema=None) as batch_op:
        batch_op.drop_index("initiative_state_id")

    op.drop_table("initiative")
    op.drop_table("actor")
