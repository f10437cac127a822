"""Saying, changing, taking away: what is kept, who is told and when, and what nobody gets past the guard."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from cast import ACCUEIL, Wire, connect, in_room, send
from parvis.chat import messages
from parvis.chat.messages import delete, edit, say
from parvis.chat.refusal import NO_MESSAGE, NO_ROOM, NOT_HERE, NOT_YOURS, READ_ONLY, TOO_LATE, Refusal
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.clock import FakeClock
from parvis.core.ids import ConversationId
from parvis.core.talk import Message, Outcome, Page, RoomMode, Status
from parvis.core.verdict import Finding, Kind, Ruling
from parvis.guard import standard
from parvis.guard.pipeline import DOWN, AwaitedCheck, Check, Pipeline
from parvis.guard.subject import Subject
from parvis.live.bus import Notice, Packet, room_topic
from parvis.store import talk
from parvis.store.schema import message, message_edit
from parvis.web.house import House

MESSAGES = frozenset({Kind.MESSAGE})


@pytest.fixture
def square(house: House) -> Square:
    return house.square


@pytest.fixture
async def alix(square: Square) -> Live:
    return await in_room(square, "Alix")


@pytest.fixture
async def basile(square: Square) -> Live:
    return await in_room(square, "Basile")


async def said(square: Square, live: Live, text: str, cid: str) -> Message:
    outcome = await say(square, live, send(text, cid))
    assert isinstance(outcome, Outcome) and outcome.message is not None, outcome
    return outcome.message


async def test_a_short_message_waits_for_one_long_text_and_not_for_all_that_came_before_it(
    square: Square, alix: Live, basile: Live
) -> None:
    judged: list[str] = []

    def note(subject: Subject) -> tuple[Finding, ...]:
        judged.append(subject.views.text[:6])
        return ()

    square.guard = Pipeline([Check("note", MESSAGES, note)])
    long = [say(square, alix, send(f"long {at} " + "et encore " * 60, f"l{at}")) for at in range(5)]
    outcomes = await asyncio.gather(*long, say(square, basile, send("court", "s1")))
    assert all(isinstance(one, Outcome) and one.status is Status.DELIVERED for one in outcomes)
    assert judged.index("court") <= 1
    assert [one for one in judged if one != "court"] == [f"long {at}" for at in range(5)]


async def refused(square: Square, live: Live, text: str, cid: str) -> Refusal:
    outcome = await say(square, live, send(text, cid))
    assert isinstance(outcome, Refusal), outcome
    return outcome


async def history(square: Square, live: Live) -> list[tuple[int, str | None]]:
    page = await messages.history(square, live, p.Hist(id=0, conv=ACCUEIL))
    assert isinstance(page, Page)
    return [(item.n, item.text) for item in page.items]


def change(n: int, text: str, label: int = 0) -> p.EditCommand:
    return p.EditCommand(id=label, conv=ACCUEIL, n=n, text=text)


# ---------------------------------------------------------------- saying


async def test_the_author_is_answered_before_the_room_is_told_and_both_after_the_disk(
    square: Square, alix: Live
) -> None:
    order: list[str] = []

    def hear(notice: Notice) -> None:
        assert isinstance(notice, Packet)
        order.append(msgspec.json.decode(notice.data)["t"])

    square.bus.subscribe(room_topic(ACCUEIL), hear)
    message = await said(square, alix, "bonsoir", "c1")
    order.append("answered")
    assert await history(square, alix) == [(1, "bonsoir")]
    assert (message.n, message.rev, message.nickname) == (1, 1, "Alix")
    assert order == ["answered", "msg"]


async def test_messages_of_many_keep_each_ones_order_and_leave_no_hole(square: Square) -> None:
    people = [await in_room(square, f"Parleur {letter}") for letter in "ABCDE"]
    sends = [(live, f"{live.visit.profile.nickname} {turn}", f"c{turn}") for turn in range(5) for live in people]
    told = await asyncio.gather(*[said(square, live, text, cid) for live, text, cid in sends])
    assert sorted(one.n for one in told) == list(range(1, 26))
    assert [one.n for one in told] == sorted(one.n for one in told)


async def test_messages_and_changes_written_together_each_get_a_count_of_their_own(square: Square, alix: Live) -> None:
    """Said, changed, said again, all in one group of the writer: two with one ``rev`` would hide one from a resume."""
    for at in range(3):
        await said(square, alix, f"avant {at}", f"a{at}")
    blocked = asyncio.create_task(square.means.db.write(lambda _: time.sleep(0.05)))
    await asyncio.sleep(0.01)  # the writer is busy: what comes now is one group
    await asyncio.gather(
        blocked, say(square, alix, send("ensuite", "b0")), edit(square, alix, change(1, "autrement")),
        say(square, alix, send("et puis", "b1")), edit(square, alix, change(2, "autrement encore", 1)),
        say(square, alix, send("et enfin", "b2")),
    )  # fmt: skip
    rows = await square.means.db.read(lambda conn: conn.execute(select(message.c.rev)).scalars().all())
    assert len(rows) == len(set(rows)) == 6
    (last,) = await square.means.db.read(lambda conn: [one.rev for one in talk.standings(conn) if one.last_n])
    assert max(rows) == last == 3 + 5


async def test_a_repeat_tells_what_became_of_the_first_and_publishes_nothing(square: Square, alix: Live) -> None:
    first = await said(square, alix, "une fois", "same")
    again = await say(square, alix, send("autre texte", "same"))
    assert isinstance(again, Outcome) and again.repeated
    assert again.message == first
    assert await history(square, alix) == [(1, "une fois")]


async def test_the_same_cid_of_two_visits_are_two_messages(square: Square, alix: Live, basile: Live) -> None:
    assert [(await said(square, live, "bonsoir", "c1")).n for live in (alix, basile)] == [1, 2]


async def test_nobody_speaks_where_they_are_not(square: Square, alix: Live) -> None:
    assert await say(square, alix, send("allô", "c1", ConversationId("r:nuit"))) == NOT_HERE
    assert await say(square, alix, send("allô", "c1", ConversationId("r:nulle-part"))) == NO_ROOM
    room = square.room(ACCUEIL)
    assert room is not None
    square.rooms[room.id] = msgspec.structs.replace(room, mode=RoomMode.READ_ONLY)
    assert await say(square, alix, send("allô", "c1")) == READ_ONLY


# ---------------------------------------------------------------- changing and taking away


async def test_the_author_has_two_minutes_and_both_texts_are_kept(square: Square, alix: Live, clock: FakeClock) -> None:
    await said(square, alix, "bonsoit", "c1")
    clock.advance(timedelta(minutes=2))
    changed = await edit(square, alix, change(1, "bonsoir"))
    assert isinstance(changed, Message)
    assert (changed.n, changed.rev, changed.text, changed.edited_at) == (1, 2, "bonsoir", clock.now())
    clock.advance(timedelta(milliseconds=1))
    assert await edit(square, alix, change(1, "trop tard")) == TOO_LATE
    assert await history(square, alix) == [(1, "bonsoir")]
    assert await earlier(square) == ["bonsoit"]


async def test_a_removed_message_leaves_a_tombstone_and_keeps_its_place(
    square: Square, alix: Live, clock: FakeClock
) -> None:
    await said(square, alix, "à reprendre", "c1")
    clock.advance(timedelta(hours=3))
    gone = await delete(square, alix, ACCUEIL, 1)
    assert isinstance(gone, Message)
    assert (gone.n, gone.rev, gone.text, gone.gone_by) == (1, 2, None, "author")
    assert await delete(square, alix, ACCUEIL, 1) == NO_MESSAGE
    assert await edit(square, alix, change(1, "encore")) == NO_MESSAGE
    assert (await said(square, alix, "suite", "c2")).n == 2
    assert await history(square, alix) == [(1, None), (2, "suite")]
    assert await earlier(square) == ["à reprendre"], "kept aside until the room's history ends"


async def test_nobody_changes_what_another_said(square: Square, alix: Live, basile: Live) -> None:
    await said(square, alix, "de moi", "c1")
    assert await edit(square, basile, change(1, "de toi")) == NOT_YOURS
    assert await delete(square, basile, ACCUEIL, 1) == NOT_YOURS
    assert await delete(square, basile, ACCUEIL, 7) == NO_MESSAGE
    assert await history(square, basile) == [(1, "de moi")]


async def test_a_new_text_is_judged_like_a_first_one(square: Square, alix: Live) -> None:
    await said(square, alix, "court", "c1")
    answer = await edit(square, alix, change(1, "x" * 2_001))
    assert isinstance(answer, Refusal) and answer.text_key == "refuse-too-long"
    assert await history(square, alix) == [(1, "court")]


async def earlier(square: Square) -> list[str]:
    texts = select(message_edit.c.text).order_by(message_edit.c.at)
    return list(await square.means.db.read(lambda conn: conn.execute(texts).scalars().all()))


# ---------------------------------------------------------------- too fast, too often, too long


async def test_who_speaks_too_fast_is_told_when_to_go_on_and_may(square: Square, alix: Live, clock: FakeClock) -> None:
    for turn in range(8):
        await said(square, alix, f"mot {turn}", f"c{turn}")
    stopped = await refused(square, alix, "un de trop", "c8")
    assert (stopped.code, stopped.text_key) == (p.ErrCode.RATE, "refuse-rate")
    assert stopped.retry_ms is not None and 0 < stopped.retry_ms <= 10_000
    assert stopped.args["seconds"] == -(-stopped.retry_ms // 1000)
    clock.advance(timedelta(milliseconds=stopped.retry_ms))
    assert (await said(square, alix, "un de trop", "c8")).n == 9, "the same cid: being too fast is not its last word"


async def test_a_repeat_of_something_said_is_not_stopped_for_being_too_fast(square: Square, alix: Live) -> None:
    """A client that comes back sends again what it did not hear of: it learns what became of it."""
    told = [await said(square, alix, f"mot {turn}", f"c{turn}") for turn in range(8)]
    again = [await said(square, alix, f"mot {turn}", f"c{turn}") for turn in range(8)]
    assert again == told


async def test_the_third_time_of_the_same_text_is_refused_for_a_while(
    square: Square, alix: Live, clock: FakeClock
) -> None:
    await said(square, alix, "venez tous", "c1")
    await said(square, alix, "Venez  TOUS", "c2")
    stopped, again = [await refused(square, alix, "venez tous", "c3") for _ in range(2)]
    assert (stopped.code, stopped.text_key) == (p.ErrCode.RATE, "refuse-repeat")
    assert stopped == again and stopped.retry_ms is not None
    assert [n for n, _ in await history(square, alix)] == [1, 2]
    clock.advance(timedelta(milliseconds=stopped.retry_ms))
    assert (await said(square, alix, "venez tous", "c3")).n == 3


async def test_what_the_text_itself_forbids_stays_refused_for_that_cid(
    square: Square, alix: Live, clock: FakeClock
) -> None:
    for text in ("x" * 2_001, "x" * 2_001, "court"):
        outcome = await say(square, alix, send(text, "c1"))
        assert isinstance(outcome, Outcome)
        assert (outcome.status, outcome.reason, outcome.args) == (Status.REFUSED, "refuse-too-long", {"max": 2_000})
        clock.advance(timedelta(minutes=5))
    assert (await said(square, alix, "court", "c2")).n == 1, "a refusal takes no n"


# ---------------------------------------------------------------- think it over


def asking(subject: Any) -> tuple[Finding, ...]:
    ask = Finding(check="elsewhere", ruling=Ruling.PROMPT, text_key="prompt-elsewhere")
    return (ask,) if "ailleurs" in subject.views.bare else ()


async def test_what_is_asked_about_is_sent_once_it_is_sent_again_as_it_is(square: Square, alix: Live) -> None:
    square.guard = Pipeline([Check("asking", frozenset({Kind.MESSAGE}), asking)])
    first = await refused(square, alix, "viens ailleurs", "c1")
    assert (first.code, first.text_key) == (p.ErrCode.FORBIDDEN, "prompt-elsewhere")
    other = await refused(square, alix, "venez ailleurs", "c2")
    assert other.text_key == "prompt-elsewhere", "another text is another question"
    again = await refused(square, alix, "venez ailleurs", "c2")
    assert again.text_key == "prompt-elsewhere", "a client that repeats by itself has answered nothing"
    assert (await said(square, alix, "venez ailleurs", "c3")).n == 1
    assert (await refused(square, alix, "venez ailleurs", "c4")).text_key == "prompt-elsewhere", "and each time anew"
    assert await history(square, alix) == [(1, "venez ailleurs")]
    changed = await edit(square, alix, change(1, "viens ailleurs"))
    assert isinstance(changed, Refusal) and changed.text_key == "prompt-elsewhere"
    anew = await refused(square, alix, "viens ailleurs", "c5")
    assert anew.text_key == "prompt-elsewhere", "asked about as a change, it is not meant as a message"
    meant = msgspec.structs.replace(change(1, "viens ailleurs"), id=99)
    assert isinstance(await edit(square, alix, meant), Message)


# ---------------------------------------------------------------- a check that is down


def raising(_subject: object) -> Any:
    raise RuntimeError("on purpose")


def nonsense(_subject: object) -> Any:
    return "fine"


def nothing(_subject: object) -> Any:
    return None


async def never(_subject: object) -> Any:
    await asyncio.sleep(60)


def overrunning() -> Pipeline:
    """By the timer handed in, the check takes a second each time."""
    seconds = itertools.count()
    return Pipeline([Check("slow", MESSAGES, lambda _one: ())], timer=lambda: float(next(seconds)))


BROKEN: dict[str, Callable[[], Pipeline]] = {
    "raises": lambda: Pipeline([Check("bad", MESSAGES, raising)]),
    "overruns": overrunning,
    "talks nonsense": lambda: Pipeline([Check("bad", MESSAGES, nonsense)]),
    "says nothing": lambda: Pipeline([Check("bad", MESSAGES, nothing)]),
    "never answers": lambda: Pipeline([AwaitedCheck("bad", MESSAGES, never, budget=0.01)]),
    "raises where it is awaited": lambda: Pipeline([AwaitedCheck("bad", MESSAGES, raising)]),
}


@pytest.mark.parametrize("how", BROKEN)
async def test_a_check_that_is_broken_lets_nothing_through_and_nothing_is_final(
    square: Square, alix: Live, how: str
) -> None:
    await said(square, alix, "avant", "c0")
    square.guard = BROKEN[how]()
    stopped = await refused(square, alix, "pendant", "c1")
    assert (stopped.code, stopped.text_key) == (p.ErrCode.PAUSED, DOWN)
    assert stopped.retry_ms
    changed = await edit(square, alix, change(1, "changé"))
    assert isinstance(changed, Refusal) and changed.text_key == DOWN
    assert await history(square, alix) == [(1, "avant")]
    assert sum(square.guard.failures.values()) == 2
    square.guard = standard.pipeline(square.means.config)
    assert (await said(square, alix, "pendant", "c1")).n == 2


# ---------------------------------------------------------------- a store that is down


async def test_while_nothing_can_be_written_a_send_is_paused_and_its_cid_stays_good(
    square: Square, alix: Live, basile: Live
) -> None:
    heard: list[dict[str, Any]] = []
    wire = Wire(heard.append)
    session = connect(square, alix.visit, wire)
    await ask(session.receive, wire, {"t": "hello", "v": 1}, "welcome", "state")
    await square.means.db.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA query_only = ON"))
    command = {"t": "send", "id": 5, "conv": ACCUEIL, "cid": "c1", "text": "garde-le"}
    [paused] = await ask(session.receive, wire, command, "err")
    assert (paused["code"], paused["text_key"], paused["cid"], paused["re"]) == ("paused", "refuse-paused", "c1", 5)
    assert paused["retry_ms"] > 0
    assert await history(square, basile) == []
    [done] = await ask(session.receive, wire, command, "ok")
    assert (done["st"], done["n"], done["cid"]) == ("delivered", 1, "c1")


async def ask(
    receive: Callable[[bytes], None], wire: Wire, command: dict[str, Any], *kinds: str
) -> list[dict[str, Any]]:
    """Send a command and wait for the frames of these kinds that come because of it."""
    before = len(wire.frames)
    receive(msgspec.json.encode(command))
    async with asyncio.timeout(5):
        while True:
            fresh = [frame for frame in wire.frames[before:] if frame["t"] in kinds]
            if len(fresh) == len(kinds):
                return fresh
            await asyncio.sleep(0.001)
