"""One scenario played on a square of its own, and what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from evaluation.scenarios.people import Somebody, at_the_door
from evaluation.scenarios.result import Result, Tried
from evaluation.scenarios.server import Place, running
from evaluation.scenarios.stories import Story
from parvis.client.faults import ClosedError, RefusedError
from parvis.core.casework import Case
from parvis.core.policy import Queue
from parvis.store import cases

REGULARS = ("Alix", "Basile", "Odile", "Marius")
"""In every room where something is tried."""
NEWCOMERS = ("Nina", "Tom Rivage", "Rosa", "Elie", "Jade Olive", "Sacha")
SENSITIVE = "arc-en-ciel"
PAUSE_SECONDS = 0.4
"""Between two attempts: what the square works out after delivery has time to count."""
SETTLE_SECONDS = 1.5
ANOTHER_CARD = "minor-before"
"""Told whoever gave an age under 18 a moment ago: somebody gives them a card of their own, and they lie."""
SHORT = 3
"""Attempts of a short scenario."""


@dataclass
class Stage:
    """A square with people on it, for one story."""

    story: Story
    place: Place
    codes: Iterator[str]
    exits: contextlib.AsyncExitStack
    result: Result
    hearing: list[Somebody] = field(default_factory=list)

    @property
    def rooms(self) -> list[str]:
        """All rooms of the story."""
        return sorted({room for room, _ in (*self.story.attempts, *self.story.harmless)})

    async def bring(self, nickname: str) -> Somebody:
        """Somebody with a code of their own, at the door."""
        one = await at_the_door(self.place.origin, next(self.codes), nickname)
        self.exits.push_async_callback(one.leave)
        return one

    async def welcome(self, one: Somebody, age: int = 34) -> str:
        """Through the door and into the rooms; the key of what was objected."""
        refused = await one.enter(age)
        for room in self.rooms if not refused else ():
            if room == SENSITIVE:
                await one.client.consent(room)
            await one.join(room)
        return refused

    async def audience(self, *nicknames: str) -> None:
        """People who hear what is said from now on; nobody objects to their names."""
        for nickname in nicknames:
            one = await self.bring(nickname)
            objection = await self.welcome(one)
            if objection:
                raise RuntimeError(f"{nickname} was not let in: {objection}")
            self.hearing.append(one)

    async def offenders(self) -> list[Somebody]:
        """Those who got in; the first of them tried the door under other names and ages before."""
        found = []
        for number, nickname in enumerate(self.story.offenders):
            one = await self.bring(nickname)
            for other, age in self.story.tries_at_the_door if number == 0 else ():
                one.nickname = other
                self.result.door.append(await one.enter(age))
            one.nickname = nickname
            refused = await self.welcome(one, self.story.age)
            self.result.door.append(refused)
            if refused == ANOTHER_CARD:
                await one.client.redeem(next(self.codes))
                refused = await self.welcome(one, self.story.age)
                self.result.door.append(refused)
            found += [] if refused else [one]
        return found

    async def attempts(self, offenders: list[Somebody]) -> None:
        """All that they try, shared out among them in turn."""
        began = time.monotonic()
        arriving = iter(NEWCOMERS)
        for number, (room, text) in enumerate(self.story.attempts if offenders else ()):
            if self.story.newcomers:
                await self.audience(*(name for _, name in zip(range(1), arriving, strict=False)))
            answer = await offenders[number % len(offenders)].say(room, text)
            self.result.tried.append(Tried(answer, time.monotonic() - began))
            await asyncio.sleep(PAUSE_SECONDS)

    async def reports(self) -> None:
        """The first whom something reached reports the first of it."""
        through = [one.answer.place for one in self.result.tried if one.answer.place]
        for place in through:
            for one in self.hearing:
                if place in one.heard:
                    with contextlib.suppress(RefusedError, ClosedError):
                        await one.client.report(self.story.reason, room=place[0].removeprefix("r:"), n=place[1])
                    return

    async def innocents(self) -> None:
        """Somebody who only sounds like it, after all that."""
        one = await self.bring(self.story.innocent)
        self.result.innocent_door = await self.welcome(one)
        for room, text in self.story.harmless if not self.result.innocent_door else ():
            self.result.innocent.append(await one.say(room, text))
            await asyncio.sleep(PAUSE_SECONDS)


async def play(story: Story, folder: Path, *, short: bool = False, awake: bool = False) -> Result:
    """Serve, let it happen, look at the desk; ``awake`` as for `running`."""
    story = replace(story, attempts=story.attempts[:SHORT], harmless=story.harmless[:SHORT]) if short else story
    result = Result(story)
    async with running(folder, awake=awake) as place, contextlib.AsyncExitStack() as exits:
        people = len(REGULARS) + len(NEWCOMERS) + len(story.offenders) + 2
        stage = Stage(story, place, iter(await place.codes(people)), exits, result)
        if not story.newcomers:
            await stage.audience(*REGULARS)
        await stage.attempts(await stage.offenders())
        await asyncio.sleep(SETTLE_SECONDS)
        through = {one.answer.place for one in result.tried if one.answer.place}
        result.present = len(stage.hearing)
        result.reached = sum(bool(through & one.heard) for one in stage.hearing)
        await stage.reports()
        result.desk = Counter(f"{one.state.harm.value}, by {one.channel.value}" for one in await _waiting(place))
        await stage.innocents()
    return result


async def _waiting(place: Place) -> list[Case]:
    """The cases that the desk would be shown, all queues together."""
    now = place.means.clock.now()
    return await place.means.db.read(lambda conn: cases.in_line(conn, list(Queue), now, limit=1_000))
