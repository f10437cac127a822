"""The desk opens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case", sa.String(), nullable=False, comment="What it contests a decision on."),
        sa.Column(
            "statement", sa.String(), nullable=True, comment="For the person a decision hit; at most one appeal each."
        ),
        sa.Column("report", sa.String(), nullable=True, comment="For a reporter whose report led to nothing."),
        sa.Column("appellant", sa.String(), nullable=False, comment="core.casework.Appellant."),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("lodged_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("first_decider", sa.String(), nullable=True, comment="May not decide it."),
        sa.Column(
            "second_decider",
            sa.String(),
            nullable=True,
            comment="Seconded the first decision; may not decide it either.",
        ),
        sa.Column("outcome", sa.String(), nullable=True, comment="core.casework.Outcome."),
        sa.Column("answer", sa.Text(), nullable=True, comment="JSON: reasons by language."),
        sa.Column("decided_by", sa.String(), nullable=True, comment="Staff id."),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("report", name=op.f("uq_appeal_report")),
        sa.UniqueConstraint("statement", name=op.f("uq_appeal_statement")),
        comment="Appeals against decisions (Art. 20).",
    )
    op.create_index(op.f("ix_appeal_case"), "appeal", ["case"], unique=False)
    op.create_index(op.f("ix_appeal_decided_at_due_at"), "appeal", ["decided_at", "due_at"], unique=False)

    op.create_table(
        "case",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="What people say to each other; from 1."),
        sa.Column("subject", sa.String(), nullable=False, comment="Kind and ref; at most one open case has the same."),
        sa.Column("subject_kind", sa.String(), nullable=False, comment="core.casework.SubjectKind."),
        sa.Column(
            "subject_ref", sa.String(), nullable=False, comment="A message's mid, a visit's or room's id, a short word."
        ),
        sa.Column("conversation", sa.String(), nullable=True, comment="Where the message stands."),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column(
            "author", sa.Text(), nullable=True, comment="JSON of core.casework.Identity: whom a decision would hit."
        ),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False, comment="How it first came."),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("harm", sa.String(), nullable=False, comment="core.policy.Harm."),
        sa.Column("queue", sa.String(), nullable=False, comment="core.policy.Queue: who may work it."),
        sa.Column("severity", sa.Integer(), nullable=False, comment="1 to 100."),
        sa.Column("priority", sa.Integer(), nullable=False, comment="Greatest first."),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_by", sa.String(), nullable=True, comment="Who claimed it."),
        sa.Column(
            "lease_until", sa.BigInteger(), server_default="0", nullable=False, comment="Until when; 0 when nobody has."
        ),
        sa.Column("hold_until", sa.BigInteger(), nullable=True, comment="For a case put on hold by a person."),
        sa.Column("reports", sa.Integer(), server_default="0", nullable=False, comment="How many joined."),
        sa.Column(
            "skips", sa.Integer(), server_default="0", nullable=False, comment="How often somebody passed it on."
        ),
        sa.Column(
            "escalated", sa.Integer(), server_default="0", nullable=False, comment="1 when it waits for the lead."
        ),
        sa.Column("first_decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True, comment="The last one that stands or is on its way."),
        sa.Column("proposal", sa.String(), nullable=True, comment="The decision that waits for a second person."),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("last_seq", sa.Integer(), server_default="0", nullable=False, comment="Of its newest event."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
        comment="One matter at the desk; columns after opened_at repeat the fold of its events.",
    )
    op.create_index("case_in_line", "case", ["closed_at", "queue", "priority", "due_at"], unique=False)
    op.create_index(op.f("ix_case_closed_at_due_at"), "case", ["closed_at", "due_at"], unique=False)
    op.create_index(op.f("ix_case_subject"), "case", ["subject"], unique=False)
    op.create_index(
        "one_open_case",
        "case",
        ["subject"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "draft_text",
        sa.Column("id", sa.String(), nullable=False, comment="Short name, such as insult-room."),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False, comment="Counts from 1."),
        sa.Column("harm", sa.String(), nullable=False, comment="core.policy.Harm it is offered for."),
        sa.Column(
            "facts", sa.Text(), nullable=False, comment="JSON: text by language; ### marks a blank that must be filled."
        ),
        sa.Column("by", sa.String(), nullable=True, comment="Staff id; null for those that come with Parvis."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_draft_text")),
        comment="Templates for the facts of a statement.",
    )
    op.create_table(
        "exposure",
        sa.Column("staff", sa.String(), nullable=False, comment="Staff id."),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("harm", sa.String(), nullable=False, comment="core.policy.Harm."),
        sa.Column("seconds", sa.Integer(), nullable=False, comment="With such cases open before one."),
        sa.Column("items", sa.Integer(), nullable=False, comment="Such pieces of evidence looked at."),
        sa.PrimaryKeyConstraint("staff", "day", "harm", name=op.f("pk_exposure")),
        comment="How much of what somebody of the team had before their eyes, for their own protection.",
    )
    op.create_table(
        "flagger",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="The organisation's."),
        sa.Column("contact", sa.String(), nullable=False, comment="How the operator reaches it."),
        sa.Column("harms", sa.Text(), nullable=False, comment="JSON: harms it was named for."),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="When it was registered."),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flagger")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_flagger_token_hash")),
        comment="Trusted flaggers (Art. 22), registered by the operator.",
    )
    op.create_table(
        "quality_sample",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="decision, or message for one that nobody reported."),
        sa.Column("ref", sa.String(), nullable=False, comment="The decision's id or the message's mid."),
        sa.Column(
            "shown", sa.Text(), nullable=False, comment="JSON: what the reviewer sees, without who decided what."
        ),
        sa.Column("drawn_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "not_by", sa.String(), nullable=True, comment="Staff id of the first decider, who may not review it."
        ),
        sa.Column("by", sa.String(), nullable=True, comment="Staff id of the reviewer."),
        sa.Column(
            "verdict",
            sa.String(),
            nullable=True,
            comment="agree, differ, or harm for a message that should have been stopped.",
        ),
        sa.Column("note", sa.Text(), nullable=True, comment="The reviewer's words."),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_sample")),
        comment="A blind second look at some decisions and delivered messages.",
    )
    op.create_index(op.f("ix_quality_sample_at_drawn_at"), "quality_sample", ["at", "drawn_at"], unique=False)

    op.create_table(
        "refusal",
        sa.Column("mid", sa.String(), nullable=False, comment="Of the message that was not delivered."),
        sa.Column("visit", sa.String(), nullable=False, comment="Who wanted to say it."),
        sa.Column("pass_id", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True, comment="HMAC of the device cookie."),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False, comment="Where."),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False, comment="JSON of its text key and what fills it."),
        sa.Column("checks", sa.String(), nullable=False, comment="JSON: which checks of the guard found it."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("statement", sa.String(), nullable=True, comment="The statement issued on request."),
        sa.PrimaryKeyConstraint("mid", name=op.f("pk_refusal")),
        comment="What the guard refused by itself, for a few days, so that reasons can be given.",
    )
    op.create_index(op.f("ix_refusal_at"), "refusal", ["at"], unique=False)
    op.create_index(op.f("ix_refusal_visit"), "refusal", ["visit"], unique=False)

    op.create_table(
        "room_measure",
        sa.Column("room", sa.String(), nullable=False, comment="The room's id."),
        sa.Column("measure", sa.String(), nullable=False, comment="close-room, slow-room or premoderate."),
        sa.Column("action", sa.String(), nullable=False, comment="Which decision's measure it is."),
        sa.Column(
            "amount", sa.Integer(), nullable=True, comment="Seconds between messages, or how many first messages wait."
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("room", "measure", name=op.f("pk_room_measure")),
        comment="What the desk did to rooms, until it is taken back.",
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("puid", sa.String(), nullable=False, comment="Towards the Transparency Database."),
        sa.Column("code_hash", sa.String(), nullable=False, comment="Of the code that opens it."),
        sa.Column("case", sa.String(), nullable=True, comment="Null for an automatic refusal."),
        sa.Column("decision", sa.String(), nullable=True, comment="Null for an automatic refusal."),
        sa.Column("visit", sa.String(), nullable=False, comment="Whom it is addressed to."),
        sa.Column("pass_id", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True, comment="HMAC of the addressee's device cookie."),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False, comment="JSON of core.casework.Statement."),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_statement_code_hash")),
        sa.UniqueConstraint("puid", name=op.f("uq_statement_puid")),
        comment="Statements of reasons (Regulation (EU) 2022/2065, Art. 17).",
    )
    op.create_index(op.f("ix_statement_decision"), "statement", ["decision"], unique=False)
    op.create_index(op.f("ix_statement_device"), "statement", ["device"], unique=False)
    op.create_index(op.f("ix_statement_pass_id"), "statement", ["pass_id"], unique=False)
    op.create_index(op.f("ix_statement_visit"), "statement", ["visit"], unique=False)

    op.create_table(
        "case_event",
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "by", sa.String(), nullable=True, comment="Staff id; null for the house and for people outside the team."
        ),
        sa.Column("body", sa.Text(), nullable=False, comment="JSON."),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_case_event_case"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_case_event")),
        comment="What happened to a case, appended and never changed.",
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False, comment="core.casework.DecisionState."),
        sa.Column("by", sa.String(), nullable=False, comment="Staff id."),
        sa.Column("seconded_by", sa.String(), nullable=True, comment="Staff id of the second person."),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("execute_at", sa.BigInteger(), nullable=False),
        sa.Column("executed_at", sa.BigInteger(), nullable=True),
        sa.Column("harm", sa.String(), nullable=False, comment="As decided."),
        sa.Column("choice", sa.Text(), nullable=False, comment="JSON of core.casework.Choice."),
        sa.Column("terms_version", sa.String(), nullable=False, comment="The terms it applied."),
        sa.Column("supersedes", sa.String(), nullable=True, comment="An earlier decision that this one replaces."),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_decision_case"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        comment="What was decided on cases.",
    )
    op.create_index(op.f("ix_decision_case"), "decision", ["case"], unique=False)
    op.create_index(op.f("ix_decision_harm_at"), "decision", ["harm", "at"], unique=False)
    op.create_index(op.f("ix_decision_state_execute_at"), "decision", ["state", "execute_at"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False, comment="Of the receipt code."),
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False, comment="core.casework.Channel."),
        sa.Column("reason", sa.String(), nullable=False, comment="core.policy.Reason."),
        sa.Column("illegal", sa.Integer(), nullable=False, comment="1 when the reporter says that the law is broken."),
        sa.Column("note", sa.Text(), nullable=False, comment="The reporter's words."),
        sa.Column("locations", sa.Text(), nullable=False, comment="JSON: links as given."),
        sa.Column("name", sa.Text(), nullable=False, comment="Of the notifier, when given (Art. 16(2)(c))."),
        sa.Column("email", sa.Text(), nullable=False, comment="Of the notifier, when given."),
        sa.Column("good_faith", sa.Integer(), nullable=False, comment="1 when stated (Art. 16(2)(d))."),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("visit", sa.String(), nullable=True, comment="The reporter's, when from inside."),
        sa.Column("pass_id", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True, comment="HMAC of the reporter's device cookie."),
        sa.Column(
            "network",
            sa.String(),
            nullable=True,
            comment="HMAC of the reporter's network prefix under a key of the day.",
        ),
        sa.Column("flagger", sa.String(), nullable=True, comment="The trusted flagger's id."),
        sa.Column(
            "dedupe",
            sa.String(),
            nullable=True,
            comment="Key under which a repeat by the same person is the same report.",
        ),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column(
            "unfounded",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="1 when found manifestly so (Art. 23(2)).",
        ),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_report_case"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_report_code_hash")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_report_dedupe")),
        comment="Reports and notices as they came.",
    )
    op.create_index(op.f("ix_report_case"), "report", ["case"], unique=False)
    op.create_index(op.f("ix_report_flagger"), "report", ["flagger"], unique=False)
    op.create_index(op.f("ix_report_pass_id"), "report", ["pass_id"], unique=False)

    op.create_table(
        "action",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("case", sa.String(), nullable=False, comment="Of its decision."),
        sa.Column("measure", sa.String(), nullable=False, comment="core.policy.Measure."),
        sa.Column("wish", sa.Text(), nullable=False, comment="JSON of core.casework.Wish."),
        sa.Column("state", sa.String(), nullable=False, comment="core.casework.ActionState."),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["decision"], ["decision.id"], name=op.f("fk_action_decision"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        comment="Measures that were taken.",
    )
    op.create_index(op.f("ix_action_decision"), "action", ["decision"], unique=False)
    op.create_index(op.f("ix_action_state_ends_at"), "action", ["state", "ends_at"], unique=False)

    op.create_table(
        "sanction",
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("class_kind", sa.String(), nullable=False, comment="pass, device, or network for friction only."),
        sa.Column("class_key", sa.String(), nullable=False, comment="The pass' id or the HMAC."),
        sa.Column("measure", sa.String(), nullable=False, comment="core.policy.Measure."),
        sa.Column("feature", sa.String(), nullable=True, comment="core.policy.Feature, for limits."),
        sa.Column("statement", sa.String(), nullable=True, comment="What the person reads at the door."),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_sanction_action"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("action", "class_kind", "class_key", name=op.f("pk_sanction")),
        comment="Restrictions by identity class, as the door and the square ask for them.",
    )
    op.create_index(op.f("ix_sanction_class_key"), "sanction", ["class_key"], unique=False)


def downgrade() -> None:
    op.drop_table("sanction")
    op.drop_table("action")
    op.drop_table("report")
    op.drop_table("decision")
    op.drop_table("case_event")
    op.drop_table("statement")
    op.drop_table("room_measure")
    op.drop_table("refusal")
    op.drop_table("quality_sample")
    op.drop_table("flagger")
    op.drop_table("exposure")
    op.drop_table("draft_text")
    op.drop_table("case")
    op.drop_table("appeal")
