"""What rules add to a message, what is asked before the next one, and rooms that visitors propose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    notes = sa.Column(
        "notes", sa.Text(), nullable=True,
        comment="JSON of core.talk.Notes: what rules of the guard added; null for nearly all.",
    )  # fmt: skip
    op.add_column("message", notes)
    harm = sa.Column(
        "harm", sa.String(), nullable=True,
        comment="core.policy.Harm of the rule behind it; null when only its form was the reason.",
    )  # fmt: skip
    op.add_column("refusal", harm)
    proposal = sa.Column(
        "proposal", sa.String(), nullable=True,
        comment="By which proposal of a visitor it was made; null for the operator's own.",
    )  # fmt: skip
    op.add_column("room", proposal)
    said_at = sa.Column(
        "said_at", sa.BigInteger(), nullable=True,
        comment="For a proposed room: when somebody last spoke there, or it opened.",
    )  # fmt: skip
    op.add_column("room", said_at)
    _step_up()
    _room_proposal()


def _step_up() -> None:
    op.create_table(
        "step_up",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column(
            "visit", sa.String(), nullable=False, comment="Of whom it was asked; it holds for the pass and the device."
        ),
        sa.Column("pass_id", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True, comment="HMAC of the device cookie."),
        sa.Column(
            "kind", sa.String(), nullable=False, comment="pow or age: what must be shown before the next message."
        ),
        sa.Column("rule", sa.String(), nullable=False, comment="Which rule of the guard asked."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_up")),
        comment="What somebody must show before they write again, for a few days.",
    )
    for column in ("pass_id", "device", "at"):
        op.create_index(op.f(f"ix_step_up_{column}"), "step_up", [column], unique=False)


def _room_proposal() -> None:
    op.create_table(
        "room_proposal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column(
            "visit", sa.String(), nullable=True, comment="Who proposed it; null once nobody need be told any more."
        ),
        sa.Column("pass_id", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True, comment="HMAC of the proposer's device cookie."),
        sa.Column("nickname", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False, comment="The proposer's."),
        sa.Column("name", sa.Text(), nullable=False, comment="JSON: text by language."),
        sa.Column("topic", sa.Text(), nullable=False, comment="JSON: text by language."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False, comment="core.rooms.ProposalState."),
        sa.Column(
            "decided_by", sa.String(), nullable=True,
            comment="Staff id; null while it waits, and where the clock ended it.",
        ),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column(
            "reasons", sa.Text(), nullable=True,
            comment="JSON by language: why it was declined, or the room closed again.",
        ),
        sa.Column("room", sa.String(), nullable=True, comment="The room it became."),
        sa.Column("statement", sa.String(), nullable=True, comment="The last letter about it."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_proposal")),
        comment="Rooms that visitors proposed, and what became of it.",
    )  # fmt: skip
    op.create_index(op.f("ix_room_proposal_state_at"), "room_proposal", ["state", "at"], unique=False)
    for column in ("pass_id", "device", "room"):
        op.create_index(op.f(f"ix_room_proposal_{column}"), "room_proposal", [column], unique=False)


def downgrade() -> None:
    op.drop_table("room_proposal")
    op.drop_table("step_up")
    for table, column in (("room", "said_at"), ("room", "proposal"), ("refusal", "harm"), ("message", "notes")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
