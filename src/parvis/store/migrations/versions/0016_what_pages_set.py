"""What administrators set by pages, and who set it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "setting_change",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False, comment="The setting, as in the file: square.name, room."),
        sa.Column("value", sa.Text(), nullable=True, comment="JSON; null: as the file or the default says again."),
        sa.Column("was", sa.Text(), nullable=False, comment="JSON of what held before."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=True, comment="Staff id; null once who it was is no longer kept."),
        comment="Each change of a setting by a page; the newest row of a setting holds, where the file says nothing.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_setting_change_name_seq", "setting_change", ["name", "seq"])


def downgrade() -> None:
    op.drop_table("setting_change")
