"""What a case is now: a fold over its events, each step a plain function of the state before and the event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

from msgspec.structs import replace

from parvis.core.casework import Channel, Event, Happened, State, Status, priority_of
from parvis.core.clock import Instant
from parvis.core.ids import DecisionId
from parvis.core.policy import HARMS, Harm


def fold(events: Iterable[Event]) -> State:
    """The state a case's events amount to, in order of ``seq``."""
    state = State()
    for event in events:
        state = after(state, event)
    return state


def after(state: State, event: Event) -> State:
    """The state once this event has happened; events of a closed case reopen it only by saying so."""
    return replace(_after(state, event), last_seq=event.seq)


def _after(state: State, event: Event) -> State:  # noqa: C901 - one branch for each kind, none of them deep
    body: dict[str, Any] = event.body
    match event.kind:
        case Happened.OPENED | Happened.CLASSIFIED:
            return _classified(state, event)
        case Happened.REPORTED:
            return replace(_classified(state, event), reports=state.reports + int(body.get("count", 1)))
        case Happened.CLAIMED:
            return replace(state, status=Status.CLAIMED, lease_by=event.by, lease_until=Instant(body["until"]))
        case Happened.FREED:
            return _freed(state)
        case Happened.SKIPPED:
            return replace(_freed(state), skips=state.skips + 1)
        case Happened.NOTED | Happened.WATCHED | Happened.PROTECTED:
            return replace(state, lease_until=Instant(body.get("until", state.lease_until)))
        case Happened.CALLED | Happened.LIMITED:
            return state
        case Happened.ESCALATED:
            return _classified(replace(_freed(state), escalated=True), event)
        case Happened.HELD:
            return replace(_freed(state), status=Status.ON_HOLD, hold_until=Instant(body["until"]))
        case Happened.RESUMED:
            return replace(state, status=_open(state), hold_until=None)
        case Happened.PROPOSED:
            proposal = DecisionId(body["decision"])
            return replace(_freed(state), status=Status.AWAITING_SECOND, proposal=proposal)
        case Happened.DECLINED:
            return replace(state, status=_open(state), proposal=None)
        case Happened.DECIDED:
            return replace(_freed(state), status=Status.PENDING, decision=DecisionId(body["decision"]), proposal=None)
        case Happened.UNDONE:
            return replace(state, status=_open(state), decision=None, proposal=None, closed_at=None)
        case Happened.LAPSED:
            return replace(_freed(state), status=Status.DECIDED, closed_at=event.at)
        case Happened.EXECUTED:
            first = state.first_decided_at or event.at
            decision = DecisionId(body["decision"])
            return replace(
                _freed(state), status=Status.DECIDED, decision=decision, proposal=None, first_decided_at=first,
                closed_at=event.at,
            )  # fmt: skip
        case Happened.CONTESTED | Happened.APPEAL_DECIDED if body.get("beside"):
            return state  # something else goes on with this case, or with its subject
        case Happened.CONTESTED:
            return replace(state, status=Status.REOPENED, closed_at=None)
        case Happened.APPEAL_DECIDED:
            return replace(_freed(state), status=Status.DECIDED, closed_at=event.at)
        case Happened.REOPENED:
            return replace(state, status=Status.REOPENED, closed_at=None)
        case _:
            assert_never(event.kind)


def _classified(state: State, event: Event) -> State:
    """The gravest harm that anybody named, unless a person classified it; each event may also raise the priority."""
    body: dict[str, Any] = event.body
    named = Harm(body["harm"]) if "harm" in body else state.harm
    first = event.kind is Happened.OPENED
    by_hand = event.kind is Happened.CLASSIFIED
    graver = HARMS[named].severity > HARMS[state.harm].severity
    harm = named if first or by_hand or graver else state.harm
    channel = Channel(body["channel"]) if "channel" in body else Channel.VISITOR
    raised = priority_of(harm, channel, int(body.get("weight", 0)), escalated=state.escalated)
    due = Instant(body["due_at"]) if "due_at" in body else state.due_at
    return replace(
        state, harm=harm, queue=HARMS[harm].queue, severity=HARMS[harm].severity,
        priority=raised if by_hand else max(raised, state.priority),
        due_at=due if first or by_hand else min(due, state.due_at),
        reports=1 if first and channel in _REPORTED else state.reports,
    )  # fmt: skip


_REPORTED = frozenset({Channel.VISITOR, Channel.OUTSIDER, Channel.FLAGGER})


def _freed(state: State) -> State:
    return replace(state, status=_open(state), lease_by=None, lease_until=Instant(0))


def _open(state: State) -> Status:
    return Status.REOPENED if state.first_decided_at is not None else Status.OPEN
