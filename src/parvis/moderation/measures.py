"""What a choice would do, worked out before anything is done: a plan to show, and the objections to making it.

Everything here is a plain function of values. A decision has up to two steps: what is urgent happens in the moment it
is taken; the rest waits for its minute, or for a second person and then its minute. Each step is one transaction.
"""

from __future__ import annotations

from enum import Enum

import msgspec

from parvis.core.casework import FACTS_MAX, Action, ActionState, Case, Choice, ClassKind, Ground, SubjectKind, Wish
from parvis.core.clock import DAY, MINUTE, Instant
from parvis.core.ids import ActionId, RoomId
from parvis.core.policy import HARMS, MEASURES, RULES, UNDO_MS, Feature, Measure, MeasurePolicy, Told
from parvis.core.talk import Status
from parvis.moderation.refusal import Refused
from parvis.store.talk import Sent

SHORTEST_MS = MINUTE
LONGEST_MS = 365 * DAY
"""What has no end takes two people: a longer span would be one by another name."""
SLOWEST_S = 3_600
FIRST_MAX = 20
BLANK = "###"
"""Marks what must still be filled in, in facts that began as a template."""


class Phase(Enum):
    """When a measure takes effect."""

    NOW = "now"
    AFTER_UNDO = "after-undo"
    AFTER_SECOND = "after-second"


class Consequence(msgspec.Struct, frozen=True, kw_only=True):
    """One measure as it would be: for whom, from when, until when. ``until`` None is without end, or at once."""

    wish: Wish
    phase: Phase
    starts_at: Instant
    until: Instant | None = None
    classes: list[tuple[ClassKind, str]] = []
    """The identity class it would hold against; empty when it restricts nobody."""

    @property
    def policy(self) -> MeasurePolicy:
        """What follows from the measure."""
        return MEASURES[self.wish.measure]

    @property
    def told(self) -> Told:
        """Who hears of it."""
        return self.policy.told

    @property
    def lasts(self) -> bool:
        """Whether it goes on until its end or until it is lifted, rather than being done at once."""
        return is_lasting(self.wish.measure)


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What must be known of the store to judge a choice."""

    rooms: frozenset[RoomId]
    message: Sent | None = None
    """What the case is about, when it is about a message that is still kept."""
    restorable: bool = False
    running: dict[ActionId, Action] = {}
    """Measures that hold against the author, or that this case took."""


def is_lasting(measure: Measure) -> bool:
    """Whether a measure stands for a time: restrictions of a person, and what was done to a room."""
    policy = MEASURES[measure]
    if policy.on_room:
        return measure is not Measure.OPEN_ROOM
    return policy.timed or measure is Measure.BAN


def plan(case: Case, choice: Choice, now: Instant) -> list[Consequence]:
    """What the choice would do, measure by measure, in its order; asks nothing but the values it is given."""
    return [_consequence(case, choice, wish, now) for wish in choice.wishes]


def _consequence(case: Case, choice: Choice, wish: Wish, now: Instant) -> Consequence:
    phase = phase_of(choice, wish)
    starts_at = now if phase is Phase.NOW else Instant(now + UNDO_MS)
    until = None if wish.for_ms is None else Instant(starts_at + wish.for_ms)
    holds = is_lasting(wish.measure) and not MEASURES[wish.measure].on_room
    classes = case.author.classes() if holds and case.author else []
    return Consequence(wish=wish, phase=phase, starts_at=starts_at, until=until, classes=classes)


def phase_of(choice: Choice, wish: Wish) -> Phase:
    """When it takes effect: what is urgent at once; a second person agrees to all the rest together."""
    if MEASURES[wish.measure].urgent:
        return Phase.NOW
    return Phase.AFTER_SECOND if needs_two(choice) else Phase.AFTER_UNDO


def needs_two(choice: Choice) -> bool:
    """Whether a second person must agree."""
    return any(MEASURES[wish.measure].two_people for wish in choice.wishes)


def shuts_out(choice: Choice) -> bool:
    """Whether it keeps somebody out for a while or for good."""
    return any(wish.measure in (Measure.SUSPEND, Measure.BAN) for wish in choice.wishes)


def restricts(choice: Choice) -> bool:
    """Whether it takes something from a person."""
    return any(MEASURES[wish.measure].restricts for wish in choice.wishes)


# ---------------------------------------------------------------- objections


def objection(case: Case, choice: Choice, world: World) -> Refused | None:
    """Why a choice cannot be made, or None."""
    if not choice.wishes:
        return _refused("empty")
    return _together(choice) or _each(case, choice, world) or _reasons(case, choice) or _left_waiting(choice, world)


_EXCLUSIVE = (
    frozenset({Measure.RELEASE, Measure.REFUSE}), frozenset({Measure.REMOVE, Measure.RESTORE}),
    frozenset({Measure.SUSPEND, Measure.BAN}), frozenset({Measure.CLOSE_ROOM, Measure.OPEN_ROOM}),
)  # fmt: skip


def _together(choice: Choice) -> Refused | None:
    """What does not go together."""
    measures = [wish.measure for wish in choice.wishes]
    if Measure.NOTHING in measures and len(measures) > 1:
        return _refused("nothing-and")
    if any(len(pair.intersection(measures)) > 1 for pair in _EXCLUSIVE):
        return _refused("against-itself")
    keys = [(wish.measure, wish.feature, wish.room, wish.action) for wish in choice.wishes]
    return _refused("twice") if len(set(keys)) < len(keys) else None


def _each(case: Case, choice: Choice, world: World) -> Refused | None:
    return next((found for wish in choice.wishes if (found := _one(case, wish, world))), None)


def _one(case: Case, wish: Wish, world: World) -> Refused | None:
    policy = MEASURES[wish.measure]
    on_person = policy.told is Told.AUTHOR
    if on_person and case.author is None:
        return _refused("nobody")
    if is_lasting(wish.measure) and not policy.on_room and case.author and not case.author.classes():
        return _refused("nobody")  # the visit was erased before it was reported: nothing is left to hold on to
    if policy.timed and not (wish.for_ms and SHORTEST_MS <= wish.for_ms <= LONGEST_MS):
        return _refused("no-end")
    if wish.for_ms is not None and not (policy.timed or policy.on_room):
        return _refused("no-length")
    if policy.on_message:
        return _on_message(case, wish.measure, world)
    if policy.on_room:
        return _on_room(wish, world)
    if wish.measure is Measure.LIMIT:
        return _limit(wish, world)
    if wish.measure is Measure.LIFT:
        ran = world.running.get(wish.action) if wish.action else None
        return None if ran and ran.state is ActionState.ACTIVE else _refused("nothing-to-lift")
    return None


def _on_message(case: Case, measure: Measure, world: World) -> Refused | None:
    if case.subject.kind is not SubjectKind.MESSAGE or world.message is None:
        return _refused("no-message")
    one = world.message
    held, shown = one.status is Status.HELD, one.status is Status.DELIVERED and one.text is not None
    match measure:
        case Measure.RELEASE | Measure.REFUSE:
            return None if held else _refused("not-held")
        case Measure.RESTORE:
            return None if world.restorable else _refused("not-restorable")
        case _:
            return None if shown else _refused("already-gone")


def _on_room(wish: Wish, world: World) -> Refused | None:
    if wish.room not in world.rooms:
        return _refused("no-room")
    if wish.for_ms is not None and not SHORTEST_MS <= wish.for_ms <= LONGEST_MS:
        return _refused("no-end")
    most = {Measure.SLOW_ROOM: SLOWEST_S, Measure.PREMODERATE: FIRST_MAX}.get(wish.measure)
    if most is not None and not 1 <= (wish.every_s or 0) <= most:
        return _refused("no-amount", max=most)
    return None


def _limit(wish: Wish, world: World) -> Refused | None:
    if wish.feature is None:
        return _refused("no-feature")
    if wish.room is None:
        return None
    fits = wish.feature is Feature.WRITE_IN_ROOM and wish.room in world.rooms
    return None if fits else _refused("no-room")


def _reasons(case: Case, choice: Choice) -> Refused | None:
    """Reasons a person can read and contest (Regulation (EU) 2022/2065, Art. 17(3)); for nothing done, none needed."""
    if not 1 <= choice.rule <= len(RULES):
        return _refused("no-rule")
    if HARMS[choice.harm].queue is not case.state.queue:
        return _refused("other-queue")
    if not any(MEASURES[wish.measure].statement for wish in choice.wishes):
        return None
    texts = [*choice.facts.values(), choice.explanation, choice.legal_ground]
    if not any(text.strip() for text in choice.facts.values()):
        return _refused("no-facts")
    if any(BLANK in text for text in texts):
        return _refused("blank")
    if any(len(text) > FACTS_MAX for text in texts):
        return _refused("too-long", max=FACTS_MAX)
    if choice.ground is Ground.ILLEGAL and not (choice.legal_ground.strip() and choice.explanation.strip()):
        return _refused("no-law")
    return None


def _left_waiting(choice: Choice, world: World) -> Refused | None:
    """What was held must be released or refused by any decision on it: nothing may wait for a closed case."""
    ends = {Measure.RELEASE, Measure.REFUSE}.intersection(wish.measure for wish in choice.wishes)
    held = world.message is not None and world.message.status is Status.HELD
    return _refused("still-held") if held and not ends else None


def _refused(what: str, **args: str | int) -> Refused:
    return Refused(text_key=f"refuse-choice-{what}", args=args)
