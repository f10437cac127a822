"""Which action makes sense of what: a rule that asks for one that does not is no rule, and not one that does nothing.

What each does is in docs/reference/rules.md; a test walks the whole table.
"""

from __future__ import annotations

from typing import get_args, get_type_hints

from parvis.core.verdict import Act, Kind

ACTS: tuple[str, ...] = get_args(get_type_hints(Act)["kind"])
"""Every kind of action there is."""
ON_PEOPLE = frozenset({"limit", "step_up", "case"})
"""What befalls whoever comes in by a nickname; where it is refused nobody does."""
_STOPS = frozenset({"hold", "refuse"})
_NICKNAME = {
    "warn_recipient": "a card stands beside a message, and no name is read only once",
    "redact": "with a part left out it is another name; refuse it",
    "slow_room": "whoever comes in is in no room yet",
}
_ROOM = {
    "help": "the team reads every room that is proposed, and answers a person",
    "warn_recipient": "a card stands beside a message",
    "prompt": "a room's name and topic are everybody's; refuse it",
    "redact": "with a part left out it is another room; refuse it",
    "limit": "nothing would show the team what it was about; refuse it",
    "slow_room": "there is no room yet",
    "step_up": "whoever may propose a room has standing, and the team reads it",
    "case": "every room that is proposed waits for the team as it is",
}
_NOT = {Kind.MESSAGE: {}, Kind.NICKNAME: _NICKNAME, Kind.ROOM_NAME: _ROOM, Kind.TOPIC: _ROOM}
_CALLED = {Kind.NICKNAME: "a nickname", Kind.ROOM_NAME: "a room's name", Kind.TOPIC: "a room's topic"}


def why_not(act: str, kind: Kind) -> str:
    """Why an action cannot be done about this kind of text, as the end of a sentence; empty where it can."""
    return _NOT[kind].get(act, "")


def objection(on: tuple[Kind, ...], stage: str, acts: tuple[str, ...]) -> str:
    """What in a rule can never happen, as a sentence that goes on after its name; empty where all of it can."""
    for kind in on:
        if stage != "sync" and kind is not Kind.MESSAGE:
            return f"is asked of {_CALLED[kind]} in stage {stage}, where only messages are read."
        for act in acts:
            if why_not(act, kind):
                return f"cannot {act.replace('_', ' ')} where it is asked of {_CALLED[kind]}: {why_not(act, kind)}."
    if Kind.NICKNAME in on and _STOPS.intersection(acts):
        idle = next((act for act in acts if act in ON_PEOPLE), "")
        if idle:
            return f"refuses a nickname, so nobody comes in by it: there is nobody to {idle.replace('_', ' ')}."
    return ""
