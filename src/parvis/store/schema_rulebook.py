"""The tables of the rules desk: what the house wrote, and the modes in which rules run."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from parvis.store.schema import metadata

rule_text = Table(
    "rule_text",
    metadata,
    Column("rule", String, primary_key=True, comment="The rule's id."),
    Column("version", Integer, primary_key=True, autoincrement=False, comment="From 1."),
    Column("source", Text, nullable=False, comment="TOML: a rule, its tests, its lists."),
    Column("by", String, nullable=False, comment="Staff id."),
    Column("at", BigInteger, nullable=False),
    comment="Rules of the house's own; versions are added, never changed.",
)

rule_mode = Table(
    "rule_mode",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("rule", String, nullable=False, comment="The rule's id."),
    Column("mode", String, nullable=False, comment="draft, shadow, canary:N%, live, suspended, retired."),
    Column("why", String, nullable=False, comment="core.rulebook.Why."),
    Column("at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False, comment="Of the house's own text; 0 for a rule of a pack."),
    Column("digest", String, nullable=False, comment="Of what the rule does."),
    Column("reason", Text, nullable=False, comment="Why, in words of the team or of the house."),
    Column("by", String, comment="Staff id; null: the house itself."),
    Column("seconded_by", String, comment="Staff id."),
    Index(None, "rule", "seq"),
    sqlite_autoincrement=True,
    comment="From when on a rule runs in which mode; the newest row of a rule holds.",
)


def _hits(name: str, meaning: str) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("at", BigInteger, nullable=False),
        Column("rule", String, nullable=False, comment="The rule's id."),
        Column("version", String, nullable=False, comment="Of the pack the rule came with."),
        Column("kind", String, nullable=False, comment="core.verdict.Kind."),
        Column("ref", String, comment="A message's mid; null for a name."),
        Column("acts", Text, nullable=False, comment="JSON: what was, or would have been, done."),
        Column("read", Text, nullable=False, comment="JSON: the values the rule read; no text."),
        Index(None, "rule", "at"),
        Index(None, "at"),
        comment=meaning,
    )


rule_hit = _hits("rule_hit", "What rules did.")
shadow_hit = _hits("shadow_hit", "What rules that only watch would have done; nobody decides by it.")

feature_vector = Table(
    "feature_vector",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", String, nullable=False, comment="core.verdict.Kind."),
    Column("ref", String, comment="A message's mid; null for a name."),
    Column("who", String, nullable=False, comment="Keyed hash of whose it was; for counting people."),
    Column("ruling", String, nullable=False, comment="core.verdict.Ruling, of the whole guard."),
    Column("features", Text, nullable=False, comment="JSON: what was found in a text, without a word of it."),
    Column("rules", Text, nullable=False, comment="JSON: the rules that matched, watching ones too."),
    Index(None, "at"),
    comment="What the guard found in texts, for trying rules on the past.",
)
