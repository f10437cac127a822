"""Visits: beginning one with a nickname nobody else has, finding it by its cookie, ending it; and its consents."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

import msgspec

from parvis.access import sanctions
from parvis.access.age import methods
from parvis.access.means import Means
from parvis.access.sanctions import Barred
from parvis.core.clock import HOUR, MINUTE, Instant, day_of
from parvis.core.errors import StoreUnavailable
from parvis.core.ids import PassId, VisitId, fresh_token, fresh_word
from parvis.core.people import Origin, Profile, Visit
from parvis.core.skeleton import nickname_key
from parvis.core.verdict import Finding, Ruling
from parvis.store import people
from parvis.store.people import AgePass
from parvis.store.writer import Tx

GENDER = "gender"
"""The purpose of the consent to keep and show a gender (GDPR Art. 9(2)(a))."""
PURPOSE = "visit"
TOUCH_MS = MINUTE
TOKEN_MAX = 100

OnBegun = Callable[[Tx, VisitId], None]
"""Called in the transaction that lets somebody in, when their visit stands: what follows from the name they came by."""
OnEnded = Callable[[VisitId], None]
"""Told on the event loop, after the commit, of a visit that another one of the same pass replaced."""


class Began(msgspec.Struct, frozen=True, kw_only=True):
    """A fresh visit, the secret for its cookie, and the visit it replaced."""

    visit: Visit
    token: str
    ended: VisitId | None = None


async def begin(
    means: Means,
    age_pass: AgePass,
    profile: Profile,
    origin: Origin,
    lang: str,
    *,
    on_ended: OnEnded | None = None,
    meant: Sequence[str] = (),
    on_begun: OnBegun | None = None,
) -> Began | Finding | Barred:
    """Begin a visit; the pass's former one ends. Refused when the nickname is somebody's, or one too many today.

    Nobody comes in whose pass or device the desk keeps out, under whatever nickname.

    A gender in the profile has been consented to, and the consent is kept with the visit. ``meant`` are rules that
    asked about the nickname, and were told that it is meant.
    """
    now = means.clock.now()
    one = Visit(id=VisitId(fresh_word(means.entropy)), pass_id=age_pass.id, profile=profile, lang=lang, entered_at=now)
    token = fresh_token(means.entropy)
    token_hash = means.keys.hash(PURPOSE, token)

    def work(tx: Tx) -> Began | Finding | Barred:
        barred = sanctions.barring_now(tx, one.pass_id, origin.device, now)
        if barred:
            return barred
        refusal = _objection(tx, means, one)
        if refusal:
            return refusal
        ended = end_of_pass(tx, one.pass_id, now, "replaced", on_ended)
        key = nickname_key(profile.nickname)
        people.use_nickname(tx, one.pass_id, day_of(now), key)
        people.add_visit(tx, one, token_hash=token_hash, nickname_key=key, origin=origin)
        if profile.gender is not None:
            people.give_consent(tx, one.id, GENDER, now)
        tx.record("visit.opened", {"visit": one.id})
        if meant:
            tx.record("prompt.answered", {"visit": one.id, "rules": list(meant)})
        if on_begun is not None:
            on_begun(tx, one.id)
        return Began(visit=one, token=token, ended=ended)

    return await means.db.write(work)


async def open_visit_for(means: Means, token: str) -> Visit | None:
    """The living visit of this cookie; None when it has ended, or has been idle for too long."""
    if not token or len(token) > TOKEN_MAX:
        return None
    hashed = means.keys.hash(PURPOSE, token)
    found = await means.db.read(lambda conn: people.find_visit(conn, hashed))
    return await _awake(means, found) if found else None


async def recognise(means: Means, pass_token: str, visit_token: str) -> Visit | None:
    """The living visit of these two cookies, if they belong together; one look into the store for both."""
    if not (0 < len(pass_token) <= TOKEN_MAX and 0 < len(visit_token) <= TOKEN_MAX):
        return None
    pass_hash, hashed = means.keys.hash(methods.PURPOSE, pass_token), means.keys.hash(PURPOSE, visit_token)
    now = means.clock.now()
    found = means.db.glance(lambda conn: people.find_visit_with(conn, hashed, pass_hash, now))
    return await _awake(means, found) if found else None


async def _awake(means: Means, found: tuple[Visit, Instant]) -> Visit | None:
    """A visit that was idle for too long ends now; one that was not is noted as seen."""
    (visit, seen_at), now = found, means.clock.now()
    if seen_at < _idle_before(means):
        await end(means, visit.id, "idle")
        return None
    if now - seen_at >= TOUCH_MS:
        with contextlib.suppress(StoreUnavailable):  # while nothing can be written, people still read
            await keep_alive(means, [visit.id])
    return visit


async def keep_alive(means: Means, visits: list[VisitId]) -> None:
    """Note that these visits are still here; for those with an open socket, call it every few minutes."""
    now = means.clock.now()
    if visits:
        await means.db.write(lambda tx: people.touch_visits(tx, visits, now))


async def end(means: Means, visit_id: VisitId, why: str) -> bool:
    """End a visit (``left``, ``idle``, …); False when it had ended before."""
    now = means.clock.now()
    return await means.db.write(lambda tx: _end(tx, visit_id, now, why))


async def end_idle(means: Means) -> list[VisitId]:
    """End every visit not seen for `retention.idle_visit_hours`; returns them, so that their sockets can be closed."""
    before, now = _idle_before(means), means.clock.now()
    if not await means.db.read(lambda conn: people.idle_visits(conn, before)):
        return []

    def work(tx: Tx) -> list[VisitId]:
        return [one for one in people.idle_visits(tx.conn, before) if _end(tx, one, now, "idle")]

    return await means.db.write(work)


async def is_nickname_free(means: Means, age_pass: AgePass, nickname: str) -> bool:
    """Whether this pass could take the nickname now; only `begin` is sure."""
    key, since = nickname_key(nickname), _held_since(means)
    return not await means.db.read(lambda conn: people.is_nickname_taken(conn, key, age_pass.id, left_since=since))


async def consents_of(means: Means, visit_id: VisitId) -> frozenset[str]:
    """The purposes a visit consents to now: ``gender``, ``room:<id>``."""
    return await means.db.read(lambda conn: people.consents_of(conn, visit_id))


async def withdraw_consent(means: Means, visit_id: VisitId, purpose: str) -> bool:
    """Take a consent back, as easily as it was given (GDPR Art. 7(3)); a gender is erased with it."""
    now = means.clock.now()

    def work(tx: Tx) -> bool:
        if purpose == GENDER:
            people.forget_gender(tx, visit_id)
        return people.withdraw_consent(tx, visit_id, purpose, now)

    return await means.db.write(work)


def _objection(tx: Tx, means: Means, one: Visit) -> Finding | None:
    key, most = nickname_key(one.profile.nickname), means.config.age.nicknames_per_day
    if people.is_nickname_taken(tx.conn, key, one.pass_id, left_since=_held_since(means)):
        return Finding(check="nick_taken", ruling=Ruling.REFUSE, text_key="refuse-nick-taken")
    if people.nicknames_of_day(tx.conn, one.pass_id, day_of(one.entered_at), other_than=key) >= most:
        return Finding(
            check="nick_day_limit", ruling=Ruling.REFUSE, text_key="refuse-nick-day-limit", args={"max": most}
        )
    return None


def end_of_pass(tx: Tx, pass_id: PassId, now: Instant, why: str, on_ended: OnEnded | None) -> VisitId | None:
    """End the visit that is open with this pass, if any; which. In the caller's transaction."""
    former = people.visit_of_pass(tx.conn, pass_id)
    if former is None or not _end(tx, former, now, why):
        return None
    if on_ended is not None:
        tx.after_commit(on_ended, former)
    return former


def _end(tx: Tx, visit_id: VisitId, now: Instant, why: str) -> bool:
    ended = people.end_visit(tx, visit_id, now)
    if ended:
        tx.record("visit.ended", {"visit": visit_id, "why": why})
    return ended


def _idle_before(means: Means) -> Instant:
    return Instant(means.clock.now() - means.config.retention.idle_visit_hours * HOUR)


def _held_since(means: Means) -> Instant:
    return Instant(means.clock.now() - means.config.retention.nickname_hold_minutes * MINUTE)
