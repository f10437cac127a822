"""Closings of the whole square."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closing",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False, comment="core.closing.Kind."),
        sa.Column(
            "notice", sa.LargeBinary(), nullable=False,
            comment="JSON of core.closing.Notice: what everybody is answered.",
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=True, comment="Staff id of who proposed it; null for the shell."),
        sa.Column("seconded_by", sa.String(), nullable=True, comment="Staff id of who agreed."),
        sa.Column("basis", sa.Text(), nullable=False, comment="Of the closing, and of what is held meanwhile."),
        sa.Column(
            "review_at", sa.BigInteger(), nullable=True,
            comment="When somebody must look whether the hold is still needed; null: no hold.",
        ),
        sa.Column(
            "head", sa.Text(), nullable=True, comment="JSON of store.ledger.Head: the signed last head of the ledger."
        ),
        sa.Column("head_at", sa.BigInteger(), nullable=True, comment="When that was signed."),
        sa.Column(
            "ended_at", sa.BigInteger(), nullable=True, comment="When the square opened again, or was closed otherwise."
        ),
        sa.Column("ended_by", sa.String(), nullable=True, comment="Staff id of the first of two, null for none."),
        sa.Column("ended_with", sa.String(), nullable=True, comment="Staff id of the second of two."),
        sa.Column("why", sa.Text(), nullable=False, comment="Why it ended, in the words of who ended it."),
        comment="Each closing of the whole square: by whom, on what basis, and how it ended.",
    )  # fmt: skip
    op.create_index("ix_closing_ended_at", "closing", ["ended_at"])


def downgrade() -> None:
    op.drop_table("closing")
