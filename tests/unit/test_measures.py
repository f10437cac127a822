"""The plan of a choice, the objections to it, and the table that drives what is done: plain functions of values."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from parvis.chat import standing
from parvis.core.casework import (
    Action,
    ActionState,
    Case,
    Channel,
    Choice,
    Ground,
    Identity,
    State,
    Subject,
    SubjectKind,
    Wish,
)
from parvis.core.clock import DAY, HOUR, MINUTE, Instant
from parvis.core.ids import ActionId, CaseId, ConversationId, DecisionId, MessageId, PassId, RoomId, VisitId
from parvis.core.policy import HARMS, MEASURES, UNDO_MS, Feature, Harm, Measure, Queue, Told
from parvis.core.talk import GoneBy, Status
from parvis.live.effects import Restricted
from parvis.moderation import measures
from parvis.moderation.execution import perform
from parvis.moderation.measures import Phase, World
from parvis.store.sanctions import RoomMeasure
from parvis.store.talk import Sent

NOW = Instant(1_800_000_000_000)
ACCUEIL = RoomId("accueil")
AUTHOR = Identity(visit=VisitId("v"), pass_id=PassId("p"), device="d", network="n", nickname="Alix")
CASE = Case(
    id=CaseId("c"), number=1, subject=Subject(kind=SubjectKind.MESSAGE, ref="m"), author=AUTHOR, lang="fr",
    channel=Channel.VISITOR, opened_at=NOW, state=State(harm=Harm.HARASSMENT),
)  # fmt: skip
SAID = Sent(
    mid=MessageId("m"), conversation=ConversationId("r:accueil"), n=1, sender=VisitId("v"), nickname="Alix",
    status=Status.DELIVERED, text="de travers", at=NOW, re=None, edited_at=None, gone_by=None,
)  # fmt: skip
HELD = msgspec.structs.replace(SAID, n=None, status=Status.HELD)
GONE = msgspec.structs.replace(SAID, text=None, gone_by=GoneBy.MODERATION)
WORLD = World(rooms=frozenset({ACCUEIL}), message=SAID)
USUAL: dict[Measure, Wish] = {
    one: Wish(
        measure=one, for_ms=HOUR if MEASURES[one].timed else None, room=ACCUEIL if MEASURES[one].on_room else None,
        feature=Feature.EDIT if one is Measure.LIMIT else None,
        every_s=2 if one in (Measure.SLOW_ROOM, Measure.PREMODERATE) else None,
        action=ActionId("a") if one is Measure.LIFT else None,
    )
    for one in Measure
}  # fmt: skip
RUNNING = Action(
    id=ActionId("a"), decision=DecisionId("d"), case=CASE.id, wish=USUAL[Measure.MUTE], state=ActionState.ACTIVE,
    starts_at=NOW,
)  # fmt: skip
WORLD_OF = {
    Measure.RELEASE: msgspec.structs.replace(WORLD, message=HELD),
    Measure.REFUSE: msgspec.structs.replace(WORLD, message=HELD),
    Measure.RESTORE: msgspec.structs.replace(WORLD, message=GONE, restorable=True),
    Measure.LIFT: msgspec.structs.replace(WORLD, running={RUNNING.id: RUNNING}),
}


def choosing(*wishes: Wish, **changes: Any) -> Choice:
    usual: dict[str, Any] = {
        "case": CASE.id, "wishes": list(wishes), "harm": Harm.HARASSMENT, "ground": Ground.TERMS, "rule": 2,
        "facts": {"fr": "Des insultes."},
    }  # fmt: skip
    return msgspec.convert(usual | changes, Choice)


def objection(choice: Choice, world: World = WORLD, case: Case = CASE) -> str | None:
    found = measures.objection(case, choice, world)
    return found.text_key.removeprefix("refuse-choice-") if found else None


# ---------------------------------------------------------------- the table


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_can_be_chosen_planned_and_carried_out(measure: Measure) -> None:
    choice, world = choosing(USUAL[measure]), WORLD_OF.get(measure, WORLD)
    assert objection(choice, world) is None
    [planned] = measures.plan(CASE, choice, NOW)
    recorder = Recorder()
    action = Action(
        id=ActionId("x"), decision=DecisionId("d"), case=CASE.id, wish=planned.wish, state=ActionState.DONE,
        starts_at=NOW,
    )  # fmt: skip
    perform(recorder, action, planned.classes)
    harmless = measure in (Measure.NOTHING, Measure.WARN)
    assert len(recorder.done) == (0 if harmless else 1)
    assert bool(planned.classes) == (MEASURES[measure].restricts and not MEASURES[measure].on_message)


def test_what_restricts_a_person_is_told_with_reasons_and_has_a_code() -> None:
    for policy in MEASURES.values():
        if policy.restricts:
            assert policy.statement and policy.told is Told.AUTHOR
            assert policy.visibility or policy.provision or policy.account
        if policy.on_room:
            assert policy.told is Told.ROOM and not policy.restricts
    assert [one for one, policy in MEASURES.items() if policy.two_people] == [Measure.BAN]


class Recorder:
    """An executor that notes which of its deeds was asked for."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *_given: self.done.append(name)


# ---------------------------------------------------------------- the plan


def test_the_plan_says_who_when_and_until_when() -> None:
    remove, mute = measures.plan(CASE, choosing(USUAL[Measure.REMOVE], USUAL[Measure.MUTE]), NOW)
    assert (remove.phase, remove.starts_at, remove.until, remove.classes) == (Phase.NOW, NOW, None, [])
    assert (mute.phase, mute.starts_at) == (Phase.AFTER_UNDO, NOW + UNDO_MS)
    assert mute.until == NOW + UNDO_MS + HOUR
    assert mute.classes == AUTHOR.classes()


def test_with_a_ban_everything_that_is_not_urgent_waits_for_the_second() -> None:
    planned = measures.plan(CASE, choosing(*(USUAL[one] for one in (Measure.BAN, Measure.WARN, Measure.REMOVE))), NOW)
    assert [one.phase for one in planned] == [Phase.AFTER_SECOND, Phase.AFTER_SECOND, Phase.NOW]
    assert planned[0].until is None


# ---------------------------------------------------------------- objections


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        ([], "empty"),
        ([Measure.NOTHING, Measure.WARN], "nothing-and"),
        ([Measure.SUSPEND, Measure.BAN], "against-itself"),
        ([Measure.REMOVE, Measure.RESTORE], "against-itself"),
        ([Measure.MUTE, Measure.MUTE], "twice"),
        ([Measure.RESTORE], "not-restorable"),
        ([Measure.RELEASE], "not-held"),
        ([Measure.LIFT], "nothing-to-lift"),
    ],
)
def test_what_makes_no_sense_is_refused(wishes: list[Measure], why: str) -> None:
    assert objection(choosing(*(USUAL[one] for one in wishes))) == why


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (Wish(measure=Measure.MUTE), "no-end"),
        (Wish(measure=Measure.MUTE, for_ms=MINUTE - 1), "no-end"),
        (Wish(measure=Measure.SUSPEND, for_ms=366 * DAY), "no-end"),
        (Wish(measure=Measure.BAN, for_ms=DAY), "no-length"),
        (Wish(measure=Measure.LIMIT, for_ms=DAY), "no-feature"),
        (Wish(measure=Measure.LIMIT, for_ms=DAY, feature=Feature.EDIT, room=ACCUEIL), "no-room"),
        (Wish(measure=Measure.CLOSE_ROOM), "no-room"),
        (Wish(measure=Measure.CLOSE_ROOM, room=RoomId("nowhere")), "no-room"),
        (Wish(measure=Measure.SLOW_ROOM, room=ACCUEIL), "no-amount"),
        (Wish(measure=Measure.PREMODERATE, room=ACCUEIL, every_s=21), "no-amount"),
    ],
)
def test_a_wish_needs_what_its_measure_needs(wish: Wish, why: str) -> None:
    assert objection(choosing(wish)) == why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"facts": {}}, "no-facts"),
        ({"facts": {"fr": "  "}}, "no-facts"),
        ({"facts": {"fr": "Le ###, quelqu'un."}}, "blank"),
        ({"facts": {"fr": "x" * 5001}}, "too-long"),
        ({"rule": 0}, "no-rule"),
        ({"rule": 8}, "no-rule"),
        ({"ground": Ground.ILLEGAL}, "no-law"),
        ({"ground": Ground.ILLEGAL, "legal_ground": "Code pénal, art. R624-3"}, "no-law"),
        ({"harm": Harm.CHILD_SAFETY}, "other-queue"),
    ],
)
def test_a_restriction_needs_reasons_that_can_be_read(changes: dict[str, Any], why: str) -> None:
    assert objection(choosing(USUAL[Measure.MUTE], **changes)) == why


def test_nothing_done_needs_no_facts_and_the_law_needs_its_article_and_why() -> None:
    assert objection(choosing(USUAL[Measure.NOTHING], facts={})) is None
    lawful = {"ground": Ground.ILLEGAL, "legal_ground": "Code pénal, art. R624-3", "explanation": "Injure."}
    assert objection(choosing(USUAL[Measure.MUTE], **lawful)) is None


def test_what_is_held_is_released_or_refused_by_any_decision() -> None:
    world = WORLD_OF[Measure.RELEASE]
    assert objection(choosing(USUAL[Measure.WARN]), world) == "still-held"
    assert objection(choosing(USUAL[Measure.WARN], USUAL[Measure.REFUSE]), world) is None
    assert objection(choosing(USUAL[Measure.RELEASE], USUAL[Measure.REFUSE]), world) == "against-itself"


def test_nobody_is_restricted_where_nobody_is_concerned() -> None:
    room = msgspec.structs.replace(CASE, author=None, subject=Subject(kind=SubjectKind.ROOM, ref="accueil"))
    assert objection(choosing(USUAL[Measure.MUTE]), WORLD, room) == "nobody"
    assert objection(choosing(USUAL[Measure.REMOVE]), WORLD, room) == "nobody"
    assert objection(choosing(USUAL[Measure.CLOSE_ROOM], facts={}), WORLD, room) is None
    gone = msgspec.structs.replace(WORLD, message=None)
    assert objection(choosing(USUAL[Measure.REMOVE]), gone) == "no-message"


def test_every_queue_has_a_harm() -> None:
    assert {policy.queue for policy in HARMS.values()} == set(Queue)


# ---------------------------------------------------------------- what it means on the square


def holding(measure: Measure, left: int | None, feature: Feature | None = None, room: RoomId | None = None) -> Any:
    until = None if left is None else Instant(NOW + left)
    return [Restricted(visit=VisitId("v"), measure=measure, until=until, feature=feature, room=room)]


@pytest.mark.parametrize(
    ("left", "key", "count"),
    [
        (1, "refuse-muted-minutes", 1),
        (90 * MINUTE, "refuse-muted-minutes", 90),
        (2 * HOUR, "refuse-muted-hours", 2),
        (47 * HOUR + 1, "refuse-muted-hours", 48),
        (3 * DAY - 1, "refuse-muted-days", 3),
    ],
)
def test_somebody_muted_is_told_how_long_in_the_unit_people_use(left: int, key: str, count: int) -> None:
    refused = standing.may_write(holding(Measure.MUTE, left), ACCUEIL, NOW)
    assert refused is not None and (refused.text_key, refused.args) == (key, {"count": count})


def test_what_has_ended_holds_nobody_back() -> None:
    assert standing.may_write(holding(Measure.MUTE, 0), ACCUEIL, NOW) is None
    assert not standing.is_shut_out(holding(Measure.SUSPEND, -1), NOW)
    assert standing.is_shut_out(holding(Measure.BAN, None), NOW)


def test_a_limit_in_one_room_leaves_the_others() -> None:
    here = holding(Measure.LIMIT, HOUR, Feature.WRITE_IN_ROOM, ACCUEIL)
    assert standing.may_write(here, ACCUEIL, NOW) is not None
    assert standing.may_write(here, RoomId("musique"), NOW) is None
    assert standing.may_edit(here, NOW) is None
    assert standing.may_edit(holding(Measure.LIMIT, HOUR, Feature.EDIT), NOW) is not None


def test_what_stands_on_a_room_ends_by_itself() -> None:
    def stands(measure: Measure, ends_at: Instant | None) -> RoomMeasure:
        return RoomMeasure(
            room=ACCUEIL, measure=measure, action=ActionId("a"), amount=5, at=NOW, ends_at=ends_at
        )  # fmt: skip

    rules = standing.RoomRules((stands(Measure.CLOSE_ROOM, NOW), stands(Measure.SLOW_ROOM, None)))
    assert not rules.is_closed(NOW)
    assert rules.strongest(NOW) is Measure.SLOW_ROOM
    assert rules.amount(Measure.SLOW_ROOM, NOW) == 5
    assert standing.USUAL.strongest(NOW) is None


def test_a_slow_room_says_when_to_try_again() -> None:
    waits = standing.too_soon(NOW, 30, Instant(NOW + 10_500))
    assert waits is not None and (waits.retry_ms, waits.args) == (19_500, {"seconds": 20})
    assert standing.too_soon(NOW, 30, Instant(NOW + 30_000)) is None
