"""The team: staff, passkeys, invitations, sessions, shifts, the log of looks, and what two people agree to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_alarm",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False, comment="Staff id: whose doing it was."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False, comment="How often it happened."),
        sa.Column("seen_by", sa.String(), nullable=True, comment="Staff id of the administrator who looked into it."),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False, comment="What they found."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_alarm")),
        comment="What administrators must look into.",
    )
    op.create_index(op.f("ix_access_alarm_staff_kind_at"), "access_alarm", ["staff", "kind", "at"], unique=False)
    op.create_table(
        "access_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False, comment="Staff id; kept when the person is forgotten."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False, comment="core.looking.Purpose."),
        sa.Column("words", sa.Text(), nullable=False, comment="What the person added to the purpose."),
        sa.Column("what", sa.String(), nullable=False, comment="core.looking.Sight."),
        sa.Column("object", sa.String(), nullable=False, comment="The id of what was looked at."),
        sa.Column("case", sa.String(), nullable=True, comment="The case it belongs to."),
        sa.Column("on_duty", sa.Integer(), nullable=False, comment="1 when that person was on duty."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_event")),
        comment="Each look at private data, noted before anything was shown.",
    )
    op.create_index(op.f("ix_access_event_at"), "access_event", ["at"], unique=False)
    op.create_index(op.f("ix_access_event_case"), "access_event", ["case"], unique=False)
    op.create_index(op.f("ix_access_event_staff_at"), "access_event", ["staff", "at"], unique=False)
    op.create_table(
        "approval",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False, comment="What it is about: an id."),
        sa.Column(
            "payload", sa.LargeBinary(), nullable=False, comment="Exactly what would be done: JSON of ids and codes."
        ),
        sa.Column("digest", sa.String(), nullable=False, comment="SHA-256 of the payload, hex."),
        sa.Column("proposed_by", sa.String(), nullable=False, comment="Staff id."),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "opinion", sa.Text(), nullable=False, comment="The proposer's, withheld until the second has looked."
        ),
        sa.Column("state", sa.String(), nullable=False, comment="core.approval.State, but for time."),
        sa.Column(
            "emergency_until", sa.BigInteger(), nullable=True, comment="Until when the proposer may protect alone."
        ),
        sa.Column("decided_by", sa.String(), nullable=True, comment="Staff id of the second."),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False, comment="What the second had to say."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        comment="What one proposes and a second person must agree to.",
    )
    op.create_index(op.f("ix_approval_kind_subject"), "approval", ["kind", "subject"], unique=False)
    op.create_index(op.f("ix_approval_state_expires_at"), "approval", ["state", "expires_at"], unique=False)
    op.create_table(
        "staff",
        sa.Column("number", sa.Integer(), nullable=False, comment="What people outside see; never given twice."),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="For colleagues only."),
        sa.Column("roles", sa.Text(), nullable=False, comment="JSON: a list of core.staff.Role."),
        sa.Column("languages", sa.Text(), nullable=False, comment="JSON: a list of language codes."),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="When they enrolled."),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_staff")),
        sa.UniqueConstraint("id", name=op.f("uq_staff_id")),
        comment="The team, and who left it.",
        sqlite_autoincrement=True,
    )
    op.create_table(
        "approval_look",
        sa.Column("approval", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False, comment="Staff id."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval"], ["approval.id"], name=op.f("fk_approval_look_approval"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("approval", "staff", name=op.f("pk_approval_look")),
        comment="Who looked at a proposal's matter before answering.",
    )
    op.create_table(
        "staff_invite",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="Whom it is for, as the inviter calls them."),
        sa.Column("roles", sa.Text(), nullable=False, comment="JSON: a list of core.staff.Role."),
        sa.Column("staff", sa.String(), nullable=True, comment="For a recovery: whose."),
        sa.Column("made_by", sa.String(), nullable=True, comment="Staff id; null for whoever owns the machine."),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name=op.f("fk_staff_invite_staff"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invite")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_invite_token_hash")),
        comment="One-time ways into the team, as keyed hashes only.",
    )
    op.create_table(
        "staff_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("credential", sa.String(), nullable=False, comment="The credential id, base64url."),
        sa.Column("public_key", sa.LargeBinary(), nullable=False, comment="COSE."),
        sa.Column(
            "sign_count",
            sa.BigInteger(),
            nullable=False,
            comment="As the authenticator last counted; 0 where it does not.",
        ),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_why", sa.String(), nullable=True, comment="lost, replaced, left, cloned."),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name=op.f("fk_staff_key_staff"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_key")),
        sa.UniqueConstraint("credential", name=op.f("uq_staff_key_credential")),
        comment="Passkeys: public halves only.",
    )
    op.create_index(op.f("ix_staff_key_staff"), "staff_key", ["staff"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False, comment="The passkey it was begun with."),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="However busy."),
        sa.Column("stepped_up_at", sa.BigInteger(), nullable=False, comment="The last touch of the passkey."),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=True, comment="signed-out, idle, expired, revoked, left."),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name=op.f("fk_staff_session_staff"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
        comment="Sign-ins of the team.",
    )
    op.create_index(op.f("ix_staff_session_staff"), "staff_session", ["staff"], unique=False)
    op.create_table(
        "staff_shift",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name=op.f("fk_staff_shift_staff"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_shift")),
        comment="Who was on duty when.",
    )
    op.create_index(op.f("ix_staff_shift_staff_begun_at"), "staff_shift", ["staff", "begun_at"], unique=False)


def downgrade() -> None:
    op.drop_table("approval_look")
    op.drop_table("approval")
    op.drop_table("access_alarm")
    op.drop_table("access_event")
    op.drop_table("staff_shift")
    op.drop_table("staff_session")
    op.drop_table("staff_invite")
    op.drop_table("staff_key")
    op.drop_table("staff")
