"""Shipped rules that act by what goes on around: where others were just stopped, and from room to room."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from caseload import enrol
from cast import ACCUEIL, adult, open_square, send
from parvis.access import visits
from parvis.access.means import Means
from parvis.access.visits import Began
from parvis.chat import counting, messages, rooms
from parvis.chat.square import Live, Square
from parvis.core.clock import FakeClock
from parvis.core.config import Config
from parvis.core.ids import ConversationId
from parvis.core.people import AgeBand, Origin, Profile
from parvis.core.talk import Outcome, Page, Status
from parvis.core.verdict import Ruling, Value
from parvis.guard.edition import Current, as_shipped

SLUR = "sales arabes, rentrez chez vous"
CLAIM = "la france aux français de souche, les autres dehors"
CLAIM_OF_A_SEEKER = "je cherche une lycéenne pour discuter"
NUIT, MUSIQUE = ConversationId("r:nuit"), ConversationId("r:musique")


@pytest.fixture
def rules() -> Current:
    """Lists alone: what the learned check asks about besides is not what is tried here."""
    return Current(as_shipped().scored_by(None))


@pytest.fixture
async def square(means: Means, rules: Current) -> Square:
    opened = await open_square(dataclasses.replace(means, config=Config()), rules)
    opened.guard.doubt = Ruling.HOLD
    await enrol(opened.office)
    return opened


async def come(square: Square, nickname: str, *others: ConversationId) -> Live:
    """Somebody from a device and a network of their own, in the first room and perhaps in others."""
    origin = Origin(device=f"device of {nickname}", network=f"network of {nickname}")
    profile = Profile(nickname=nickname, age_band=AgeBand.FROM_25)
    began = await visits.begin(square.means, await adult(square.means), profile, origin, "fr")
    assert isinstance(began, Began)
    live = await square.arrive(began.visit, origin.network)
    for conv in (ACCUEIL, *others):
        assert isinstance(await rooms.join(square, live, conv), Page)
    return live


async def say(square: Square, live: Live, text: str, conv: ConversationId = ACCUEIL) -> Status:
    outcome = await messages.say(square, live, send(text, f"c{square.means.clock.now()}{conv}", conv))
    assert isinstance(outcome, Outcome), outcome
    return outcome.status


async def two_are_stopped(square: Square) -> None:
    for nickname in ("Vrai Blanc", "Dur Demon"):
        assert await say(square, await come(square, nickname), SLUR) is Status.REFUSED


async def test_a_newcomers_words_against_a_group_wait_where_two_others_were_just_stopped(
    square: Square, clock: FakeClock
) -> None:
    newcomer = await come(square, "Sang Net", NUIT)
    await two_are_stopped(square)
    assert await say(square, newcomer, CLAIM, NUIT) is Status.DELIVERED, "nothing goes on in that room"
    assert await say(square, newcomer, CLAIM) is Status.HELD
    clock.advance(timedelta(minutes=11))
    assert await say(square, await come(square, "Le Juste"), CLAIM) is Status.DELIVERED


async def test_one_alone_makes_no_raid_however_often_they_are_stopped(square: Square) -> None:
    one = await come(square, "Vrai Blanc")
    for at in range(3):
        await messages.say(square, one, send(f"{SLUR} {at}", f"s{at}"))
    assert await say(square, await come(square, "Sang Net"), CLAIM) is Status.DELIVERED


async def test_those_who_are_meant_may_speak_while_it_goes_on(square: Square, rules: Current) -> None:
    await two_are_stopped(square)
    rules.swap(as_shipped())
    one = await come(square, "Nour de Sète")
    for text in (
        "je suis arabe et fière, et je vous souhaite une belle soirée",
        "on m'a traitée de sale arabe hier, j'en ai pleuré",
        "nous les pédés on fait la fête samedi, venez",
    ):
        outcome = await messages.say(square, one, send(text, text[:20]))
        assert isinstance(outcome, Outcome) and outcome.status is Status.DELIVERED, text


async def test_whoever_was_there_before_is_no_newcomer_to_it(square: Square, clock: FakeClock) -> None:
    regular = await come(square, "Odile")
    clock.advance(timedelta(minutes=11))
    await two_are_stopped(square)
    assert await say(square, regular, CLAIM) is Status.DELIVERED


async def test_a_newcomer_who_offers_people_is_stopped_in_the_third_room(square: Square) -> None:
    one = await come(square, "Agence Velours", NUIT, MUSIQUE)
    offer = "mes filles se déplacent à l'hôtel, je m'occupe du rendez-vous"
    assert await say(square, one, "bonsoir les gens du soir, il fait doux ici", ACCUEIL) is Status.DELIVERED
    assert await say(square, one, offer, NUIT) is Status.DELIVERED, "two rooms are nothing unusual"
    assert await say(square, one, f"{offer} demain", MUSIQUE) is Status.HELD


async def test_a_caterer_who_goes_round_the_rooms_is_heard_in_all(square: Square) -> None:
    one = await come(square, "Traiteur Nadia", NUIT, MUSIQUE)
    assert await say(square, one, "mes trois filles font le service samedi, elles adorent ça") is Status.DELIVERED
    looking = "je cherche deux serveuses, je fournis le logement, 12 euros de l'heure"
    assert await say(square, one, looking, NUIT) is Status.DELIVERED
    assert await say(square, one, "mes filles sont serveuses le samedi soir", MUSIQUE) is Status.DELIVERED


async def test_a_start_knows_how_many_were_stopped_there_held_ones_too(square: Square, rules: Current) -> None:
    held, refused, first = await come(square, "Alix"), await come(square, "Basile"), await come(square, "Chloé")
    assert await say(square, held, CLAIM_OF_A_SEEKER) is Status.HELD
    assert await say(square, refused, SLUR) is Status.REFUSED
    assert await say(square, first, "bonsoir à tous") is Status.DELIVERED
    stopped = "conversation.stopped_people_10m", "sender.held_24h"
    before = [around(square, held, name) for name in stopped]
    assert before == [2, 1]
    again = await open_square(square.means, rules)
    back = await again.arrive(held.visit, held.network)
    assert [around(again, back, name) for name in stopped] == before
    assert isinstance(square.means.clock, FakeClock)
    square.means.clock.advance(timedelta(minutes=11))
    late = await open_square(square.means, rules)
    there = await late.arrive(held.visit, held.network)
    assert [around(late, there, name) for name in stopped] == [0, 1]


def around(square: Square, live: Live, name: str) -> Value:
    now = square.means.clock.now()
    return counting.around(square.means, square.signals, live.who, ACCUEIL, "", now).value(name)
