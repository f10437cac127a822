"""Evidence, and calls to the person on call."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exhibit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case", sa.String(), nullable=True, comment="Null while no case asks for it."),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "digest", sa.String(), nullable=False, comment="SHA-256 of the record in clear; the ledger has it too."
        ),
        sa.Column("body", sa.LargeBinary(), nullable=True, comment="The record (JSON) in clear."),
        sa.Column(
            "sealed",
            sa.LargeBinary(),
            nullable=True,
            comment="The record as an age file that only the operator's offline keys open.",
        ),
        sa.Column("captured_at", sa.BigInteger(), nullable=False),
        sa.Column("captured_by", sa.String(), nullable=False, comment="An id or a part of Parvis, never a name."),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("held_owner", sa.String(), nullable=True, comment="Legal hold: who answers for it."),
        sa.Column("held_basis", sa.String(), nullable=True, comment="Legal hold: why, such as an order's reference."),
        sa.Column(
            "held_until",
            sa.BigInteger(),
            nullable=True,
            comment="Legal hold: its end; null with an owner: until it is lifted.",
        ),
        sa.Column("destroyed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN body IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sealed IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN destroyed_at IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_exhibit_clear_sealed_or_destroyed"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit")),
        comment="Evidence: frozen when it was captured.",
    )
    with op.batch_alter_table("exhibit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exhibit_case"), ["case"], unique=False)
        batch_op.create_index(batch_op.f("ix_exhibit_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "body", sa.Text(), nullable=False, comment="JSON of ids and counts: how many, and the first of them."
        ),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False, comment="Tries that ended, well or not."),
        sa.Column("first_try_at", sa.BigInteger(), nullable=True),
        sa.Column("next_try_at", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("gave_up_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        comment="Calls to the person on call that are on their way, and what became of them.",
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notification_next_try_at"), ["next_try_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notification_next_try_at"))

    op.drop_table("notification")
    with op.batch_alter_table("exhibit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exhibit_expires_at"))
        batch_op.drop_index(batch_op.f("ix_exhibit_case"))

    op.drop_table("exhibit")
