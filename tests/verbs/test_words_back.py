"""A part that a rule left out comes back when that is contested with success, and the letter says what became of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from caseload import ALL, ANNE, BORIS, deciding, enrol
from cast import ACCUEIL, HERE, in_room, open_square, send
from deciding import case_on, decide
from parvis.access.means import Means
from parvis.chat import messages
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.casework import Appeal, Decision, Outcome, Statement, StatementKind, Wish
from parvis.core.clock import HOUR, FakeClock, Instant
from parvis.core.policy import Measure
from parvis.core.talk import Message, Page, Status
from parvis.core.talk import Outcome as Said
from parvis.live.bus import Packet, room_topic
from parvis.moderation import actions, appeals, cases, statements, wording
from parvis.moderation.refusal import Refused
from parvis.store import statements as stored
from parvis.store import talk
from ruled import guard

WHOLE, LEFT = "mon secret à moi", "mon […] à moi"
LEAVE_OUT = ("secret", '{ do = "redact" }', "privacy", "told-left-out")
HELP = ("triste", '{ do = "help", topic = "self-harm" }', "self-harm", "help-self-harm")
HOLD = ("gare", '{ do = "hold" }', "danger", "hold-danger")
ANSWER = {"fr": "Vous aviez raison : cela ne montre personne.", "en": "You were right: nobody is shown by it."}


@pytest.fixture
async def square(means: Means) -> Square:
    opened = await open_square(means)
    opened.guard = guard(means.config, LEAVE_OUT, HELP, HOLD)
    await enrol(opened.office)
    return opened


@pytest.fixture
def heard(square: Square) -> list[dict[str, Any]]:
    """What the room hears."""
    frames: list[dict[str, Any]] = []

    def hear(one: object) -> None:
        if isinstance(one, Packet):
            frames.append(msgspec.json.decode(one.data))

    square.bus.subscribe(room_topic(ACCUEIL), hear)
    return frames


async def say(square: Square, live: Live, text: str = WHOLE, cid: str = "c1") -> Said:
    said = await messages.say(square, live, send(text, cid))
    assert isinstance(said, Said), said
    return said


async def letters(square: Square, live: Live) -> list[Statement]:
    visit = live.visit
    return await square.means.db.read(lambda conn: stored.of_identity(conn, visit.pass_id, HERE.device))


async def contested(square: Square, live: Live, outcome: Outcome = Outcome.REVERSED) -> Statement:
    """The newest letter about a part left out is contested; the letter that answers it."""
    one = next(each for each in await letters(square, live) if each.kind is StatementKind.LEFT_OUT)
    assert isinstance(square.means.clock, FakeClock)
    square.means.clock.advance(timedelta(minutes=1))
    lodged = await appeals.lodge(square.office, statements.code_of(square.office, one.id), "C’est un jeu.", "fr")
    assert isinstance(lodged, Appeal), lodged
    assert isinstance(await appeals.decide(square.office, ANNE, lodged.id, outcome, ANSWER), Appeal)
    await asyncio.sleep(0.01)  # rooms hear after the commit
    return (await letters(square, live))[0]


def told(letter: Statement) -> str:
    """The sentence that the letter begins with."""
    first = wording.letter(letter, Instant(0)).sections[0].parts[0]
    assert isinstance(first, wording.Line)
    return first.key


async def history(square: Square, live: Live) -> list[Message]:
    page = await messages.history(square, live, p.Hist(id=9, conv=ACCUEIL, limit=10))
    assert isinstance(page, Page)
    return page.items


async def test_everybody_reads_all_the_words_again_once_it_was_found_wrong(
    square: Square, heard: list[dict[str, Any]]
) -> None:
    alix, bruno = await in_room(square, "Alix"), await in_room(square, "Bruno")
    said = await say(square, alix, f"{WHOLE}, et triste")
    assert said.message is not None and said.message.text == f"{LEFT}, et triste"
    before = said.message.rev
    heard.clear()
    letter = await contested(square, alix)
    assert (letter.kind, told(letter)) == (StatementKind.REVERSAL, "appeal-left-out-back")
    (frame,) = [one for one in heard if one["t"] == "edit"]
    assert (frame["n"], frame["text"]) == (said.message.n, f"{WHOLE}, et triste")
    assert frame["rev"] > before
    assert "told" not in frame and "secret" not in str([one for one in heard if one is not frame])
    (item,) = await history(square, bruno)
    assert (item.text, item.edited_at) == (f"{WHOLE}, et triste", square.means.clock.now())
    assert item.notes is not None and item.notes.told == ("help-self-harm",), "nothing is left out any more"
    mid = item.mid
    earlier = await square.means.db.read(lambda conn: talk.earlier_texts(conn, mid))
    assert [text for _, text in earlier] == [f"{LEFT}, et triste"]
    page = await square.means.db.read(lambda conn: talk.page_after(conn, ACCUEIL, 0, 10))
    assert page.standing.rev == item.rev, "whoever comes back is brought up to date"


async def test_while_it_stands_nothing_comes_back(square: Square, heard: list[dict[str, Any]]) -> None:
    alix = await in_room(square, "Alix")
    await say(square, alix)
    letter = await contested(square, alix, Outcome.UPHELD)
    assert (letter.kind, told(letter)) == (StatementKind.ANSWER, "appeal-outcome-upheld")
    assert [one.text for one in await history(square, alix)] == [LEFT]
    assert not any(one["t"] == "edit" for one in heard)


async def test_words_come_back_as_a_whole_or_not(square: Square) -> None:
    alix = await in_room(square, "Alix")
    await say(square, alix)
    (one,) = await letters(square, alix)
    lodged = await appeals.lodge(square.office, statements.code_of(square.office, one.id), "C’est un jeu.", "fr")
    assert isinstance(lodged, Appeal)
    refused = await appeals.decide(square.office, ANNE, lodged.id, Outcome.PARTLY, ANSWER)
    assert refused == Refused(text_key="refuse-appeal-part")
    assert [one.text for one in await history(square, alix)] == [LEFT]


async def test_what_is_no_longer_kept_does_not_come_back_and_the_letter_says_so(
    square: Square, heard: list[dict[str, Any]]
) -> None:
    alix = await in_room(square, "Alix")
    await say(square, alix)
    keep = square.means.config.retention.room_history_hours
    assert isinstance(square.means.clock, FakeClock)
    square.means.clock.advance(timedelta(hours=keep + 1))
    over = Instant(square.means.clock.now() - keep * HOUR)
    assert await square.means.db.write(lambda tx: talk.purge_messages(tx, over)) == 1
    assert told(await contested(square, alix)) == "appeal-left-out-gone"
    assert not any(one["t"] == "edit" for one in heard)


async def test_what_its_author_changed_or_took_away_stays_as_it_is(square: Square) -> None:
    alix = await in_room(square, "Alix")
    await say(square, alix)
    changed = await messages.edit(square, alix, p.EditCommand(id=1, conv=ACCUEIL, n=1, text="bonsoir"))
    assert isinstance(changed, Message)
    assert told(await contested(square, alix)) == "appeal-left-out-gone"
    assert [one.text for one in await history(square, alix)] == ["bonsoir"]

    bruno = await in_room(square, "Bruno")
    await say(square, bruno)
    assert isinstance(await messages.delete(square, bruno, ACCUEIL, 2), Message)
    assert told(await contested(square, bruno)) == "appeal-left-out-gone"
    assert [one.text for one in await history(square, bruno)] == ["bonsoir", None]


async def test_what_the_desk_removed_does_not_come_back_by_this_door(square: Square) -> None:
    alix = await in_room(square, "Alix")
    said = await say(square, alix)
    assert said.message is not None
    await decide(square.office, await case_on(square.office, said.message.mid), Wish(measure=Measure.REMOVE))
    assert told(await contested(square, alix)) == "appeal-left-out-gone"
    assert [one.text for one in await history(square, alix)] == [None]


async def test_a_changed_message_comes_back_with_the_words_it_was_changed_to(square: Square) -> None:
    alix = await in_room(square, "Alix")
    await say(square, alix, "bonsoir")
    assert isinstance(square.means.clock, FakeClock)
    square.means.clock.advance(timedelta(seconds=20))
    await messages.edit(square, alix, p.EditCommand(id=1, conv=ACCUEIL, n=1, text=WHOLE))
    assert [one.text for one in await history(square, alix)] == [LEFT]
    assert told(await contested(square, alix)) == "appeal-left-out-back"
    assert [one.text for one in await history(square, alix)] == [WHOLE]


async def test_what_still_waits_has_all_its_words_when_it_goes(square: Square, heard: list[dict[str, Any]]) -> None:
    alix = await in_room(square, "Alix")
    assert (await say(square, alix, f"gare, {WHOLE}")).status is Status.HELD
    assert told(await contested(square, alix)) == "appeal-left-out-waits"
    assert not any("secret" in str(one) for one in heard), "nobody hears it before it is released"
    waiting = await cases.next_for(square.office, BORIS, ALL, ("fr",))
    assert waiting is not None
    taken = await actions.take(square.office, BORIS, deciding(waiting, Wish(measure=Measure.RELEASE)))
    assert isinstance(taken, Decision), taken
    await asyncio.sleep(0.01)
    assert [one.text for one in await history(square, alix)] == [f"gare, {WHOLE}"]
