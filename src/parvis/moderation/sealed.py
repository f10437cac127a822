"""Sealed evidence leaves the house: one person asks, another agrees, one of the two takes it out, once, still sealed.

Nobody here can read it; who opens it is whoever keeps the operator's key (``docs/operate/keys.md``).
"""

from __future__ import annotations

from enum import Enum

import msgspec

from parvis.core.approval import Approval, Kind, Objection, State, digest_of
from parvis.core.clock import Instant
from parvis.core.exhibit import Exhibit
from parvis.core.ids import ApprovalId, ExhibitId, StaffId, fresh_word
from parvis.moderation import pairing, team
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import approvals, exhibits
from parvis.store.database import Reading
from parvis.store.writer import Tx

GONE = Refused(text_key="refuse-sealed-gone")
NOT_AGREED = Refused(text_key="refuse-sealed-not-agreed")
NOT_ONE_OF_TWO = Refused(text_key="refuse-sealed-not-one-of-two")


class Answer(Enum):
    """What the second says."""

    AGREE = "agree"
    DECLINE = "decline"


def _payload(one: Exhibit) -> bytes:
    """What the second agrees to: this piece, with this content."""
    return msgspec.json.encode({"exhibit": one.id, "digest": one.digest})


def asked_for(conn: Reading, one: Exhibit) -> Approval | None:
    """The newest proposal to take this piece out."""
    if one.case is None:
        return None
    digest, asked = digest_of(_payload(one)), approvals.of_subject(conn, Kind.OPEN_BEYOND, one.case)
    return next((each for each in asked if each.digest == digest), None)


def waiting(conn: Reading, now: Instant) -> list[tuple[Exhibit, Approval]]:
    """Requests that nobody has answered, with the pieces they are about; of destroyed ones, none."""
    found: list[tuple[Exhibit, Approval]] = []
    for asked in approvals.waiting(conn, now, Kind.OPEN_BEYOND):
        wanted = msgspec.json.decode(asked.payload, type=_Wanted)
        one = _there(conn, wanted.exhibit)
        if one is not None:
            found.append((one, asked))
    return found


class _Wanted(msgspec.Struct):
    """The payload, read back."""

    exhibit: ExhibitId


def _there(conn: Reading, exhibit: ExhibitId) -> Exhibit | None:
    """The piece, while it is sealed, belongs to a case, and has not been destroyed."""
    one = exhibits.read(conn, exhibit)
    return one if one is not None and one.sealed is not None and one.case is not None else None


async def ask(office: Office, who: StaffId, exhibit: ExhibitId, why: str) -> Approval | Refused:
    """Ask a second person; ``why`` is shown to them once they have looked."""
    approval_id = ApprovalId(fresh_word(office.entropy))

    def work(tx: Tx) -> Approval | Objection | Refused:
        one, by = _there(tx.conn, exhibit), team.member(tx, who)
        if one is None or one.case is None:
            return GONE
        if by is None:
            return team.NO_RIGHT
        draft = approvals.Draft(
            id=approval_id, kind=Kind.OPEN_BEYOND, subject=one.case, payload=_payload(one), opinion=why,
            hours=office.config.team.approval_hours,
        )  # fmt: skip
        return approvals.propose(tx, draft, by, office.clock.now())

    return _said(await office.db.write(work))


async def look(office: Office, who: StaffId, exhibit: ExhibitId) -> Approval | Refused:
    """Record that somebody looks at the request in order to answer it; then they may read why."""

    def work(tx: Tx) -> Approval | Objection | Refused:
        one, by = _there(tx.conn, exhibit), team.member(tx, who)
        asked = asked_for(tx.conn, one) if one else None
        if asked is None:
            return GONE
        return team.NO_RIGHT if by is None else approvals.look(tx, asked.id, by, office.clock.now())

    return _said(await office.db.write(work))


async def answer(office: Office, who: StaffId, exhibit: ExhibitId, said: Answer, words: str) -> Approval | Refused:
    """Agree or not, having looked; never the one who asked."""

    def work(tx: Tx) -> Approval | Objection | Refused:
        one, by, now = _there(tx.conn, exhibit), team.member(tx, who), office.clock.now()
        asked = asked_for(tx.conn, one) if one else None
        if asked is None:
            return GONE
        if by is None:
            return team.NO_RIGHT
        if said is Answer.AGREE:
            return approvals.second(tx, asked.id, by, words, now, office.config.team.pair_quota)
        return approvals.reject(tx, asked.id, by, words, now)

    return _said(await office.db.write(work))


async def take_out(office: Office, who: StaffId, exhibit: ExhibitId) -> Exhibit | Refused:
    """The sealed piece, for one of the two who agreed; that it left stands in the ledger, and uses the agreement up."""

    def work(tx: Tx) -> Exhibit | Refused:
        one, now = _there(tx.conn, exhibit), office.clock.now()
        if one is None or one.case is None:
            return GONE
        asked = asked_for(tx.conn, one)
        if asked is None or asked.state_at(now) is not State.APPROVED:
            return NOT_AGREED
        if who not in (asked.proposed_by, asked.decided_by):
            return NOT_ONE_OF_TWO
        refused = pairing.answered(approvals.use(tx, asked.id, Kind.OPEN_BEYOND, one.case, _payload(one), now))
        return refused or exhibits.hand_out(tx, exhibit, to=who, why=asked.id) or GONE

    return await office.db.write(work)


def _said(given: Approval | Objection | Refused) -> Approval | Refused:
    if isinstance(given, Objection):
        return Refused(text_key=f"refuse-pair-{given.value}")
    return given
