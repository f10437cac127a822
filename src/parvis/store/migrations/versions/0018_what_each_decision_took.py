"""Of standing that was lost it is kept which decision took how much, so that each gives back its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "reputation",
        sa.Column(
            "taken", sa.Text(), nullable=False, server_default="{}",
            comment="JSON: thousandths that decisions took, by their ids, should one fall; the earliest first.",
        ),
    )  # fmt: skip
    with op.batch_alter_table("reputation") as batch_op:
        batch_op.drop_column("lost")


def downgrade() -> None:
    lost = sa.Column("lost", sa.Integer(), nullable=False, server_default="0")
    op.add_column("reputation", lost)
    with op.batch_alter_table("reputation") as batch_op:
        batch_op.drop_column("taken")
