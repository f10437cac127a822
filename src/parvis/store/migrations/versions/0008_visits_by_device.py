"""Visits are found by their device, which a restriction may hold on to."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_visit_device"), "visit", ["device"])


def downgrade() -> None:
    op.drop_index(op.f("ix_visit_device"), "visit")
