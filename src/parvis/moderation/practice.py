"""Learning on made-up cases: the desk's own rules and plan on a case that exists only while a page is made.

Nothing here reads or writes the store. What a trainee decides is judged by `measures.objection` as any decision is,
and then set beside what a colleague would have decided.
"""

from __future__ import annotations

import msgspec

from parvis.core.casework import (
    Case,
    Choice,
    Ground,
    Identity,
    Report,
    State,
    Status,
    Subject,
    SubjectKind,
    Wish,
)
from parvis.core.clock import MINUTE, Instant
from parvis.core.ids import CaseId, ConversationId, MessageId, PassId, ReportId, RoomId, VisitId
from parvis.core.policy import HARMS, MEASURES, Harm, Measure
from parvis.core.showing import Evidence, Line
from parvis.core.talk import Status as MessageStatus
from parvis.moderation.exercises import EXERCISES, Both, Exercise, Said
from parvis.moderation.measures import World
from parvis.store.talk import Sent

AGO = 10 * MINUTE
"""How long ago, on the page, the reported words were said."""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise laid out as a case, in one language."""

    case: Case
    world: World
    evidence: Evidence
    reports: list[Report]


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in which two decisions can differ."""

    name: str
    """``measures``, ``harm`` or ``rule``."""
    agrees: bool


def find(slug: str) -> Exercise | None:
    """An exercise by its name."""
    return next((one for one in EXERCISES if one.slug == slug), None)


def after(slug: str) -> Exercise | None:
    """The one that comes next; None after the last."""
    slugs = [one.slug for one in EXERCISES]
    following = slugs.index(slug) + 1
    return EXERCISES[following] if following < len(EXERCISES) else None


def stage(one: Exercise, lang: str, room: RoomId, now: Instant) -> Scene:
    """The case of an exercise, as if it had just come to the desk."""
    said_at = Instant(now - AGO)
    scene = [*one.before, one.said, *one.after]
    place = len(one.before)
    lines = [
        _line(index, each, lang, Instant(said_at + (index - place) * MINUTE)) for index, each in enumerate(scene)
    ]  # fmt: skip
    message, conversation = lines[place], ConversationId(f"r:{room}")
    case_id, policy = CaseId(f"practice-{one.slug}"), HARMS[one.opens_as]
    number = EXERCISES.index(one) + 1
    author = Identity(
        visit=VisitId(message.sender),
        pass_id=PassId("practice"),
        device="practice",
        nickname=message.nickname,
        lang=lang,
    )
    state = State(
        status=Status.CLAIMED, harm=one.opens_as, queue=policy.queue, severity=policy.severity,
        due_at=Instant(now + policy.due_ms), reports=len(one.reports),
    )  # fmt: skip
    n = None if one.held else place + 1
    return Scene(
        case=Case(
            id=case_id, number=number, author=author, lang=lang, channel=one.channel, opened_at=said_at, state=state,
            subject=Subject(kind=SubjectKind.MESSAGE, ref=message.mid, conversation=conversation, n=n),
        ),
        world=World(rooms=frozenset({room}), message=Sent(
            mid=MessageId(message.mid), conversation=conversation, n=n, sender=VisitId(message.sender),
            nickname=message.nickname, text=message.text, at=message.at, re=None, edited_at=None, gone_by=None,
            status=MessageStatus.HELD if one.held else MessageStatus.DELIVERED,
        )),
        evidence=Evidence(message=message, window=lines),
        reports=[
            Report(
                id=ReportId(f"practice-{index}"), case=case_id, channel=one.channel, reason=reason, lang=lang,
                note=_in(note, lang), at=Instant(said_at + index * MINUTE),
            )
            for index, (reason, note) in enumerate(one.reports, start=1)
        ],
    )  # fmt: skip


def advised(one: Exercise, case: Case) -> Choice:
    """What a colleague would have decided, as a choice."""
    advice = one.advice
    return Choice(
        case=case.id, harm=advice.harm, ground=Ground.TERMS, rule=advice.rule, facts=advice.facts,
        wishes=[Wish(measure=measure, for_ms=length) for measure, length in advice.measures.items()],
    )  # fmt: skip


def compared(one: Exercise, choice: Choice) -> list[Point]:
    """Where somebody decided as a colleague would; lengths are left to judgement, and words are read, not counted."""
    advice = one.advice
    taken = frozenset(wish.measure for wish in choice.wishes)
    points = [
        Point(name="measures", agrees=taken in (frozenset(advice.measures), *advice.also)),
        Point(name="harm", agrees=choice.harm is advice.harm),
    ]
    if has_letter(taken):
        is_broken = has_letter(frozenset(advice.measures))
        points.append(Point(name="rule", agrees=is_broken and choice.rule == advice.rule))
    return points


def has_letter(measures: frozenset[Measure]) -> bool:
    """Whether somebody would read reasons, and so a rule."""
    return any(MEASURES[measure].statement for measure in measures)


def harms_of(one: Exercise) -> list[Harm]:
    """What it may be called: all that its queue holds."""
    queue = HARMS[one.opens_as].queue
    return [harm for harm in Harm if HARMS[harm].queue is queue]


def _line(index: int, said: Said, lang: str, at: Instant) -> Line:
    sender = f"practice-{said.nickname.lower()}"
    return Line(
        mid=f"practice-{index}", sender=sender, nickname=said.nickname, text=_in(said.text, lang), at=at, n=index + 1
    )


def _in(text: Both, lang: str) -> str:
    return text.get(lang) or text["en"]
