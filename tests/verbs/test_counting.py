"""What newcomers may not do yet, who is known, and what is still counted after a start of the server."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import timedelta

import pytest

from cast import ACCUEIL, adult, open_square, send
from desk import FIRST, decide, open_case
from parvis.access import visits
from parvis.access.means import Means
from parvis.access.visits import Began
from parvis.chat import counting, messages, rooms
from parvis.chat.refusal import Refusal
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.casework import Decision, DecisionState, Wish
from parvis.core.clock import HOUR, FakeClock
from parvis.core.config import Config
from parvis.core.ids import ConversationId
from parvis.core.people import AgeBand, Origin, Profile
from parvis.core.policy import Measure
from parvis.core.talk import Outcome, Page, Status
from parvis.core.verdict import Value
from parvis.guard.attributes import NEAR_ELSEWHERE
from parvis.moderation import carrying
from parvis.store import cases, decisions, people
from parvis.store import signals as stored
from parvis.store.writer import Tx

ROOMS = tuple(ConversationId(f"r:{room}") for room in ("accueil", "nuit", "musique", "cuisine"))
ADVERT = "Nouveau par ici, venez toutes et tous voir mes photos de vacances, elles sont belles"


@pytest.fixture
async def square(means: Means) -> Square:
    """With the limits that newcomers meet in service."""
    return await open_square(dataclasses.replace(means, config=Config()))


async def come(square: Square, nickname: str, *, everywhere: bool = False) -> Live:
    """Somebody from a device and a network of their own, in the first room or in all."""
    origin = Origin(device=f"device of {nickname}", network=f"network of {nickname}")
    profile = Profile(nickname=nickname, age_band=AgeBand.FROM_25)
    began = await visits.begin(square.means, await adult(square.means), profile, origin, "fr")
    assert isinstance(began, Began)
    live = await square.arrive(began.visit, origin.network)
    for conv in ROOMS if everywhere else ROOMS[:1]:
        assert isinstance(await rooms.join(square, live, conv), Page)
    return live


async def said(
    square: Square, live: Live, text: str, cid: str, conv: ConversationId = ACCUEIL, re: int | None = None
) -> int:
    outcome = await messages.say(square, live, send(text, cid, conv, re))
    assert isinstance(outcome, Outcome) and outcome.message is not None, outcome
    return outcome.message.n


async def why(square: Square, live: Live, text: str, cid: str, conv: ConversationId = ACCUEIL) -> str | None:
    """The sentence of a refusal; None when it was delivered."""
    outcome = await messages.say(square, live, send(text, cid, conv))
    return outcome.text_key if isinstance(outcome, Refusal) else outcome.reason


def value(square: Square, live: Live, name: str, text: str = "") -> Value:
    now = square.means.clock.now()
    return counting.around(square.means, square.signals, live.who, ACCUEIL, text, now).value(name)


def later(square: Square, **span: float) -> None:
    assert isinstance(square.means.clock, FakeClock)
    square.means.clock.advance(timedelta(**span))


async def talk_with(square: Square, live: Live, *others: str) -> None:
    """A little talk with each of them, in which both answer."""
    for name in others:
        other = await come(square, name)
        for at in range(2):
            await said(square, live, f"et toi {name} {at}", f"{name}a{at}")
            await said(square, other, f"moi oui {at}", f"{name}b{at}")
            later(square, seconds=6)


# ---------------------------------------------------------------- the first ten minutes


@pytest.mark.parametrize(
    "text",
    ["venez voir https://example.com/moi", "mon site : www.example.org", "écrivez à marie@example.com",
     "insta : marie_93", "mon snap marie_93x"],
)  # fmt: skip
async def test_a_newcomer_writes_no_links_and_is_told_when_they_can(square: Square, text: str) -> None:
    alix = await come(square, "Alix")
    later(square, minutes=3)
    outcome = await messages.say(square, alix, send(text, "c1"))
    assert isinstance(outcome, Outcome) and outcome.status is Status.REFUSED
    assert (outcome.reason, outcome.args) == ("refuse-newcomer-link", {"minutes": 7})
    later(square, minutes=7)
    assert await why(square, alix, text, "c2") in {None, "prompt-elsewhere"}


@pytest.mark.parametrize(
    "text",
    ["tu es sur insta ou pas ?", "salut @Basile, ça va ?", "j'adore facebook.fini les photos", "il est 19h30.je pars",
     "M. Durand est arrivé", "c'est sur snap que je l'ai vu", "trop.bien.merci"],
)  # fmt: skip
async def test_what_only_looks_like_a_link_passes(square: Square, text: str) -> None:
    assert await why(square, await come(square, "Alix"), text, "c1") in {None, "prompt-elsewhere"}


async def test_a_newcomer_talks_a_little_slower(square: Square) -> None:
    alix = await come(square, "Alix")
    most = square.means.config.guard.newcomer_messages_per_10s
    told = [await why(square, alix, f"message {at}", f"c{at}") for at in range(most + 1)]
    assert told == [None] * most + ["refuse-rate"]
    later(square, minutes=10)
    assert [await why(square, alix, f"encore {at}", f"d{at}") for at in range(most + 1)] == [None] * (most + 1)


async def test_a_newcomer_does_not_carry_one_text_from_room_to_room(square: Square) -> None:
    alix = await come(square, "Alix", everywhere=True)
    told = [await why(square, alix, f"{ADVERT} {at}", f"c{at}", conv) for at, conv in enumerate(ROOMS)]
    assert told[:2] == [None, None]
    assert told[2] == "refuse-newcomer-repeat"
    assert await why(square, alix, "sinon, qui vient au marché ?", "c9", ROOMS[2]) is None


async def test_whoever_was_here_before_or_is_known_is_no_newcomer(square: Square) -> None:
    alix = await come(square, "Alix")
    await talk_with(square, alix, "Basile", "Chloé", "Dora")
    assert value(square, alix, "sender.reputation") == 1
    assert await why(square, alix, "le programme est sur https://example.org", "c1") is None
    later(square, minutes=12)
    basile = square.live[next(visit for visit, one in square.live.items() if one.visit.profile.nickname == "Basile")]
    again = Profile(nickname="Basile II", age_band=AgeBand.FROM_25)
    found = await square.means.db.read(lambda conn: stored.entered(conn))
    device = next(one.device for one in found if one.visit == basile.visit.id)
    began = await visits.begin(
        square.means, await adult(square.means), again, Origin(device=device, network="else"), "fr"
    )
    assert isinstance(began, Began)
    assert value(square, await square.arrive(began.visit, "else"), "sender.is_newcomer") is False


async def test_a_changed_text_counts_too(square: Square) -> None:
    alix = await come(square, "Alix", everywhere=True)
    for at, conv in enumerate(ROOMS[:2]):
        n = await said(square, alix, f"bonsoir {at}", f"c{at}", conv)
        await messages.edit(square, alix, p.EditCommand(id=at, conv=conv, n=n, text=ADVERT))
        await asyncio.sleep(0.01)  # noted after the room was told
    assert value(square, alix, NEAR_ELSEWHERE, ADVERT) == 1
    assert await why(square, alix, ADVERT, "c9", ROOMS[2]) == "refuse-newcomer-repeat"


# ---------------------------------------------------------------- after a start


async def test_a_start_counts_again_what_was_counted(square: Square) -> None:
    alix = await come(square, "Alix", everywhere=True)
    for at, conv in enumerate(ROOMS[:2]):
        await said(square, alix, f"{ADVERT} {at}", f"c{at}", conv)
    assert await why(square, alix, "voyez https://example.com", "c5") == "refuse-newcomer-link"
    names = [NEAR_ELSEWHERE, "sender.messages_10m", "sender.refused_10m", "sender.minutes_here", "sender.is_newcomer"]
    before = [value(square, alix, name, ADVERT) for name in names]
    assert before == [1, 2, 1, 0, True]
    restarted = await open_square(square.means)
    back = await restarted.arrive(alix.visit, alix.network)
    assert [value(restarted, back, name, ADVERT) for name in names] == before
    later(square, minutes=11)
    late = await open_square(square.means)
    there = await late.arrive(alix.visit, alix.network)
    assert [value(late, there, name, ADVERT) for name in names] == [0, 0, 0, 11, False]


async def test_standing_is_kept_and_no_start_doubles_it(square: Square) -> None:
    alix = await come(square, "Alix")
    await talk_with(square, alix, "Basile", "Chloé", "Dora")
    await counting.keep(square.means, square.signals)
    kept = {one.key: one.points for one in await square.means.db.read(stored.standings)}
    assert kept[alix.visit.pass_id] == kept["device of Alix"] == pytest.approx(3_000, abs=5)
    for _ in range(3):
        square = await open_square(square.means)
        await counting.keep(square.means, square.signals)
    again = await square.arrive(alix.visit, alix.network)
    assert value(square, again, "sender.reputation") == 1
    assert {one.key: one.points for one in await square.means.db.read(stored.standings)} == kept


async def test_what_a_decision_took_comes_back_with_that_decision_alone_also_after_a_start(square: Square) -> None:
    alix = await come(square, "Alix")
    await talk_with(square, alix, "Basile", "Chloé", "Dora")
    who = await square.means.db.read(lambda conn: people.identity_of(conn, alix.visit.id))
    assert who is not None
    office = square.office
    mute, other = [Wish(measure=Measure.MUTE, for_ms=HOUR)], [Wish(measure=Measure.REMOVE)]
    first, _ = await decide(office, await open_case(office, author=who), mute, addressee=who)
    second, _ = await decide(office, await open_case(office, author=who), other, addressee=who)
    await asyncio.sleep(0.01)  # heard after the commit
    assert value(square, alix, "sender.reputation") == 0
    await fall(square, second)
    assert value(square, alix, "sender.reputation") == 0, "the first one stands"
    await counting.keep(square.means, square.signals)
    later(square, minutes=5)
    restarted = await open_square(square.means)
    again = await restarted.arrive(alix.visit, alix.network)
    assert value(restarted, again, "sender.reputation") == 0
    await fall(restarted, first)
    assert value(restarted, again, "sender.reputation") == 1


async def fall(square: Square, one: Decision) -> None:
    """A decision is taken back, and its addressee is told."""

    def work(tx: Tx) -> None:
        found, case = decisions.find(tx.conn, one.id), cases.find(tx.conn, one.choice.case)
        assert found is not None and case is not None
        carrying.take_back(tx, square.office, case, found, DecisionState.REVERSED, FIRST)

    await square.means.db.write(work)
    await asyncio.sleep(0.01)
