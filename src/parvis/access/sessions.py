"""Sign-ins of the team: found by their cookie, ended when idle, and how fresh the last touch of the passkey is."""

from __future__ import annotations

import contextlib

import msgspec

from parvis.access import looks
from parvis.access.means import Means
from parvis.core.clock import DAY, HOUR, MINUTE, Instant
from parvis.core.errors import StoreUnavailable
from parvis.core.ids import KeyId, StaffId, fresh_token, fresh_word
from parvis.core.looking import AlarmKind
from parvis.core.people import Origin
from parvis.core.settings_safety import Team
from parvis.core.staff import Staff
from parvis.store import staff as people
from parvis.store.staff import Session
from parvis.store.writer import Tx

PURPOSE = "staff-session"
DEVICE_PURPOSE = "staff-device"
TOKEN_MAX = 100
TOUCH_MS = MINUTE


class Present(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team, and the sign-in they are here with."""

    staff: Staff
    session: Session


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A fresh sign-in and the secret for its cookie, which is kept nowhere else."""

    present: Present
    token: str


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """Secrets of a sign-in, drawn outside of the transaction, which may run twice."""

    id: str
    token: str
    token_hash: str
    device: str
    """Hash of the browser's own hash: no visit is found by it."""
    alarm_id: str


def draw(means: Means, origin: Origin) -> Draft:
    """Fresh secrets, for somebody who comes from there."""
    token = fresh_token(means.entropy)
    return Draft(
        id=fresh_word(means.entropy), token=token, token_hash=means.keys.hash(PURPOSE, token),
        device=means.keys.hash(DEVICE_PURPOSE, origin.device), alarm_id=fresh_word(means.entropy),
    )  # fmt: skip


def begin(tx: Tx, team: Team, draft: Draft, staff: Staff, key_id: KeyId, now: Instant) -> SignedIn:
    """Keep a sign-in that a touch of the passkey has just begun; a browser that two come from raises an alarm."""
    session = Session(
        id=draft.id, staff=staff.id, key=key_id, begun_at=now, seen_at=now,
        expires_at=Instant(now + team.session_hours * HOUR), stepped_up_at=now,
    )  # fmt: skip
    others = [one for one in people.signed_in_on(tx.conn, draft.device, Instant(now - DAY)) if one != staff.id]
    people.add_session(tx, session, draft.token_hash, draft.device)
    tx.record("staff.signed_in", {"staff": staff.id, "session": session.id, "key": key_id})
    if others:
        one, other = sorted((staff.id, others[0]))
        looks.raise_alarm(tx, draft.alarm_id, AlarmKind.SHARED_DEVICE, one, now, other)
    return SignedIn(present=Present(staff=staff, session=session), token=draft.token)


async def open_session_for(means: Means, token: str, *, touch: bool = True) -> Present | None:
    """Who comes with this cookie; None when the sign-in has ended, was idle for too long, or their time is over.

    ``touch=False`` for what a page asks by itself: it shall not keep anybody signed in who has gone away.
    """
    if not token or len(token) > TOKEN_MAX:
        return None
    hashed, now = means.keys.hash(PURPOSE, token), means.clock.now()
    found = await means.db.read(lambda conn: people.find_session(conn, hashed))
    if found is None:
        return None
    session, staff = found
    if session.seen_at < idle_before(means) or now >= session.expires_at:
        await end_stale(means)
        return None
    if touch and now - session.seen_at >= TOUCH_MS:
        with contextlib.suppress(StoreUnavailable):  # while nothing can be written, the team still reads
            await means.db.write(lambda tx: people.touch_session(tx, session.id, now))
    return Present(staff=staff, session=session)


def has_stepped_up(means: Means, session: Session) -> bool:
    """Whether the passkey was touched within the last minutes (setting ``team.step_up_minutes``)."""
    return means.clock.now() - session.stepped_up_at <= means.config.team.step_up_minutes * MINUTE


async def sign_out(means: Means, present: Present, *, everywhere: bool) -> int:
    """End this sign-in, or all of that person's; how many. Whoever is signed in nowhere is not on duty."""
    now, staff_id = means.clock.now(), present.staff.id

    def work(tx: Tx) -> int:
        session_id = None if everywhere else present.session.id
        ended = people.end_sessions(tx, now, "signed-out", staff_id=staff_id, session_id=session_id)
        _note(tx, ended, "signed-out", now)
        return len(ended)

    return await means.db.write(work)


async def end_stale(means: Means) -> int:
    """End every sign-in that was idle for too long or has lasted for long enough; how many."""
    now, before = means.clock.now(), idle_before(means)
    if not await means.db.read(lambda conn: people.has_stale(conn, now, before)):
        return 0

    def work(tx: Tx) -> int:
        ended = people.end_stale(tx, now, before)
        _note(tx, ended, "idle", now)
        return len(ended)

    return await means.db.write(work)


def end_all(tx: Tx, now: Instant, why: str, *, staff_id: StaffId | None = None, key_id: KeyId | None = None) -> int:
    """End the sign-ins of somebody, or of one passkey, within a transaction; how many."""
    ended = people.end_sessions(tx, now, why, staff_id=staff_id, key_id=key_id)
    _note(tx, ended, why, now)
    return len(ended)


def idle_before(means: Means) -> Instant:
    """Who gave no sign of life since then is gone."""
    return Instant(means.clock.now() - means.config.team.idle_minutes * MINUTE)


def _note(tx: Tx, ended: list[Session], why: str, now: Instant) -> None:
    for one in ended:
        tx.record("staff.signed_out", {"staff": one.staff, "session": one.id, "why": why})
    for staff_id in {one.staff for one in ended}:
        if not people.sessions_of(tx.conn, staff_id) and people.end_shift(tx, staff_id, now):
            tx.record("staff.shift_ended", {"staff": staff_id, "why": why})
