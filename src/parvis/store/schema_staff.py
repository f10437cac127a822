"""The tables of the team: people, passkeys, invitations, sessions, shifts; what they looked at, what two agreed to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from parvis.store.schema import metadata

staff = Table(
    "staff",
    metadata,
    Column("number", Integer, primary_key=True, comment="What people outside see; never given twice."),
    Column("id", String, nullable=False, unique=True),
    Column("name", String, nullable=False, comment="For colleagues only."),
    Column("roles", Text, nullable=False, comment="JSON: a list of core.staff.Role."),
    Column("languages", Text, nullable=False, comment="JSON: a list of language codes."),
    Column("since", BigInteger, nullable=False, comment="When they enrolled."),
    Column("ended_at", BigInteger),
    Column("invited_by", String, comment="Staff id; null for whoever owns the machine."),
    sqlite_autoincrement=True,
    comment="The team, and who left it.",
)

staff_key = Table(
    "staff_key",
    metadata,
    Column("id", String, primary_key=True),
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("credential", String, nullable=False, unique=True, comment="The credential id, base64url."),
    Column("public_key", LargeBinary, nullable=False, comment="COSE."),
    Column("sign_count", BigInteger, nullable=False, comment="As the authenticator last counted; 0 where it does not."),
    Column("label", String, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("revoked_at", BigInteger),
    Column("revoked_why", String, comment="lost, replaced, left, cloned."),
    Index(None, "staff"),
    comment="Passkeys: public halves only.",
)

staff_invite = Table(
    "staff_invite",
    metadata,
    Column("id", String, primary_key=True),
    Column("token_hash", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False, comment="Whom it is for, as the inviter calls them."),
    Column("roles", Text, nullable=False, comment="JSON: a list of core.staff.Role."),
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), comment="For a recovery: whose."),
    Column("made_by", String, comment="Staff id; null for whoever owns the machine."),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("withdrawn_at", BigInteger),
    comment="One-time ways into the team, as keyed hashes only.",
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("id", String, primary_key=True),
    Column("token_hash", String, nullable=False, unique=True),
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("key", String, nullable=False, comment="The passkey it was begun with."),
    Column("begun_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, comment="However busy."),
    Column("stepped_up_at", BigInteger, nullable=False, comment="The last touch of the passkey."),
    Column("ended_at", BigInteger),
    Column("ended_why", String, comment="signed-out, idle, expired, revoked, left."),
    Column("device", String, comment="Keyed hash of the browser it was begun in; for a day only."),
    Index(None, "staff"),
    comment="Sign-ins of the team.",
)

staff_shift = Table(
    "staff_shift",
    metadata,
    Column("id", String, primary_key=True),
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Index(None, "staff", "begun_at"),
    comment="Who was on duty when.",
)

access_event = Table(
    "access_event",
    metadata,
    Column("id", String, primary_key=True),
    Column("staff", String, nullable=False, comment="Staff id; kept when the person is forgotten."),
    Column("at", BigInteger, nullable=False),
    Column("purpose", String, nullable=False, comment="core.looking.Purpose."),
    Column("words", Text, nullable=False, comment="What the person added to the purpose."),
    Column("what", String, nullable=False, comment="core.looking.Sight."),
    Column("object", String, nullable=False, comment="The id of what was looked at."),
    Column("case", String, comment="The case it belongs to."),
    Column("on_duty", Integer, nullable=False, comment="1 when that person was on duty."),
    Index(None, "staff", "at"),
    Index(None, "at"),
    Index(None, "case"),
    comment="Each look at private data, noted before anything was shown.",
)

access_alarm = Table(
    "access_alarm",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("staff", String, nullable=False, comment="Staff id: whose doing it was."),
    Column("at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("times", Integer, nullable=False, comment="How often it happened."),
    Column("seen_by", String, comment="Staff id of the administrator who looked into it."),
    Column("seen_at", BigInteger),
    Column("words", Text, nullable=False, comment="What they found."),
    Column("other", String, comment="Staff id: the other of two whom it is about."),
    Index(None, "staff", "kind", "at"),
    comment="What administrators must look into.",
)

approval = Table(
    "approval",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False, comment="What it is about: an id."),
    Column("payload", LargeBinary, nullable=False, comment="Exactly what would be done: JSON of ids and codes."),
    Column("digest", String, nullable=False, comment="SHA-256 of the payload, hex."),
    Column("proposed_by", String, nullable=False, comment="Staff id."),
    Column("proposed_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("opinion", Text, nullable=False, comment="The proposer's, withheld until the second has looked."),
    Column("state", String, nullable=False, comment="core.approval.State, but for time."),
    Column("emergency_until", BigInteger, comment="Until when the proposer may protect alone."),
    Column("decided_by", String, comment="Staff id of the second."),
    Column("decided_at", BigInteger),
    Column("answer", Text, nullable=False, comment="What the second had to say."),
    Index(None, "kind", "subject"),
    Index(None, "state", "expires_at"),
    comment="What one proposes and a second person must agree to.",
)

approval_look = Table(
    "approval_look",
    metadata,
    Column("approval", ForeignKey("approval.id", ondelete="CASCADE"), primary_key=True),
    Column("staff", String, primary_key=True, comment="Staff id."),
    Column("at", BigInteger, nullable=False),
    comment="Who looked at a proposal's matter before answering.",
)
