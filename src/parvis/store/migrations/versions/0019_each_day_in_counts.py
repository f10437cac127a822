"""Each day in counts, for the plots of the administration and the daily summary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_count",
        sa.Column("day", sa.String(), primary_key=True, comment="YYYY-MM-DD by the square's clock."),
        sa.Column(
            "until", sa.BigInteger(), nullable=False, comment="Counted up to here; the newest says where to go on."
        ),
        sa.Column("visits", sa.Integer(), nullable=False, comment="Stays that began."),
        sa.Column("messages", sa.Integer(), nullable=False, comment="That were delivered."),
        sa.Column("held", sa.Integer(), nullable=False, comment="That the guard had wait for the desk."),
        sa.Column("refused", sa.Integer(), nullable=False, comment="That the guard refused by itself."),
        sa.Column("reports", sa.Integer(), nullable=False, comment="From visitors, outsiders and flaggers."),
        sa.Column("appeals", sa.Integer(), nullable=False, comment="That were lodged."),
        sa.Column(
            "kept", sa.Integer(), nullable=False, comment="First decisions and answers to appeals within their clock."
        ),
        sa.Column("missed", sa.Integer(), nullable=False, comment="Clocks that ran out before."),
        sa.Column("staffed_ms", sa.BigInteger(), nullable=False, comment="With somebody on duty."),
        comment="How much happened on a day; names nobody.",
    )


def downgrade() -> None:
    op.drop_table("day_count")
