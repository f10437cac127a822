"""People in a scenario: each with a browser and a network of their own, who come in by the door, talk and hear."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from dataclasses import dataclass, field, replace

from parvis.client.doorway import Doorway
from parvis.client.faults import ClosedError, RefusedError
from parvis.client.visitor import Client
from parvis.core import protocol as p

ADDRESSES = (f"203.0.113.{number}" for number in itertools.cycle(range(1, 255)))
"""Of the range kept for documentation (RFC 5737)."""
DELIVERED, HELD, REFUSED = "delivered", "held", "refused"
QUESTION = "prompt-"
"""How the keys of sentences begin that only ask."""
ANSWER_SECONDS, PATIENCE, WAIT_MAX_MS = 30, 4, 15_000
"""Who speaks too fast waits up to so long, so many times: somebody who means harm has time."""


@dataclass(frozen=True)
class Answer:
    """What became of one text: ``kind`` is one of the three, ``why`` the key of what its author was told.

    ``asked``: it was said a second time, after a question.
    """

    kind: str
    why: str = ""
    asked: bool = False
    place: tuple[str, int] | None = None
    """Conversation and ``n``, once delivered."""


class _Proxied(Doorway):
    """A way in through the reverse proxy that says where somebody comes from."""

    address: str

    @property
    def headers(self) -> dict[str, str]:
        return super().headers | {"X-Forwarded-For": self.address}


@dataclass
class Somebody:
    """One person on the square, or at its door."""

    client: Client
    nickname: str
    heard: set[tuple[str, int]] = field(default_factory=set)
    """What reached them."""
    _listening: asyncio.Task[None] | None = None

    async def enter(self, age: int = 34) -> str:
        """Fill in the card; the key of the refusal, or nothing."""
        try:
            try:
                await self.client.enter(self.nickname, age)
            except RefusedError as asked:
                if not asked.text_key.startswith(QUESTION):
                    raise
                await self.client.enter(self.nickname, age, meant=True)
        except RefusedError as refused:
            return refused.text_key
        self._listening = asyncio.create_task(self._listen())
        return ""

    async def join(self, *rooms: str) -> None:
        """Into rooms; what was said there before counts as not heard."""
        for room in rooms:
            await self.client.join(room)

    async def say(self, room: str, text: str) -> Answer:
        """Say it; again when the square asked whether it is meant, and after the pause when it was too fast."""
        answer = await self._say(room, text)
        if not answer.why.startswith(QUESTION):
            return answer
        return replace(await self._say(room, text), asked=True)

    async def leave(self) -> None:
        """Close the line."""
        await self.client.close()
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening

    async def _say(self, room: str, text: str) -> Answer:
        for _ in range(PATIENCE):
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    done = await self.client.say(room, text)
            except RefusedError as refused:
                if refused.retry_ms is None or refused.retry_ms > WAIT_MAX_MS:
                    return Answer(REFUSED, refused.text_key)
                await asyncio.sleep(refused.retry_ms / 1000)
            except ClosedError as closed:
                return Answer(REFUSED, closed.code)
            else:
                return _answer(done)
        return Answer(REFUSED, "too fast")

    async def _listen(self) -> None:
        with contextlib.suppress(ClosedError):
            async for frame in self.client.listen():
                if isinstance(frame, p.Msg):
                    self.heard.add((frame.conv, frame.n))


def _answer(done: p.Ok) -> Answer:
    if done.st == HELD or done.conv is None or done.n is None:
        return Answer(HELD, done.text_key or "")
    return Answer(DELIVERED, place=(done.conv, done.n))


async def at_the_door(origin: str, code: str, nickname: str, lang: str = "fr") -> Somebody:
    """Somebody whose age was checked."""
    client = Client(origin, lang=lang)
    doorway = _Proxied(client._doorway.origin, lang, None, None)
    doorway.address = next(ADDRESSES)
    client._doorway = doorway  # the client has no proxies of its own
    await client.redeem(code)
    return Somebody(client, nickname)
