"""Closing the whole square and opening it again: by two administrators, or from the machine itself.

What holds is a row in the store and a file in the data folder (`parvis.live.closing`). Closing works by the file alone,
opening never does: `settle` brings the two together, and where they differ the square stays closed.
"""

from __future__ import annotations

import base64
import contextlib
import hmac
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from parvis.core import closing as rules
from parvis.core.approval import Approval, Kind, Objection, State
from parvis.core.clock import DAY, SECOND, Instant, day_of
from parvis.core.closing import Notice, Wanted
from parvis.core.ids import ApprovalId, Entropy, StaffId, fresh_word
from parvis.core.staff import Act, Staff, may
from parvis.live import closing as file
from parvis.live.closing import Closed
from parvis.moderation import team
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import approvals, closings
from parvis.store.closings import Kept
from parvis.store.database import Reading
from parvis.store.ledger import Head
from parvis.store.writer import Tx

SUBJECT = "square"
SEAL_MS = SECOND
"""After so long the last sockets are gone and what they said is written: then the last head is signed."""
CODE_BYTES = 10
WHY_MAX = 2_000
NO_OPINION = Refused(text_key="refuse-closing-why")
NOT_ASKED = Refused(text_key="refuse-closing-not-asked")
NOT_CLOSED = Refused(text_key="refuse-closing-not-closed")
WAITS = Refused(text_key="refuse-closing-waits")
BAD_CODE = Refused(text_key="refuse-closing-code")
ONE_PERSON = Refused(text_key="refuse-closing-one-person")
_Step = Callable[[Tx, Approval, Staff, Instant], Approval | Objection]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What two agree to: this closing, or the end of that one."""

    close: Wanted | None = None
    reopen: str = ""
    """The id of the closing that shall end."""


# ---------------------------------------------------------------- from the machine itself


def drafted(folder: Path, wanted: Wanted, *, now: Instant, origin: str, entropy: Entropy) -> Notice | Refused:
    """The notice of a closing from the machine itself, asking the folder alone; whoever writes it there has closed."""
    tidy = rules.tidied(wanted)
    with contextlib.suppress(ValueError):
        refused = _objection(tidy, file.read(folder))
        if refused is not None:
            return refused
    return rules.notice_of(tidy, fresh_word(entropy), day_of(now), origin, now, None, None)


async def keep(office: Office, notice: Notice) -> Head:
    """Write a closing down, unless it is, and sign the ledger's last head into its row."""

    def work(tx: Tx) -> None:
        if closings.find(tx.conn, notice.id) is None:
            closings.add(tx, notice)

    await office.db.write(work)
    return await office.db.write(lambda tx: closings.sign_head(tx, notice.id, office.keys.ledger))


async def reopen_with(office: Office, codes: Sequence[str], why: str) -> Kept | Refused:
    """Open by the codes of two administrators, from the machine itself; a running server follows at once."""
    now, words = office.clock.now(), why.strip()[:WHY_MAX]

    def work(tx: Tx) -> Kept | Refused:
        one = closings.standing(tx.conn)
        if one is None:
            return NOT_CLOSED
        people = [_whose(office, tx, code, one.notice.id, now) for code in codes]
        if len(people) != 2 or None in people:
            return BAD_CODE
        first, second = (who for who in people if who)
        if first.id == second.id:
            return ONE_PERSON
        closings.end(tx, now, first.id, second.id, words)
        return one

    done = await office.db.write(work)
    if isinstance(done, Kept):
        file.remove(office.db.folder)
    return done


async def draw_code(office: Office, who: StaffId) -> str | Refused:
    """One administrator's word for the shell that this closing may end; good for today and tomorrow (UTC)."""
    now = office.clock.now()

    def work(tx: Tx) -> str | Refused:
        one, by = closings.standing(tx.conn), team.member(tx, who)
        if one is None:
            return NOT_CLOSED
        if by is None or not may(by, Act.CLOSE):
            return team.NO_RIGHT
        tx.record("closing.code_drawn", {"closing": one.notice.id, "staff": by.id})
        return _code(office, by, one.notice.id, day_of(now))

    return await office.db.write(work)


# ---------------------------------------------------------------- by two, on the page


async def propose(office: Office, who: StaffId, wanted: Wanted | None, opinion: str) -> Approval | Refused:
    """Propose a closing, or (None) that the one that stands ends."""
    tidy, said = rules.tidied(wanted) if wanted else None, opinion.strip()
    if not said:
        return NO_OPINION
    word = ApprovalId(fresh_word(office.entropy))

    def work(tx: Tx) -> Approval | Objection | Refused:
        now, stands, by = office.clock.now(), closings.standing(tx.conn), team.member(tx, who)
        if by is None:
            return team.NO_RIGHT
        if asked_for(tx.conn, now) is not None:
            return WAITS
        if tidy is None and stands is None:
            return NOT_CLOSED
        refused = _objection(tidy, stands.notice if stands else None) if tidy else None
        if refused is not None:
            return refused
        asked = Asked(close=tidy) if tidy else Asked(reopen=stands.notice.id if stands else "")
        draft = approvals.Draft(
            id=word, kind=Kind.CLOSING, subject=SUBJECT, payload=msgspec.json.encode(asked), opinion=said,
            hours=office.config.team.approval_hours,
        )  # fmt: skip
        return approvals.propose(tx, draft, by, now)

    return _answered(await office.db.write(work))


async def look(office: Office, who: StaffId) -> Approval | Refused:
    """Record that somebody looked at what was proposed, in order to answer; then they may read why."""
    return await _step(office, who, lambda tx, asked, by, now: approvals.look(tx, asked.id, by, now))


async def decline(office: Office, who: StaffId, words: str) -> Approval | Refused:
    """The second does not agree."""
    return await _step(office, who, lambda tx, asked, by, now: approvals.reject(tx, asked.id, by, words, now))


async def withdraw(office: Office, who: StaffId) -> Approval | Refused:
    """The proposer takes it back."""
    return await _step(office, who, lambda tx, asked, by, now: approvals.withdraw(tx, asked.id, by, now))


async def agree(office: Office, closed: Closed, who: StaffId, words: str) -> Kept | Refused:
    """The second agrees: it is closed, or open again, before this returns."""
    word = fresh_word(office.entropy)

    def work(tx: Tx) -> Kept | Objection | Refused:
        now, by = office.clock.now(), team.member(tx, who)
        asked = asked_for(tx.conn, now)
        if asked is None or by is None:
            return NOT_ASKED
        agreed = approvals.second(tx, asked.id, by, words, now, office.config.team.pair_quota)
        if isinstance(agreed, Objection):
            return agreed
        used = approvals.use(tx, asked.id, Kind.CLOSING, SUBJECT, asked.payload, now)
        return used if isinstance(used, Objection) else _done(tx, office, asked, by, word, now)

    done = await office.db.write(work)
    if not isinstance(done, Kept):
        return _refused(done)
    if done.ended_at is not None:
        file.remove(office.db.folder)
        closed.open()
        return done
    closed.close(done.notice)
    file.write(office.db.folder, done.notice)
    closed.look()
    return done


def asked_for(conn: Reading, now: Instant) -> Approval | None:
    """The proposal that waits for a second person."""
    asked = approvals.of_subject(conn, Kind.CLOSING, SUBJECT)
    return next((one for one in asked if one.state_at(now) is State.OPEN), None)


def wanted_by(asked: Approval) -> Asked:
    """What a proposal is for."""
    return msgspec.json.decode(asked.payload, type=Asked)


# ---------------------------------------------------------------- row and file


async def settle(office: Office, closed: Closed) -> None:
    """Bring row and file together. StoreUnavailable leaves what is closed closed."""
    found = _in_folder(office.db.folder)

    def look(conn: Reading) -> tuple[Kept | None, Kept | None]:
        return closings.standing(conn), closings.find(conn, found.id) if found else None

    stands, own = await office.db.read(look)
    if found is not None and own is None and found.id:
        await keep(office, found)
    elif stands is not None and (found is None or found.id != stands.notice.id):
        file.write(office.db.folder, stands.notice)
        closed.look()
        closed.close(stands.notice)
    elif stands is None and (found is None or found.id):
        file.remove(office.db.folder)
        closed.look()
        closed.open()


class Keeper:
    """By the clock: row and file agree, and once everybody is gone the last head is signed."""

    def __init__(self, office: Office, closed: Closed) -> None:
        self._office, self._closed = office, closed
        self._settled: str | None = None
        self._sealed: str | None = None

    async def tend(self) -> None:
        """Nothing at all while nothing changes."""
        if self._is_news():
            await settle(self._office, self._closed)
            self._settled = self._closed.notice.id if self._closed.notice else None
        notice = self._closed.notice
        if notice is not None and notice.id != self._sealed and self._office.clock.now() >= notice.at + SEAL_MS:
            await self._seal(notice)
            self._sealed = notice.id

    def _is_news(self) -> bool:
        return self._closed.is_lost or (self._closed.notice.id if self._closed.notice else None) != self._settled

    async def _seal(self, notice: Notice) -> None:
        kept = await self._office.db.read(lambda conn: closings.find(conn, notice.id))
        if kept is not None and (kept.head is None or kept.head.at < notice.at + SEAL_MS):
            await self._office.db.write(lambda tx: closings.sign_head(tx, notice.id, self._office.keys.ledger))


# ---------------------------------------------------------------- within


def _objection(wanted: Wanted, stands: Notice | None) -> Refused | None:
    fault = rules.fault_in(wanted)
    if fault is not None:
        return Refused(text_key=fault.text_key, args=fault.args)
    if stands is not None and stands.id and not wanted.kind.outranks(stands.kind):
        return Refused(text_key="refuse-closing-closed", args={"day": stands.day})
    return None


def _done(tx: Tx, office: Office, asked: Approval, by: Staff, word: str, now: Instant) -> Kept | Refused:
    """What was agreed to, in the same transaction."""
    wanted, stands = wanted_by(asked), closings.standing(tx.conn)
    if wanted.close is None:
        if stands is None or stands.notice.id != wanted.reopen:
            return NOT_CLOSED
        closings.end(tx, now, asked.proposed_by, by.id, asked.opinion)
        return msgspec.structs.replace(stands, ended_at=now, ended_by=asked.proposed_by, ended_with=by.id)
    refused = _objection(wanted.close, stands.notice if stands else None)
    if refused is not None:
        return refused
    notice = rules.notice_of(
        wanted.close, word, day_of(now), office.config.square.origin, now, asked.proposed_by, by.id
    )
    closings.add(tx, notice)
    return Kept(notice=notice, review_at=None, head=closings.sign_head(tx, notice.id, office.keys.ledger))


async def _step(office: Office, who: StaffId, step: _Step) -> Approval | Refused:
    def work(tx: Tx) -> Approval | Objection | Refused:
        now, by = office.clock.now(), team.member(tx, who)
        asked = asked_for(tx.conn, now)
        return NOT_ASKED if asked is None or by is None else step(tx, asked, by, now)

    return _answered(await office.db.write(work))


def _answered(given: Approval | Objection | Refused) -> Approval | Refused:
    return given if isinstance(given, Approval) else _refused(given)


def _refused(given: Objection | Refused) -> Refused:
    return Refused(text_key=f"refuse-pair-{given.value}") if isinstance(given, Objection) else given


def _in_folder(folder: Path) -> Notice | None:
    try:
        return file.read(folder)
    except ValueError:
        return rules.unreadable(Instant(0), "")


def _code(office: Office, who: Staff, closing_id: str, day: str) -> str:
    """Drawn from the server's own secret, so that nothing has to be kept; worthless once that closing has ended."""
    drawn = bytes.fromhex(office.keys.hash("reopen", f"{closing_id}:{who.id}:{day}"))[:CODE_BYTES]
    letters = base64.b32encode(drawn).decode().lower()
    return "-".join([str(who.number), *(letters[at : at + 4] for at in range(0, len(letters), 4))])


def _whose(office: Office, tx: Tx, typed: str, closing_id: str, now: Instant) -> Staff | None:
    """Which administrator drew it, today or yesterday."""
    code = "-".join(typed.lower().split())
    for one in team.everybody(tx).values():
        if may(one, Act.CLOSE):
            for day in (day_of(now), day_of(Instant(now - DAY))):
                if hmac.compare_digest(_code(office, one, closing_id, day).encode(), code.encode()):
                    return one
    return None
