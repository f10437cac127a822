"""Lines that stay short: what the desk asks for is read in the order of an index, however many cases there are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    rank = sa.Column(
        "rank", sa.BigInteger(), server_default="0", nullable=False, comment="Priority and clock: least first."
    )
    op.add_column("case", rank)
    op.drop_index("case_in_line", "case")
    op.drop_index("ix_case_closed_at_due_at", "case")
    late = sa.text("closed_at IS NULL AND first_decided_at IS NULL")
    held = sa.text("status = 'held'")
    op.create_index("case_in_line", "case", ["queue", "rank"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("case_with_status", "case", ["status", "rank"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("case_leased", "case", ["lease_by"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("case_overdue", "case", ["due_at"], sqlite_where=late, postgresql_where=late)
    op.create_index(op.f("ix_case_closed_at"), "case", ["closed_at"])
    op.create_index(op.f("ix_action_case"), "action", ["case"])
    op.create_index("message_held", "message", ["at"], sqlite_where=held, postgresql_where=held)


def downgrade() -> None:
    op.drop_index("message_held", "message")
    op.drop_index("ix_action_case", "action")
    for name in ("ix_case_closed_at", "case_overdue", "case_leased", "case_with_status", "case_in_line"):
        op.drop_index(name, "case")
    op.create_index("case_in_line", "case", ["closed_at", "queue", "priority", "due_at"])
    op.create_index("ix_case_closed_at_due_at", "case", ["closed_at", "due_at"])
    with op.batch_alter_table("case") as batch_op:
        batch_op.drop_column("rank")
