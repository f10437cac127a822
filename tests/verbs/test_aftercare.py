"""Rules over what somebody does: one text in many rooms, one plan with many people; after delivery, by the minute."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from cast import adult, open_square, send
from parvis import jobs
from parvis.access import visits
from parvis.access.means import Means
from parvis.access.visits import Began
from parvis.chat import aftercare, messages, rooms, standing
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.casework import Case, Channel
from parvis.core.clock import FakeClock
from parvis.core.ids import CaseId, ConversationId
from parvis.core.people import AgeBand, Origin, Profile
from parvis.core.policy import Feature, Harm
from parvis.core.talk import Message, Outcome, Page, Status
from parvis.core.verdict import Ruling, Value
from parvis.guard.edition import Current, Edition, shipped
from parvis.guard.learned import Learned, Scores
from parvis.guard.rules import BadPack, read_pack
from parvis.guard.views import Views
from parvis.store import cases
from parvis.store.database import Reading
from parvis.store.schema_cases import case as case_table
from ruled import HEAD

ROOMS = tuple(ConversationId(f"r:{room}") for room in ("accueil", "nuit", "musique", "cuisine", "paris"))
ADVERT = "Nouveau par ici, venez toutes et tous voir mes photos de vacances, elles sont belles"
PLAN = "tu viens ce soir vers 21 h ? je t'attends chez moi, on sera bien tous les deux"


@pytest.fixture
async def square(means: Means) -> Square:
    opened = await open_square(means)
    opened.guard.doubt = Ruling.HOLD
    return opened


async def come(square: Square, nickname: str) -> Live:
    """Somebody with a device and a network of their own, in all rooms."""
    origin = Origin(device=f"device of {nickname}", network=f"network of {nickname}")
    profile = Profile(nickname=nickname, age_band=AgeBand.FROM_25)
    began = await visits.begin(square.means, await adult(square.means), profile, origin, "fr")
    assert isinstance(began, Began)
    live = await square.arrive(began.visit, origin.network)
    for conv in ROOMS:
        assert isinstance(await rooms.join(square, live, conv), Page)
    return live


async def say(
    square: Square, live: Live, text: str, cid: str, conv: ConversationId, re: int | None = None
) -> Outcome:  # fmt: skip
    outcome = await messages.say(square, live, send(text, cid, conv, re))
    assert isinstance(outcome, Outcome), outcome
    assert isinstance(square.means.clock, FakeClock)
    square.means.clock.advance(timedelta(seconds=5))
    return outcome


async def open_cases(square: Square) -> list[Case]:
    def look(conn: Reading) -> list[Case]:
        ids = conn.execute(case_table.select().with_only_columns(case_table.c.id)).scalars().all()
        return [found for one in ids if (found := cases.find(conn, CaseId(one)))]

    return await square.means.db.read(look)


async def test_the_fourth_room_does_not_hear_what_three_have_heard(square: Square) -> None:
    alix, basile = await come(square, "Alix"), await come(square, "Basile")
    told = [await say(square, alix, f"{ADVERT} {at}", f"c{at}", conv) for at, conv in enumerate(ROOMS[:4])]
    assert [one.status for one in told] == [Status.DELIVERED] * 3 + [Status.REFUSED]
    assert told[3].reason == "refuse-same-everywhere"
    others = ["je rentre du travail, quelle pluie ce soir", "quelqu'un a un livre à conseiller ?",
              "bonne soirée à vous", "qui connaît un bon vélo d'occasion ?"]  # fmt: skip
    for at, (conv, text) in enumerate(zip(ROOMS, others, strict=False)):
        assert (await say(square, basile, text, f"c{at}", conv)).status is Status.DELIVERED


async def test_a_place_apart_to_come_alone_to_waits_for_the_desk(square: Square) -> None:
    alix = await come(square, "Alix")
    held = await say(square, alix, "rejoins-moi à 22 h derrière la gare, viens seul", "c1", ROOMS[0])
    assert held.status is Status.HELD
    (one,) = await open_cases(square)
    assert (one.state.harm, one.channel) == (Harm.DANGER, Channel.GUARD)


async def test_the_same_appointment_made_with_three_people_opens_a_case_once_it_is_seen(square: Square) -> None:
    """Each is harmless by itself, and has been delivered; a friend who asks one person is nobody's business."""
    alix, basile = await come(square, "Alix"), await come(square, "Basile")
    asked = [
        await say(square, await come(square, name), f"bonsoir, moi c'est {name}", "c1", ROOMS[0])
        for name in ("Chloé", "Dora", "Emma")
    ]
    for at, one in enumerate(asked):
        assert one.message is not None
        said = await say(square, alix, PLAN, f"c{at}", ROOMS[0], re=one.message.n)
        assert said.status is Status.DELIVERED
        square.means.clock.advance(timedelta(minutes=2))  # type: ignore[attr-defined]
        acted = await aftercare.look_again(square)
        assert acted == (1 if at == 2 else 0)
    assert asked[0].message is not None
    await say(square, basile, PLAN, "c1", ROOMS[0], re=asked[0].message.n)
    assert await aftercare.look_again(square) == 0
    (case,) = await open_cases(square)
    assert (case.state.harm, case.channel) == (Harm.DANGER, Channel.GUARD)
    assert case.author is not None and case.author.visit == alix.visit.id


async def test_what_was_delivered_just_before_the_server_died_is_looked_at_after_a_start_and_only_once(
    square: Square,
) -> None:
    alix = await come(square, "Alix")
    for at in range(3):
        await say(square, alix, PLAN, f"c{at}", ROOMS[at])
    assert len(square.later.waiting) == 3, "and the server is killed"
    restarted = await open_square(square.means)
    assert await aftercare.look_again(restarted) == 3
    assert len(await open_cases(square)) == 3
    assert [len((await open_square(square.means)).later.waiting), await aftercare.look_again(restarted)] == [0, 0]


async def test_what_was_watched_before_the_server_stopped_is_not_counted_twice(square: Square) -> None:
    square.packs = Current(Edition(shipped(), modes={"lure-repeated": "shadow"}))
    alix = await come(square, "Alix")
    for at in range(3):
        await say(square, alix, PLAN, f"c{at}", ROOMS[at])
    await aftercare.look_again(square)
    await square.office.hits.write(square.office)
    await say(square, alix, "sinon, il fait beau", "c9", ROOMS[0])
    assert list((await open_square(square.means)).later.waiting) == []


async def test_a_changed_text_is_looked_at_again_too(square: Square) -> None:
    alix = await come(square, "Alix")
    for at in range(2):
        await say(square, alix, PLAN, f"c{at}", ROOMS[at])
    said = await say(square, alix, "bonsoir", "c2", ROOMS[2])
    assert said.message is not None
    await aftercare.look_again(square)
    changed = await messages.edit(square, alix, p.EditCommand(id=1, conv=ROOMS[2], n=said.message.n, text=PLAN))
    assert isinstance(changed, Message)
    await asyncio.sleep(0.01)  # noted after the commit
    assert await aftercare.look_again(square) == 1


async def test_what_was_taken_away_before_it_was_looked_at_again_is_left_alone(square: Square) -> None:
    alix = await come(square, "Alix")
    for at, conv in enumerate(ROOMS[:2]):
        await say(square, alix, PLAN, f"c{at}", conv)
    last = await say(square, alix, PLAN + " vraiment", "c9", ROOMS[2])
    assert last.message is not None
    await messages.delete(square, alix, ROOMS[2], last.message.n)
    assert await aftercare.look_again(square) == 0
    assert await open_cases(square) == []


async def test_whoever_says_always_the_same_everywhere_is_limited_by_the_minute_and_only_once(square: Square) -> None:
    alix, basile = await come(square, "Alix"), await come(square, "Basile")
    for at in range(6):
        said = await say(square, alix, f"{ADVERT} {at}", f"c{at}", ROOMS[at % 3])
        assert said.status is Status.DELIVERED
        await say(square, basile, f"je parle de tout et de rien, {at} fois {at * at} aujourd'hui", f"c{at}", ROOMS[0])
    assert await aftercare.sweep(square) == 1
    await asyncio.sleep(0.01)  # what was done is felt after the commit
    now = square.means.clock.now()
    assert [one.feature for one in standing.holding(alix.restrictions, now)] == [Feature.WRITE_IN_ROOM]
    assert basile.restrictions == []
    assert await aftercare.sweep(square) == 0


async def test_a_second_look_uses_the_scores_that_were_made_unless_the_text_is_another(
    square: Square, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored: list[str] = []
    score = Learned.score

    def counting(model: Learned, views: Views, found: Mapping[str, Value]) -> Scores | None:
        scored.append(views.text)
        return score(model, views, found)

    monkeypatch.setattr(Learned, "score", counting)
    alix = await come(square, "Alix")
    for at in range(3):
        await say(square, alix, PLAN, f"c{at}", ROOMS[at])
    assert scored == [PLAN] * 3
    assert await aftercare.look_again(square) == 3
    assert scored == [PLAN] * 3, "one second later nothing is scored a second time"

    basile = await come(square, "Basile")
    said_by_another = (await say(square, basile, PLAN, "c1", ROOMS[0])).message
    assert said_by_another is not None
    changed = f"{PLAN}, et apporte du pain"
    edit = p.EditCommand(id=1, conv=ROOMS[0], n=said_by_another.n, text=changed)
    assert isinstance(await messages.edit(square, basile, edit), Message)
    await asyncio.sleep(0.01)  # what waits is noted after the commit
    assert [one.edited_at is None for one in square.later.waiting] == [True, False]
    scored.clear()
    await aftercare.look_again(square)
    assert scored == [changed], "of what was judged as another text; the new one has its scores"


async def test_the_clock_does_both(square: Square) -> None:
    names = {work.__name__: seconds for seconds, work in jobs.of_the_guard(square)}
    assert names == {"keep_what_was_earned": 5.0, "look_again": 1.0, "sweep": 60.0}


async def test_a_rule_in_shadow_looks_again_and_does_nothing(square: Square) -> None:
    square.packs = Current(Edition(shipped(), modes={"lure-repeated": "shadow", "one-text-all-over": "shadow"}))
    alix = await come(square, "Alix")
    for at in range(3):
        await say(square, alix, PLAN, f"c{at}", ROOMS[at])
    assert [await aftercare.look_again(square), await aftercare.sweep(square)] == [0, 0]
    assert await open_cases(square) == []


@pytest.mark.parametrize(
    ("stage", "when", "what"),
    [
        ("sync", "hit.a && sender.alike_addressed_24h > 2", '{ do = "case" }'),
        ("sweep", "sender.near_duplicate_conversations_10m > 2", '{ do = "refuse" }'),
        ("async", "hit.a", '{ do = "warn_recipient" }'),
    ],
)
def test_what_comes_too_late_or_too_early_is_no_rule(stage: str, when: str, what: str) -> None:
    text = f"""{HEAD}
[[list]]
id = "a"
terms = ["a"]
[[rule]]
id = "too-late"
title = {{ fr = "a", en = "a" }}
harm = "spam"
on = ["message"]
stage = "{stage}"
when = "{when}"
actions = [{what}]
text_key = "held-doubt"
owner = "tests"
review_by = 2030-01-01
mode = "live"
"""
    with pytest.raises(BadPack, match="too-late"):
        Edition([read_pack(text)])
