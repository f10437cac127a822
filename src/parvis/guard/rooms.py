"""The operator's own names and topics of rooms go through the guard too, before the server starts."""

from __future__ import annotations

from collections.abc import Iterable

from parvis.core.clock import Clock
from parvis.core.talk import Room
from parvis.core.text import tidy_nickname
from parvis.core.verdict import Finding, Kind, Ruling, Verdict
from parvis.guard import subject
from parvis.guard.pipeline import DOWN, Pipeline


def refused(guard: Pipeline, rooms: Iterable[Room], clock: Clock) -> list[tuple[Room, str, Finding]]:
    """Rooms whose name or topic may not stand, in which language, and why."""
    found: list[tuple[Room, str, Finding]] = []
    for room in rooms:
        said = [(Kind.ROOM_NAME, lang, name) for lang, name in room.name.items()]
        said += [(Kind.TOPIC, lang, topic) for lang, topic in room.topic.items()]
        for kind, lang, text in said:
            verdict = _judged(guard, kind, text, clock)
            if any(one.text_key == DOWN for one in verdict.findings):
                verdict = _judged(guard, kind, text, clock)  # a machine that faltered once keeps no square shut
            if verdict.ruling is not Ruling.ALLOW and verdict.reason:
                found.append((room, lang, verdict.reason))
    return found


def _judged(guard: Pipeline, kind: Kind, text: str, clock: Clock) -> Verdict:
    return guard.judge_now(subject.name(tidy_nickname(text), kind, network="", now=clock.now(), tick=clock.tick()))
