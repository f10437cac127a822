"""Notices and answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case", sa.String(), nullable=False, comment="The reports it answers."),
        sa.Column("topic", sa.String(), nullable=False, comment="core.casework.Topic."),
        sa.Column(
            "question", sa.Text(), nullable=False, comment="JSON by language, in the operator's words; names nobody."
        ),
        sa.Column("answer", sa.Text(), nullable=False, comment="JSON by language; names nobody."),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True, comment="The moderator's number."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        comment="Public answers to reports about the square itself.",
    )
    op.create_index(op.f("ix_answer_at"), "answer", ["at"], unique=False)
    op.create_index(op.f("ix_answer_case"), "answer", ["case"], unique=False)

    op.add_column(
        "report",
        sa.Column(
            "notice",
            sa.String(),
            nullable=True,
            comment="The first report of the same notice, whose code opens this one too.",
        ),
    )
    op.add_column(
        "report",
        sa.Column(
            "upheld", sa.Integer(), nullable=True, comment="1 when something was done about it; null until decided."
        ),
    )
    op.create_index(op.f("ix_report_device"), "report", ["device"], unique=False)
    op.create_index(op.f("ix_report_notice"), "report", ["notice"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_report_notice"), table_name="report")
    op.drop_index(op.f("ix_report_device"), table_name="report")
    op.drop_column("report", "upheld")
    op.drop_column("report", "notice")
    op.drop_table("answer")
