"""Sign-ups, people, mail, jobs, the audit trail and the register of incidents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("attempt_kind_who_at", "attempt", ["kind", "who", "at"], unique=False)
    op.create_index(op.f("ix_attempt_at"), "attempt", ["at"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(48), nullable=False),
        sa.Column("subject_kind", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("audit_entry_subject", "audit_entry", ["subject_kind", "subject_id"], unique=False)
    op.create_index(op.f("ix_audit_entry_actor_id"), "audit_entry", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("information", sa.String(), nullable=False),
        sa.Column("circumstances", sa.String(), nullable=False),
        sa.Column("happened_from", sa.Date(), nullable=True),
        sa.Column("happened_to", sa.Date(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("people_in_quebec", sa.Integer(), nullable=True),
        sa.Column("serious_harm", sa.Boolean(), nullable=False),
        sa.Column("harm_reasons", sa.String(), nullable=False),
        sa.Column("cai_told_on", sa.Date(), nullable=True),
        sa.Column("people_told_on", sa.Date(), nullable=True),
        sa.Column("public_notice", sa.Boolean(), nullable=False),
        sa.Column("public_notice_reason", sa.String(), nullable=True),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_table(
        "job_lease",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("holder", sa.String(64), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(300), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_lease")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("to_address", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sent",
                "failed",
                "cancelled",
                name="outbox_message_state",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_message_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_message_id")),
    )
    op.create_index(op.f("ix_outbox_message_person_id"), "outbox_message", ["person_id"], unique=False)
    op.create_index("outbox_message_due", "outbox_message", ["state", "next_try_at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("email_key", sa.String(254), nullable=True),
        sa.Column("name", sa.String(120), nullable=True),
        sa.Column("phone", sa.String(32), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("news_refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar_hash", sa.String(64), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("calendar_hash", name=op.f("uq_person_calendar_hash")),
        sa.UniqueConstraint("email_key", name=op.f("uq_person_email_key")),
    )
    op.create_index(op.f("ix_person_seen_at"), "person", ["seen_at"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "signup", "accessibility", name="consent_kind", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(32), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("consent_subject", "consent", ["subject_kind", "subject_id"], unique=False)
    op.create_index(op.f("ix_consent_person_id"), "consent", ["person_id"], unique=False)
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("next_path", sa.String(500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_link_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_link_person_id"), "sign_in_link", ["person_id"], unique=False)
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_session_expires_at"), "sign_in_session", ["expires_at"], unique=False)
    op.create_index(op.f("ix_sign_in_session_person_id"), "sign_in_session", ["person_id"], unique=False)
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "held",
                "confirmed",
                "waiting",
                "withdrawn",
                "expired",
                "attended",
                "absent",
                name="sign_up_state",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("place_in_line", sa.Integer(), nullable=True),
        sa.Column("idempotency_key", sa.String(64), nullable=True),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("uid", sa.String(120), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("origin", sa.String(16), nullable=True),
        sa.Column("ip_hash", sa.String(64), nullable=True),
        sa.Column("message", sa.String(1000), nullable=True),
        sa.Column("accessibility", sa.String(500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (place_in_line IS NOT NULL)", name="sign_up_place_in_line"),
        sa.CheckConstraint("(need_id IS NULL) <> (meeting_id IS NULL)", name="sign_up_one_thing"),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_sign_up_initiative_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_sign_up_meeting_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_sign_up_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_up_person_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_sign_up_idempotency_key")),
        sa.UniqueConstraint("person_id", "meeting_id", name=op.f("uq_sign_up_person_id_meeting_id")),
        sa.UniqueConstraint("person_id", "need_id", name=op.f("uq_sign_up_person_id_need_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_sign_up_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sign_up_initiative_id"), "sign_up", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_sign_up_ip_hash"), "sign_up", ["ip_hash"], unique=False)
    op.create_index(op.f("ix_sign_up_person_id"), "sign_up", ["person_id"], unique=False)
    op.create_index("sign_up_hold", "sign_up", ["state", "hold_until"], unique=False)
    op.create_index("sign_up_meeting", "sign_up", ["meeting_id", "state", "place_in_line"], unique=False)
    op.create_index("sign_up_need", "sign_up", ["need_id", "state", "place_in_line"], unique=False)
    op.add_column("meeting", sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("meeting", "sequence")
    op.drop_index("sign_up_need", table_name="sign_up")
    op.drop_index("sign_up_meeting", table_name="sign_up")
    op.drop_index("sign_up_hold", table_name="sign_up")
    op.drop_index(op.f("ix_sign_up_person_id"), table_name="sign_up")
    op.drop_index(op.f("ix_sign_up_ip_hash"), table_name="sign_up")
    op.drop_index(op.f("ix_sign_up_initiative_id"), table_name="sign_up")
    op.drop_table("sign_up")
    op.drop_index(op.f("ix_sign_in_session_person_id"), table_name="sign_in_session")
    op.drop_index(op.f("ix_sign_in_session_expires_at"), table_name="sign_in_session")
    op.drop_table("sign_in_session")
    op.drop_index(op.f("ix_sign_in_link_person_id"), table_name="sign_in_link")
    op.drop_table("sign_in_link")
    op.drop_index(op.f("ix_consent_person_id"), table_name="consent")
    op.drop_index("consent_subject", table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_person_seen_at"), table_name="person")
    op.drop_table("person")
    op.drop_index("outbox_message_due", table_name="outbox_message")
    op.drop_index(op.f("ix_outbox_message_person_id"), table_name="outbox_message")
    op.drop_table("outbox_message")
    op.drop_table("job_lease")
    op.drop_table("incident")
    op.drop_index(op.f("ix_audit_entry_at"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_actor_id"), table_name="audit_entry")
    op.drop_index("audit_entry_subject", table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index(op.f("ix_attempt_at"), table_name="attempt")
    op.drop_index("attempt_kind_who_at", table_name="attempt")
    op.drop_table("attempt")
