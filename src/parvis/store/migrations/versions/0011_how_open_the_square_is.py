"""Service modes: what narrows the whole square, placed by people or raised by a raid."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_mode",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.String(), nullable=False,
            comment="core.mode.Kind: placed by a person, or raised by a raid. The newest row of each holds.",
        ),
        sa.Column(
            "mode", sa.String(), nullable=False, comment="core.mode.Mode; one that is unknown counts as read-only."
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False, comment="When it ends, or is looked at again."),
        sa.Column("way", sa.String(), nullable=False, comment="core.mode.Way."),
        sa.Column(
            "by", sa.String(), nullable=True, comment="Staff id; null for the shell and for what came by itself."
        ),
        sa.Column("why", sa.Text(), nullable=False, comment="A person's reason."),
        sa.Column("raid", sa.String(), nullable=True, comment="All steps of one raid have the same."),
        sa.Column("hold_ms", sa.Integer(), nullable=False, comment="How long such a step stands, at least."),
        sa.Column("left_at", sa.BigInteger(), nullable=False, comment="When a step of raids was last left."),
        sa.Column(
            "signals", sa.Text(), nullable=False, comment="JSON of core.raid.Signals: counts, nobody's name or text."
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_live_mode")),
        comment="How open the square was, and why: each change of the service mode.",
    )  # fmt: skip
    op.create_index(op.f("ix_live_mode_kind_seq"), "live_mode", ["kind", "seq"], unique=False)
    op.create_index(op.f("ix_live_mode_at"), "live_mode", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("live_mode")
