"""Standing that was earned by talk, and reports found by when they came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reputation",
        sa.Column("class_kind", sa.String(), nullable=False, comment="pass or device."),
        sa.Column("class_key", sa.String(), nullable=False, comment="The pass' id or the HMAC of the device cookie."),
        sa.Column("points", sa.Integer(), nullable=False, comment="Thousandths, as of `at`; they fade from then on."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False, comment="Days since 1970 on which `today` was counted."),
        sa.Column("today", sa.Integer(), nullable=False, comment="Points of that day."),
        sa.Column("lost", sa.Integer(), nullable=False, comment="Thousandths that a decision took, should it fall."),
        sa.PrimaryKeyConstraint("class_kind", "class_key", name=op.f("pk_reputation")),
        comment="Standing earned by talk that was answered, of identity classes; with whom is not kept.",
    )
    op.create_index(op.f("ix_reputation_at"), "reputation", ["at"])
    op.create_index(op.f("ix_report_at"), "report", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_report_at"), "report")
    op.drop_table("reputation")
