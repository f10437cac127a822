"""Rooms that visitors proposed: approved or declined by the team, closed with reasons, ended when nobody speaks there.

Whatever becomes of a proposal is a letter to whoever proposed it; one that takes something can be contested, and an
appeal that succeeds puts the proposal back in line, or opens the room again.
"""

from __future__ import annotations

from functools import partial

from parvis.core.casework import Automated, Ground, Statement, StatementKind
from parvis.core.clock import DAY, Instant
from parvis.core.ids import ProposalId, RoomId, StaffId, StatementId, fresh_word
from parvis.core.policy import RULES, TERMS_VERSION, Harm
from parvis.core.rooms import NAME_MAX, REASONS_MAX, TOPIC_MAX, WAIT_DAYS, Proposal, ProposalState, room_id
from parvis.core.staff import Act, may
from parvis.core.talk import Room
from parvis.core.text import is_blank, length, tidy_message, tidy_nickname
from parvis.live.effects import DeskMoved, RoomListed
from parvis.moderation import statements, team
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import proposals
from parvis.store import rooms as stored
from parvis.store.writer import Tx

UNKNOWN = Refused(text_key="refuse-proposal-unknown")
DECIDED = Refused(text_key="refuse-proposal-decided")
NO_REASONS = Refused(text_key="refuse-proposal-reasons")
TOO_LONG = Refused(text_key="refuse-proposal-long", args={"max": REASONS_MAX})
NO_RULE = 0
"""For a room that no rule forbids, and that does not fit the square all the same."""


# ---------------------------------------------------------------- looking


async def waiting(office: Office) -> list[Proposal]:
    """Proposals without an answer, the oldest first."""
    return await office.db.read(lambda conn: proposals.in_state(conn, ProposalState.WAITING))


async def open_ones(office: Office) -> list[Proposal]:
    """Rooms that visitors proposed and that are open, the oldest first."""
    return await office.db.read(lambda conn: proposals.in_state(conn, ProposalState.APPROVED))


# ---------------------------------------------------------------- deciding


async def approve(
    office: Office, who: StaffId, proposal: ProposalId, texts: dict[str, tuple[str, str]], *, sensitive: bool
) -> Proposal | Refused:
    """Open the room. ``texts`` are name and topic in languages its proposer did not write; theirs stay as they are.

    ``sensitive``: being there says something intimate, so coming in asks for a consent of its own (GDPR Art. 9(2)(a)).
    """

    def work(tx: Tx) -> Proposal | Refused:
        one, now = _waiting_for(tx, who, proposal), office.clock.now()
        if isinstance(one, Refused):
            return one
        name, topic = dict(one.name), dict(one.topic)
        for lang, (called, said) in texts.items():
            if lang not in name and tidy_nickname(called):
                name[lang], topic[lang] = tidy_nickname(called)[:NAME_MAX], tidy_nickname(said)[:TOPIC_MAX]
        room = Room(
            id=room_id(next(iter(name.values())), fresh_word(office.entropy)), name=name, topic=topic,
            sensitive=sensitive,
        )  # fmt: skip
        stored.open_proposed(tx, room, one.id, now)
        letter = _write(tx, office, one, who, "opened", {}, NO_RULE)
        _tell(tx, office, room.id)
        return proposals.move(tx, one, ProposalState.APPROVED, who, now, room=room.id, statement=letter)

    return await office.db.write(work)


async def decline(
    office: Office, who: StaffId, proposal: ProposalId, reasons: dict[str, str], rule: int = NO_RULE
) -> Proposal | Refused:
    """Do not open it, and say why, at least in one language; ``rule`` is the one it is against, if any."""
    words = _words(reasons)
    if isinstance(words, Refused):
        return words

    def work(tx: Tx) -> Proposal | Refused:
        one = _waiting_for(tx, who, proposal)
        if isinstance(one, Refused):
            return one
        letter = _write(tx, office, one, who, "declined", words, rule)
        tx.after_commit(office.effects.tell, DeskMoved(what="queue"))
        now = office.clock.now()
        return proposals.move(tx, one, ProposalState.DECLINED, who, now, reasons=words, statement=letter)

    return await office.db.write(work)


async def close(
    office: Office, who: StaffId, room: RoomId, reasons: dict[str, str], rule: int = NO_RULE
) -> Proposal | Refused:
    """Close a room that was proposed, for good, and say why; what was said there ends with its own time."""
    words = _words(reasons)
    if isinstance(words, Refused):
        return words

    def work(tx: Tx) -> Proposal | Refused:
        one = proposals.of_room(tx.conn, room)
        if not _has_right(tx, who):
            return team.NO_RIGHT
        if one is None or not stored.end_proposed(tx, room, office.clock.now()):
            return UNKNOWN
        letter = _write(tx, office, one, who, "closed", words, rule)
        _tell(tx, office, room)
        now = office.clock.now()
        return proposals.move(tx, one, ProposalState.CLOSED, who, now, reasons=words, statement=letter)

    return await office.db.write(work)


def give_back(tx: Tx, office: Office, letter: Statement) -> None:
    """An appeal succeeded: what was declined is in line again, what was closed is open again."""
    one, now = proposals.of_statement(tx.conn, letter.id), office.clock.now()
    if one is None:
        return
    if one.state in (ProposalState.DECLINED, ProposalState.LAPSED):
        proposals.move(tx, one, ProposalState.WAITING, None, now)
    elif one.state in (ProposalState.CLOSED, ProposalState.EMPTY) and one.room is not None:
        room = stored.find_any(tx.conn, one.room)
        if room is not None:
            stored.open_proposed(tx, room, one.id, now)
            proposals.move(tx, one, ProposalState.APPROVED, None, now)
            _tell(tx, office, room.id)


def decider_of(tx: Tx, letter: StatementId) -> StaffId | None:
    """Who decided what a letter about a proposal explains: they do not answer the appeal against it."""
    one = proposals.of_statement(tx.conn, letter)
    return one.decided_by if one else None


# ---------------------------------------------------------------- by the clock


async def end_quiet(office: Office) -> int:
    """End rooms in which nobody has spoken for long, and proposals nobody answered; how many."""
    now, keep = office.clock.now(), office.config.proposals.empty_days
    await office.db.write(proposals.note_talk)
    before = Instant(now - keep * DAY)
    quiet = await office.db.read(lambda conn: proposals.quiet_since(conn, before))
    late = [one for one in await waiting(office) if one.at <= now - WAIT_DAYS * DAY]
    ended = sum([await office.db.write(partial(_end, office, one.id, before)) for one in quiet])
    return ended + sum([await office.db.write(partial(_lapse, office, one.id)) for one in late])


def _end(office: Office, proposal: ProposalId, before: Instant, tx: Tx) -> bool:
    one = proposals.find(tx.conn, proposal)
    still = one is not None and any(each.id == one.id for each in proposals.quiet_since(tx.conn, before))
    if one is None or one.room is None or not still or not stored.end_proposed(tx, one.room, office.clock.now()):
        return False
    letter = _write(tx, office, one, None, "empty", {}, NO_RULE)
    _tell(tx, office, one.room)
    proposals.move(tx, one, ProposalState.EMPTY, None, office.clock.now(), statement=letter)
    return True


def _lapse(office: Office, proposal: ProposalId, tx: Tx) -> bool:
    one = proposals.find(tx.conn, proposal)
    if one is None or one.state is not ProposalState.WAITING:
        return False
    letter = _write(tx, office, one, None, "lapsed", {}, NO_RULE)
    proposals.move(tx, one, ProposalState.LAPSED, None, office.clock.now(), statement=letter)
    return True


# ---------------------------------------------------------------- what the steps share


def _has_right(tx: Tx, who: StaffId) -> bool:
    found = team.member(tx, who)
    return found is not None and may(found, Act.OPEN_ROOMS)


def _waiting_for(tx: Tx, who: StaffId, proposal: ProposalId) -> Proposal | Refused:
    """The proposal, if somebody of that right may still answer it."""
    if not _has_right(tx, who):
        return team.NO_RIGHT
    one = proposals.find(tx.conn, proposal)
    if one is None:
        return UNKNOWN
    return one if one.state is ProposalState.WAITING else DECIDED


def _words(reasons: dict[str, str]) -> dict[str, str] | Refused:
    tidy = {lang: tidy_message(text) for lang, text in reasons.items()}
    words = {lang: text for lang, text in tidy.items() if not is_blank(text)}
    if not words:
        return NO_REASONS
    return TOO_LONG if any(length(text) > REASONS_MAX for text in words.values()) else words


def _write(
    tx: Tx, office: Office, one: Proposal, who: StaffId | None, what: str, reasons: dict[str, str], rule: int
) -> StatementId | None:
    """The letter to whoever proposed it; nobody gets one whose visit, pass and device are forgotten."""
    if one.who is None:
        return None
    now, called = office.clock.now(), one.name.get(one.lang) or next(iter(one.name.values()))
    said = one.topic.get(one.lang) or next(iter(one.topic.values()), "")
    kind = StatementKind.ROOM_OPEN if what == "opened" else StatementKind.ROOM
    return statements.keep(tx, office, Statement(
        id=StatementId(fresh_word(office.entropy)), puid=office.entropy(16).hex(), kind=kind, case=None, decision=None,
        addressee=one.who, lang=one.lang, measures=[], harm=Harm.OTHER, ground=Ground.TERMS,
        rule=rule if 0 <= rule <= len(RULES) else NO_RULE, legal_ground="", explanation="", facts=reasons,
        source="SOURCE_VOLUNTARY", automated_detection=False,
        automated=Automated.NOT if who else Automated.FULLY, content_at=one.at,
        quoted="\n".join(part for part in (called, said) if part), terms_version=TERMS_VERSION, issued_at=now,
        expires_at=statements.readable_until(now), decided_by=team.number_of(tx, who) or None if who else None,
        told=f"letter-room-{what}", told_args={"name": called},
    )).id  # fmt: skip


def _tell(tx: Tx, office: Office, room: RoomId) -> None:
    tx.after_commit(office.effects.tell, RoomListed(room=room))
    tx.after_commit(office.effects.tell, DeskMoved(what="queue"))
