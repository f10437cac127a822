"""Every table, once; migrations bring an older database to exactly this."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Instants are milliseconds since 1970 (core.clock.Instant); days are YYYY-MM-DD in UTC; *_hash are 64 hex characters.

voucher_batch = Table(
    "voucher_batch",
    metadata,
    Column("id", String, primary_key=True),
    Column("label", String, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    comment="One print run of vouchers.",
)

voucher = Table(
    "voucher",
    metadata,
    Column("link_hash", String, primary_key=True),
    Column("short_hash", String, nullable=False, unique=True),
    Column("batch", ForeignKey("voucher_batch.id"), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("short_expires_at", BigInteger, nullable=False),
    Column("redeemed_day", String, comment="Set once; never says by whom."),
    Index(None, "batch"),
    comment="One-time codes, as keyed hashes only.",
)

age_pass = Table(
    "age_pass",
    metadata,
    Column("id", String, primary_key=True),
    Column("token_hash", String, nullable=False, unique=True),
    Column("method", String, nullable=False),
    Column("batch", String, comment="For a voucher: its print run. The code itself is never kept."),
    Column("proved_day", String, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    comment="An adult has been checked; nothing says who.",
)

nickname_use = Table(
    "nickname_use",
    metadata,
    Column("pass_id", ForeignKey("age_pass.id", ondelete="CASCADE"), primary_key=True),
    Column("day", String, primary_key=True),
    Column("nickname_key", String, primary_key=True),
    comment="Which nicknames a pass took on a day, to hold it to a few.",
)

visit = Table(
    "visit",
    metadata,
    Column("id", String, primary_key=True),
    Column("token_hash", String, nullable=False, unique=True),
    Column("pass_id", String, nullable=False),
    Column("device", String, nullable=False, comment="HMAC of the device cookie."),
    Column("network", String, nullable=False, comment="HMAC of the network prefix under a key of the day."),
    Column("nickname", String, nullable=False),
    Column("nickname_key", String, nullable=False, comment="Confusable skeleton (UTS 39): what must be unique."),
    Column("age_band", String, nullable=False),
    Column("gender", String),
    Column("area", String),
    Column("lang", String, nullable=False),
    Column("entered_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("left_at", BigInteger),
    Index(None, "pass_id"),
    Index(None, "device"),
    Index(None, "nickname_key"),
    comment="One stay on the square.",
)

consent = Table(
    "consent",
    metadata,
    Column("visit", ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True),
    Column("purpose", String, primary_key=True, comment="`gender` or `room:<id>`."),
    Column("given_at", BigInteger, nullable=False),
    Column("withdrawn_at", BigInteger),
    comment="Explicit consents to sensitive data (GDPR Art. 9(2)(a)).",
)

room = Table(
    "room",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", Text, nullable=False, comment="JSON: text by language."),
    Column("topic", Text, nullable=False, comment="JSON: text by language."),
    Column("kind", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("sensitive", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("closed_at", BigInteger, comment="No longer in the operator's list, or ended."),
    Column("said_at", BigInteger, comment="For a proposed room: when somebody last spoke there, or it opened."),
    Column("proposal", String, comment="By which proposal of a visitor it was made; null for the operator's own."),
    comment="Rooms made by the operator, and those that visitors proposed.",
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", String, primary_key=True),
    Column("last_n", Integer, nullable=False, server_default="0"),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("floor_n", Integer, nullable=False, server_default="1", comment="Nothing below this n is kept."),
    comment="Where messages get their n.",
)

membership = Table(
    "membership",
    metadata,
    Column("visit", ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True),
    Column("conversation", ForeignKey("conversation.id"), primary_key=True),
    Column("joined_at", BigInteger, nullable=False),
    Column("read_n", Integer, nullable=False, server_default="0"),
    comment="Who is in which conversation.",
)

message = Table(
    "message",
    metadata,
    Column("mid", String, primary_key=True),
    Column("conversation", ForeignKey("conversation.id"), nullable=False),
    Column("n", Integer, comment="Given at release; null while held or when refused."),
    Column("rev", Integer, comment="The conversation's rev at the last change."),
    Column("sender", String, nullable=False),
    Column("nickname", String, nullable=False),
    Column("cid", String, nullable=False),
    Column("status", String, nullable=False),
    Column("reason", String, comment="For a refusal: JSON of its text key and what fills it."),
    Column("text", Text, comment="Null once gone, and for a refusal."),
    Column("at", BigInteger, nullable=False),
    Column("re", Integer),
    Column("edited_at", BigInteger),
    Column("gone_by", String),
    Column("notes", Text, comment="JSON of core.talk.Notes: what rules of the guard added; null for nearly all."),
    UniqueConstraint("sender", "cid"),
    UniqueConstraint("conversation", "n"),
    Index(None, "conversation", "rev"),
    Index(None, "at"),
    Index("message_held", "at", sqlite_where=text("status = 'held'"), postgresql_where=text("status = 'held'")),
    CheckConstraint("(status = 'delivered') = (n IS NOT NULL)", name="released_has_n"),
    comment="What was sent, delivered or refused.",
)

message_edit = Table(
    "message_edit",
    metadata,
    Column("mid", ForeignKey("message.mid", ondelete="CASCADE"), primary_key=True),
    Column("at", BigInteger, primary_key=True),
    Column("text", Text, nullable=False, comment="The text before the change."),
    comment="Earlier texts of changed and removed messages, until the room's history ends.",
)

ledger = Table(
    "ledger",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("body", LargeBinary, comment="JSON; may be erased later, its hash stays."),
    Column("body_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False, comment="Over domain, previous hash, seq, at, kind and body_hash."),
    comment="Append-only, hash-chained.",
)

exhibit = Table(
    "exhibit",
    metadata,
    Column("id", String, primary_key=True),
    Column("case", String, comment="Null while no case asks for it."),
    Column("kind", String, nullable=False),
    Column("digest", String, nullable=False, comment="SHA-256 of the record in clear; the ledger has it too."),
    Column("body", LargeBinary, comment="The record (JSON) in clear."),
    Column("sealed", LargeBinary, comment="The record as an age file that only the operator's offline keys open."),
    Column("captured_at", BigInteger, nullable=False),
    Column("captured_by", String, nullable=False, comment="An id or a part of Parvis, never a name."),
    Column("expires_at", BigInteger, nullable=False),
    Column("held_owner", String, comment="Legal hold: who answers for it."),
    Column("held_basis", String, comment="Legal hold: why, such as an order's reference."),
    Column("held_until", BigInteger, comment="Legal hold: its end; null with an owner: until it is lifted."),
    Column("destroyed_at", BigInteger),
    Index(None, "case"),
    Index(None, "expires_at"),
    CheckConstraint(
        "(CASE WHEN body IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sealed IS NULL THEN 0 ELSE 1 END)"
        " + (CASE WHEN destroyed_at IS NULL THEN 0 ELSE 1 END) = 1",
        name="clear_sealed_or_destroyed",
    ),
    comment="Evidence: frozen when it was captured.",
)

notification = Table(
    "notification",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("body", Text, nullable=False, comment="JSON of ids and counts: how many, and the first of them."),
    Column("created_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0", comment="Tries that ended, well or not."),
    Column("first_try_at", BigInteger),
    Column("next_try_at", BigInteger, nullable=False),
    Column("delivered_at", BigInteger),
    Column("gave_up_at", BigInteger),
    Index(None, "next_try_at"),
    comment="Calls to the person on call that are on their way, and what became of them.",
)
