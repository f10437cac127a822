"""Rules of the house's own, and the modes in which rules run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_text",
        sa.Column("rule", sa.String(), primary_key=True, comment="The rule's id."),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False, comment="From 1."),
        sa.Column("source", sa.Text(), nullable=False, comment="TOML: a rule, its tests, its lists."),
        sa.Column("by", sa.String(), nullable=False, comment="Staff id."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        comment="Rules of the house's own; versions are added, never changed.",
    )
    op.create_table(
        "rule_mode",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("rule", sa.String(), nullable=False, comment="The rule's id."),
        sa.Column("mode", sa.String(), nullable=False, comment="draft, shadow, canary:N%, live, suspended, retired."),
        sa.Column("why", sa.String(), nullable=False, comment="core.rulebook.Why."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="Of the house's own text; 0 for a rule of a pack."),
        sa.Column("digest", sa.String(), nullable=False, comment="Of what the rule does."),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why, in words of the team or of the house."),
        sa.Column("by", sa.String(), nullable=True, comment="Staff id; null: the house itself."),
        sa.Column("seconded_by", sa.String(), nullable=True, comment="Staff id."),
        comment="From when on a rule runs in which mode; the newest row of a rule holds.",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rule_mode_rule_seq", "rule_mode", ["rule", "seq"])
    for name, meaning in (
        ("rule_hit", "What rules did."),
        ("shadow_hit", "What rules that only watch would have done; nobody decides by it."),
    ):
        _hits(name, meaning)
    op.create_table(
        "feature_vector",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="core.verdict.Kind."),
        sa.Column("ref", sa.String(), nullable=True, comment="A message's mid; null for a name."),
        sa.Column("who", sa.String(), nullable=False, comment="Keyed hash of whose it was; for counting people."),
        sa.Column("ruling", sa.String(), nullable=False, comment="core.verdict.Ruling, of the whole guard."),
        sa.Column(
            "features", sa.Text(), nullable=False, comment="JSON: what was found in a text, without a word of it."
        ),
        sa.Column("rules", sa.Text(), nullable=False, comment="JSON: the rules that matched, watching ones too."),
        comment="What the guard found in texts, for trying rules on the past.",
    )
    op.create_index("ix_feature_vector_at", "feature_vector", ["at"])


def _hits(name: str, meaning: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False, comment="The rule's id."),
        sa.Column("version", sa.String(), nullable=False, comment="Of the pack the rule came with."),
        sa.Column("kind", sa.String(), nullable=False, comment="core.verdict.Kind."),
        sa.Column("ref", sa.String(), nullable=True, comment="A message's mid; null for a name."),
        sa.Column("acts", sa.Text(), nullable=False, comment="JSON: what was, or would have been, done."),
        sa.Column("read", sa.Text(), nullable=False, comment="JSON: the values the rule read; no text."),
        comment=meaning,
    )
    op.create_index(f"ix_{name}_rule_at", name, ["rule", "at"])
    op.create_index(f"ix_{name}_at", name, ["at"])


def downgrade() -> None:
    for name in ("feature_vector", "shadow_hit", "rule_hit"):
        op.drop_table(name)
    op.drop_table("rule_mode")
    op.drop_table("rule_text")
