"""A living square: how rooms are kept, evenings, announcements, counts by the hour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room_plan",
        sa.Column("room", sa.String(), primary_key=True, comment="The room's id."),
        sa.Column("weekly", sa.Text(), nullable=False, comment="JSON: lines of core.hours; none: as the square."),
        sa.Column("dates", sa.Text(), nullable=False, comment="JSON: lines of core.hours for exceptional dates."),
        sa.Column(
            "every_s", sa.Integer(), nullable=True,
            comment="Seconds between two messages of one visit; null where it is not slowed.",
        ),
        sa.Column("welcome", sa.Text(), nullable=False, comment="JSON by language: a line for whoever comes in."),
        sa.Column("pinned", sa.Text(), nullable=False, comment="JSON by language: rules that stay in sight."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False, comment="Staff id."),
        comment="How the team keeps a room: hours, pace, welcome, rules.",
    )  # fmt: skip
    op.create_table(
        "evening",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("room", sa.String(), nullable=False, comment="The room's id."),
        sa.Column("host", sa.String(), nullable=False, comment="Under which nickname somebody welcomes people."),
        sa.Column("title", sa.Text(), nullable=False, comment="JSON: text by language."),
        sa.Column("words", sa.Text(), nullable=False, comment="JSON by language: what it is about."),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False, comment="Staff id."),
        comment="Evenings that the team announces; whoever takes one away takes the row away.",
    )
    op.create_index("ix_evening_ends_at", "evening", ["ends_at"])
    op.create_table(
        "notice",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("words", sa.Text(), nullable=False, comment="JSON: text by language."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False, comment="When it leaves the board."),
        sa.Column("by", sa.String(), nullable=False, comment="Staff id."),
        comment="The team's announcements on the board.",
    )
    op.create_index("ix_notice_until", "notice", ["until"])
    op.create_table(
        "lively_hour",
        sa.Column(
            "hour", sa.BigInteger(), primary_key=True, autoincrement=False, comment="Hours since 1970, UTC."
        ),
        sa.Column(
            "most", sa.Integer(), nullable=False,
            comment="A coarse step: the most who were here at once in that hour.",
        ),
        comment="How many were here, by the hour; names nobody.",
    )  # fmt: skip


def downgrade() -> None:
    for name in ("lively_hour", "notice", "evening", "room_plan"):
        op.drop_table(name)
