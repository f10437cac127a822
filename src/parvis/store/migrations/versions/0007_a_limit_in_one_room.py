"""A limit may hold in one room only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sanction", sa.Column("room", sa.String(), nullable=True, comment="For a limit on writing in one room only.")
    )


def downgrade() -> None:
    with op.batch_alter_table("sanction") as batch_op:
        batch_op.drop_column("room")
