"""Hello: subscribe first, then read, then send the snapshot, then let go what came meanwhile: nothing falls between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parvis.chat import frames, modes, rooms, standing, told
from parvis.core import protocol as p
from parvis.core.casework import Statement
from parvis.core.clock import MINUTE, Instant
from parvis.core.ids import ConversationId
from parvis.core.people import Visit
from parvis.core.talk import Outcome, Page
from parvis.live.bus import EVERYBODY, visit_topic
from parvis.store import statements, talk
from parvis.store.database import Reading

if TYPE_CHECKING:
    from parvis.chat.session import Session
    from parvis.chat.square import Live

PENDING_MS = 10 * MINUTE


async def welcome(session: Session, visit: Visit, hello: p.Hello) -> None:
    """Bring a client from whatever it has to exactly what there is."""
    square = session.square
    fresh = square.is_fresh(visit)
    live = await square.arrive(visit, session.network, fresh=fresh)
    if session.is_lost():
        return
    if standing.is_shut_out(live.restrictions, square.means.clock.now()):  # decided while this line was being opened
        session.bye(p.ByeCode.RESTRICTED)
        return
    session.live = live
    session.outbox.hold()
    _take_place(session, live)
    pos = live.stream.pos
    since = Instant(square.means.clock.now() - PENDING_MS)
    seen = {ConversationId(name): one.rev for name, one in hello.have.items() if name in live.joined}
    now = square.means.clock.now()

    def look(conn: Reading) -> tuple[list[Page], list[Outcome], list[Statement]]:
        return (
            talk.catch_up(conn, seen, p.CATCH_UP_MAX), talk.recent_outcomes(conn, visit.id, since),
            statements.unread_of(conn, visit.id, visit.pass_id, now),
        )  # fmt: skip

    # Whoever has seen nothing here needs a few rows only; pages of messages are read beside the loop.
    if seen:
        pages, outcomes, letters = await square.means.db.read(look)
    else:
        pages, outcomes, letters = ([], [], []) if fresh else square.means.db.glance(look)
    sight = await square.lobby.look(square, session.lang)
    if session.is_lost():
        return
    missed = live.stream.since(hello.pos, square.means.clock.now()) if hello.pos is not None else None
    proved = {page.standing.conversation for page in pages}
    # A client that lost its line before its first `State` knows a ``pos`` but no room: it needs the whole picture.
    resumed = missed is not None and bool(proved) and proved == live.joined == hello.have.keys()
    told_now = [_welcome(session, live, resumed=resumed, pos=(hello.pos or 0) if resumed else pos)]
    for page in pages:
        since_rev = hello.have[page.standing.conversation].rev
        told_now.append(p.encode(frames.page(page, square.mark_of, since=since_rev)))
    if resumed:
        told_now += missed or ()
    else:
        pending = [frames.pending(outcome) for outcome in outcomes]
        told_now.append(rooms.whole(square, live, sight, session.lang, pending))
    told_now += modes.after_welcome(square)
    told_now += [p.encode(letter) for letter in told.again(square, letters, live.stream.pos)]
    session.outbox.now(*told_now)
    session.outbox.release()


def _take_place(session: Session, live: Live) -> None:
    """Hear what concerns this visit; the sixth tab closes the first."""
    bus = session.square.bus
    live.tabs.append(session)
    bus.subscribe(visit_topic(live.visit.id), session.hear, session.outbox)
    bus.subscribe(EVERYBODY, session.hear, session.outbox)
    for conv in live.joined:
        session.enter(conv)
    if len(live.tabs) > p.TABS_MAX:
        live.tabs[0].bye(p.ByeCode.REPLACED)


def _welcome(session: Session, live: Live, *, resumed: bool, pos: int) -> bytes:
    now = session.square.means.clock.now()
    frame = p.Welcome(
        v=p.VERSION, resumed=resumed, pos=pos, me=frames.me(live.visit, now), limits=frames.LIMITS,
        beat=p.BEAT_SECONDS, now=now,
    )  # fmt: skip
    return p.encode(frame)
