"""The square opens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "age_pass",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column(
            "batch", sa.String(), nullable=True, comment="For a voucher: its print run. The code itself is never kept."
        ),
        sa.Column("proved_day", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_age_pass")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_age_pass_token_hash")),
        comment="An adult has been checked; nothing says who.",
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("last_n", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("floor_n", sa.Integer(), server_default="1", nullable=False, comment="Nothing below this n is kept."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        comment="Where messages get their n.",
    )
    op.create_table(
        "ledger",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True, comment="JSON; may be erased later, its hash stays."),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "hash", sa.LargeBinary(), nullable=False, comment="Over domain, previous hash, seq, at, kind and body_hash."
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger")),
        comment="Append-only, hash-chained.",
    )
    op.create_table(
        "room",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="JSON: text by language."),
        sa.Column("topic", sa.Text(), nullable=False, comment="JSON: text by language."),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("sensitive", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True, comment="No longer in the operator's list."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        comment="Rooms made by the operator.",
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("pass_id", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False, comment="HMAC of the device cookie."),
        sa.Column("network", sa.String(), nullable=False, comment="HMAC of the network prefix under a key of the day."),
        sa.Column("nickname", sa.String(), nullable=False),
        sa.Column(
            "nickname_key", sa.String(), nullable=False, comment="Confusable skeleton (UTS 39): what must be unique."
        ),
        sa.Column("age_band", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_visit_token_hash")),
        comment="One stay on the square.",
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_nickname_key"), ["nickname_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_pass_id"), ["pass_id"], unique=False)

    op.create_table(
        "voucher_batch",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_batch")),
        comment="One print run of vouchers.",
    )
    op.create_table(
        "consent",
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False, comment="`gender` or `room:<id>`."),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_consent_visit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("visit", "purpose", name=op.f("pk_consent")),
        comment="Explicit consents to sensitive data (GDPR Art. 9(2)(a)).",
    )
    op.create_table(
        "membership",
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("read_n", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_membership_conversation")),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_membership_visit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("visit", "conversation", name=op.f("pk_membership")),
        comment="Who is in which conversation.",
    )
    op.create_table(
        "message",
        sa.Column("mid", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True, comment="Given at release; null while held or when refused."),
        sa.Column("rev", sa.Integer(), nullable=True, comment="The conversation's rev at the last change."),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("nickname", sa.String(), nullable=False),
        sa.Column("cid", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column(
            "reason", sa.String(), nullable=True, comment="For a refusal: JSON of its text key and what fills it."
        ),
        sa.Column("text", sa.Text(), nullable=True, comment="Null once gone, and for a refusal."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("re", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.BigInteger(), nullable=True),
        sa.Column("gone_by", sa.String(), nullable=True),
        sa.CheckConstraint("(status = 'delivered') = (n IS NOT NULL)", name=op.f("ck_message_released_has_n")),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_message_conversation")),
        sa.PrimaryKeyConstraint("mid", name=op.f("pk_message")),
        sa.UniqueConstraint("conversation", "n", name=op.f("uq_message_conversation_n")),
        sa.UniqueConstraint("sender", "cid", name=op.f("uq_message_sender_cid")),
        comment="What was sent, delivered or refused.",
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_conversation_rev"), ["conversation", "rev"], unique=False)

    op.create_table(
        "nickname_use",
        sa.Column("pass_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("nickname_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["pass_id"], ["age_pass.id"], name=op.f("fk_nickname_use_pass_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pass_id", "day", "nickname_key", name=op.f("pk_nickname_use")),
        comment="Which nicknames a pass took on a day, to hold it to a few.",
    )
    op.create_table(
        "voucher",
        sa.Column("link_hash", sa.String(), nullable=False),
        sa.Column("short_hash", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("short_expires_at", sa.BigInteger(), nullable=False),
        sa.Column("redeemed_day", sa.String(), nullable=True, comment="Set once; never says by whom."),
        sa.ForeignKeyConstraint(["batch"], ["voucher_batch.id"], name=op.f("fk_voucher_batch")),
        sa.PrimaryKeyConstraint("link_hash", name=op.f("pk_voucher")),
        sa.UniqueConstraint("short_hash", name=op.f("uq_voucher_short_hash")),
        comment="One-time codes, as keyed hashes only.",
    )
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voucher_batch"), ["batch"], unique=False)

    op.create_table(
        "message_edit",
        sa.Column("mid", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="The text before the change."),
        sa.ForeignKeyConstraint(["mid"], ["message.mid"], name=op.f("fk_message_edit_mid"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mid", "at", name=op.f("pk_message_edit")),
        comment="Earlier texts of changed and removed messages, until the room's history ends.",
    )


def downgrade() -> None:
    op.drop_table("message_edit")
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voucher_batch"))

    op.drop_table("voucher")
    op.drop_table("nickname_use")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_conversation_rev"))
        batch_op.drop_index(batch_op.f("ix_message_at"))

    op.drop_table("message")
    op.drop_table("membership")
    op.drop_table("consent")
    op.drop_table("voucher_batch")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_pass_id"))
        batch_op.drop_index(batch_op.f("ix_visit_nickname_key"))

    op.drop_table("visit")
    op.drop_table("room")
    op.drop_table("ledger")
    op.drop_table("conversation")
    op.drop_table("age_pass")
