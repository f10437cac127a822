"""Who came into the team through whom, from which browser for a day, and alarms about two people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    invited_by = sa.Column(
        "invited_by", sa.String(), nullable=True, comment="Staff id; null for whoever owns the machine."
    )
    op.add_column("staff", invited_by)
    device = sa.Column(
        "device", sa.String(), nullable=True, comment="Keyed hash of the browser it was begun in; for a day only."
    )
    op.add_column("staff_session", device)
    other = sa.Column("other", sa.String(), nullable=True, comment="Staff id: the other of two whom it is about.")
    op.add_column("access_alarm", other)


def downgrade() -> None:
    for table, column in (("access_alarm", "other"), ("staff_session", "device"), ("staff", "invited_by")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
