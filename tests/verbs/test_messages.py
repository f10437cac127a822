"""What happens to something said: judged, kept, told; changed within two minutes; and never through a broken check."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from cast import ACCUEIL, in_room, open_square, send
from parvis.access.means import Means
from parvis.chat import messages
from parvis.chat.refusal import Refusal
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.clock import FakeClock
from parvis.core.errors import StoreUnavailable
from parvis.core.talk import GoneBy, Message, Outcome, Status
from parvis.core.verdict import Finding, Kind, Ruling
from parvis.guard.pipeline import AwaitedCheck, Check, Findings, Pipeline
from parvis.guard.subject import Subject
from parvis.store import talk
from parvis.store.schema import message, message_edit

MESSAGES = frozenset({Kind.MESSAGE})


@pytest.fixture
async def square(means: Means) -> Square:
    return await open_square(means)


@pytest.fixture
async def ana(square: Square) -> Live:
    return await in_room(square, "Ana")


async def said(square: Square, live: Live, text: str, cid: str) -> Message:
    outcome = await messages.say(square, live, send(text, cid))
    assert isinstance(outcome, Outcome), outcome
    assert outcome.message, outcome
    return outcome.message


async def stored(square: Square) -> list[str | None]:
    query = select(message.c.text).order_by(message.c.n)
    return list(await square.means.db.read(lambda conn: conn.execute(query).scalars().all()))


async def test_the_author_changes_a_message_within_two_minutes_and_both_texts_are_kept(
    square: Square, ana: Live, clock: FakeClock
) -> None:
    await said(square, ana, "à 19 h", "c1")
    clock.advance(timedelta(minutes=2))
    new = await messages.edit(square, ana, p.EditCommand(id=1, conv=ACCUEIL, n=1, text="à 20 h"))
    assert isinstance(new, Message)
    assert (new.text, new.n, new.rev, new.edited_at) == ("à 20 h", 1, 2, clock.now())
    assert await stored(square) == ["à 20 h"]
    old = await square.means.db.read(lambda conn: conn.execute(select(message_edit.c.text)).scalars().all())
    assert old == ["à 19 h"]


async def test_after_two_minutes_a_text_stands(square: Square, ana: Live, clock: FakeClock) -> None:
    await said(square, ana, "à 19 h", "c1")
    clock.advance(timedelta(minutes=2, milliseconds=1))
    late = await messages.edit(square, ana, p.EditCommand(id=1, conv=ACCUEIL, n=1, text="à 20 h"))
    assert isinstance(late, Refusal)
    assert late.code is p.ErrCode.TOO_LATE
    assert await stored(square) == ["à 19 h"]


async def test_a_removed_message_leaves_its_place_taken(square: Square, ana: Live) -> None:
    await said(square, ana, "je regrette", "c1")
    gone = await messages.delete(square, ana, ACCUEIL, 1)
    assert isinstance(gone, Message)
    assert (gone.n, gone.text, gone.gone_by) == (1, None, GoneBy.AUTHOR)
    assert (await said(square, ana, "je reprends", "c2")).n == 2
    twice = await messages.delete(square, ana, ACCUEIL, 1)
    assert isinstance(twice, Refusal)


async def test_nobody_touches_what_somebody_else_said(square: Square, ana: Live) -> None:
    await said(square, ana, "c'est à moi", "c1")
    bob = await in_room(square, "Bob")
    for answer in (
        await messages.edit(square, bob, p.EditCommand(id=1, conv=ACCUEIL, n=1, text="non")),
        await messages.delete(square, bob, ACCUEIL, 1),
    ):
        assert isinstance(answer, Refusal)
        assert answer.text_key == "refuse-not-yours"
    assert await stored(square) == ["c'est à moi"]


async def test_too_fast_says_when_and_is_not_the_last_word(square: Square, ana: Live, clock: FakeClock) -> None:
    burst = square.means.config.guard.messages_per_10s
    for number in range(burst):
        await said(square, ana, f"phrase {number}", f"c{number}")
    refused = await messages.say(square, ana, send("une de trop", "late"))
    assert isinstance(refused, Refusal)
    assert refused.code is p.ErrCode.RATE
    assert refused.retry_ms
    clock.advance(timedelta(milliseconds=refused.retry_ms))
    assert (await said(square, ana, "une de trop", "late")).n == burst + 1


async def test_the_third_same_text_is_refused_for_a_while(square: Square, ana: Live, clock: FakeClock) -> None:
    await said(square, ana, "venez tous ici", "c1")
    await said(square, ana, "Venez  TOUS ici", "c2")
    third = await messages.say(square, ana, send("venez tous ici", "c3"))
    assert isinstance(third, Refusal)
    assert (third.code, third.text_key) == (p.ErrCode.RATE, "refuse-repeat")
    assert third.retry_ms
    clock.advance(timedelta(milliseconds=third.retry_ms))
    assert (await said(square, ana, "venez tous ici", "c3")).n == 3


async def test_what_was_refused_for_itself_stays_refused_and_its_text_is_not_kept(square: Square, ana: Live) -> None:
    refused = await messages.say(square, ana, send("x" * 2_001, "c1"))
    again = await messages.say(square, ana, send("court, cette fois", "c1"))
    for outcome in (refused, again):
        assert isinstance(outcome, Outcome)
        assert (outcome.status, outcome.reason, outcome.args) == (Status.REFUSED, "refuse-too-long", {"max": 2_000})
    assert await stored(square) == [None]
    assert (await said(square, ana, "court, cette fois", "c2")).n == 1


async def test_a_repeat_of_something_delivered_is_told_so_even_when_it_would_be_refused_now(
    square: Square, ana: Live
) -> None:
    first = await said(square, ana, "une seule fois", "c1")
    burst = square.means.config.guard.messages_per_10s
    for number in range(burst):
        await messages.say(square, ana, send(f"phrase {number}", f"more{number}"))
    again = await messages.say(square, ana, send("une seule fois", "c1"))
    assert isinstance(again, Outcome)
    assert again.message
    assert (again.status, again.message.mid, again.repeated) == (Status.DELIVERED, first.mid, True)


def raising(_subject: Subject) -> Findings:
    raise RuntimeError("broken on purpose")


def nonsense(_subject: Subject) -> Findings:
    return None  # type: ignore[return-value]


async def too_long(_subject: Subject) -> Findings:

    await asyncio.sleep(60)
    return ()


def fine(_subject: Subject) -> Findings:
    return ()


def jumping() -> Callable[[], float]:
    """A timer by which every check takes a second."""
    seconds = iter(range(10**6))
    return lambda: float(next(seconds))


BROKEN = {
    "raises": Pipeline([Check("broken", MESSAGES, raising)]),
    "talks nonsense": Pipeline([Check("broken", MESSAGES, nonsense)]),
    "overruns": Pipeline([Check("slow", MESSAGES, fine)], timer=jumping()),
    "never answers": Pipeline([AwaitedCheck("model", MESSAGES, too_long, budget=0.01)]),
    "one of several raises": Pipeline([Check("fine", MESSAGES, fine), Check("broken", MESSAGES, raising)]),
}


@pytest.mark.parametrize("how", BROKEN)
async def test_a_check_that_breaks_lets_nothing_through_and_is_not_the_last_word(
    square: Square, ana: Live, how: str
) -> None:
    working = square.guard
    square.guard = BROKEN[how]
    refused = await messages.say(square, ana, send("bonsoir", "c1"))
    assert isinstance(refused, Refusal), how
    assert (refused.code, refused.text_key) == (p.ErrCode.PAUSED, "refuse-check-down")
    assert refused.retry_ms
    edited = await messages.edit(square, ana, p.EditCommand(id=1, conv=ACCUEIL, n=1, text="bonsoir"))
    assert isinstance(edited, Refusal)
    assert await stored(square) == []
    square.guard = working
    assert (await said(square, ana, "bonsoir", "c1")).n == 1


async def test_until_there_is_a_desk_doubt_refuses(square: Square, ana: Live) -> None:
    doubt = (Finding(check="doubt", ruling=Ruling.HOLD, text_key="refuse-repeat"),)
    square.guard = Pipeline([Check("doubt", MESSAGES, lambda _: doubt)])
    outcome = await messages.say(square, ana, send("peut-être", "c1"))
    assert isinstance(outcome, Outcome)
    assert outcome.status is Status.REFUSED
    page = await square.means.db.read(lambda conn: talk.page_before(conn, ACCUEIL, None, 20))
    assert page.items == []


async def test_what_cannot_be_kept_is_told_to_nobody(square: Square, ana: Live) -> None:
    heard: list[object] = []
    square.bus.subscribe(f"room:{ACCUEIL}", heard.append)
    await square.means.db.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA query_only = ON"))
    with pytest.raises(StoreUnavailable):
        await messages.say(square, ana, send("perdu ?", "c1"))
    assert heard == []
    assert (await said(square, ana, "perdu ?", "c1")).n == 1
