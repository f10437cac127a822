"""A small client for bots, tests and the bench: in by the door, into rooms, talking, and back by itself.

It uses the documented interface and nothing else (``/docs`` on any square; ``docs/reference/client.md`` has a bot).
When the line breaks it comes back with back-off and full jitter, sends again what was not answered under the same
``cid``, and brings itself up to date, so that `Client.listen` tells every change of a joined room once and in order.
"""

from __future__ import annotations

import asyncio
import secrets
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from types import TracebackType

import msgspec

from parvis.client import proof
from parvis.client.doorway import Doorway
from parvis.client.faults import RefusedError
from parvis.client.talk import Talk
from parvis.core import bodies
from parvis.core import protocol as p
from parvis.core.ids import Entropy, RoomId, conversation_of, fresh_word
from parvis.core.people import Gender
from parvis.core.policy import Reason


class Client:
    """One visitor. An async context manager; all its methods run on one event loop.

    ``origin`` is the square's address without a path. ``cookies`` are those of an earlier client: a voucher works once,
    so whoever wants to come again keeps `cookies`. ``tls`` replaces the machine's own trust.
    """

    def __init__(
        self,
        origin: str,
        *,
        lang: str = "en",
        cookies: Mapping[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
        entropy: Entropy = secrets.token_bytes,
        chance: Callable[[], float] | None = None,
    ) -> None:
        self._entropy = entropy
        self._chance = chance or secrets.SystemRandom().random
        self._doorway = Doorway(origin, lang, cookies, tls)
        self._talk = Talk(self._doorway, self._chance)

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def cookies(self) -> dict[str, str]:
        """The age pass, the visit and the device: secrets."""
        return self._doorway.cookies

    @property
    def me(self) -> p.Me | None:
        """The visitor's own card, once the square said welcome."""
        return self._talk.me

    @property
    def missed(self) -> int:
        """Frames that nobody fetched from `listen` in time: 10,000 are kept."""
        return self._talk.missed

    # ------------------------------------------------------------ by the door

    async def redeem(self, code: str) -> int:
        """Turn a voucher into an age pass; milliseconds since 1970 when it expires. RefusedError says why not."""
        passed = await self._doorway.call("POST", "/api/age/voucher", bodies.VoucherBody(code=code), bodies.Passed)
        return passed.expires_at

    async def enter(
        self, nickname: str, age: int, *, gender: Gender | None = None, gender_consent: bool = False,
        postal_code: str = "", meant: bool = False,
    ) -> bodies.Entered:  # fmt: skip
        """Fill in the entry card, with a proof of work where one is asked, and open the line.

        RefusedError says why not, and its problem a free nickname; where its key begins with ``prompt-``, the same
        nickname is let in with ``meant``.
        """
        card = bodies.EntryBody(
            nickname=nickname, age=age, gender=gender, gender_consent=gender_consent, postal_code=postal_code,
            meant=meant,
        )  # fmt: skip
        try:
            entered = await self._doorway.call("POST", "/api/enter", card, bodies.Entered)
        except RefusedError as fault:
            if fault.text_key != "refuse-proof":
                raise
            asked = await self._doorway.call("GET", "/api/proof", None, bodies.ProofAnswer)
            card = msgspec.structs.replace(card, proof=await asyncio.to_thread(proof.solved, asked.challenge))
            entered = await self._doorway.call("POST", "/api/enter", card, bodies.Entered)
        await self.close()
        self._talk = Talk(self._doorway, self._chance)  # nothing of a visit before this one is followed
        await self.resume()
        return entered

    async def rooms(self) -> list[p.RoomState]:
        """All rooms as this visit sees them."""
        return (await self._doorway.call("GET", "/api/rooms", None, bodies.RoomsAnswer)).rooms

    async def consent(self, room: str) -> None:
        """Give the consent that a sensitive room asks for, before `join`."""
        body = bodies.ConsentBody(consent="yes")
        await self._doorway.call("POST", f"/api/rooms/{room}/consent", body, bodies.Nothing)

    async def leave(self) -> None:
        """End the visit and close the line; the pass stays in `cookies`."""
        await self._doorway.call("POST", "/api/leave", bodies.Nothing(), bodies.Nothing)
        await self.close()

    # ------------------------------------------------------------ over the line

    async def resume(self) -> None:
        """Take up the visit in `cookies`: open its line, wait for the welcome, however long; ClosedError if it is over.

        Rooms that were joined before `close` are followed again, from where it broke off. A line that breaks by itself
        comes back by itself.
        """
        await self._talk.open()

    async def close(self) -> None:
        """Close the line; the visit goes on, and `resume` takes it up again."""
        await self._talk.close()

    async def join(self, room: str) -> p.PageFrame:
        """Come into a room: its last messages. From now on `listen` tells what happens there."""
        return await self._talk.join(_conv(room))

    async def part(self, room: str) -> None:
        """Go out of a room; the visit goes on."""
        await self._talk.ask(p.Leave(id=self._talk.label(), conv=_conv(room)), p.Ok)
        self._talk.following.end(_conv(room))

    async def say(self, room: str, text: str, *, re: int | None = None, cid: str | None = None) -> p.Ok:
        """Say something; returns once it is on the server's disk, also after a broken line. RefusedError says why not.

        ``cid`` makes a repeat harmless; leave it out unless you keep it across runs.
        """
        cid = cid or fresh_word(self._entropy)
        command = p.Send(id=self._talk.label(), conv=_conv(room), cid=cid, text=text, re=re)
        answer = await self._talk.ask(command, p.Ok)
        if answer.st == "refused":
            raise RefusedError(answer.text_key or "", code="refused")
        return answer

    async def edit(self, room: str, n: int, text: str) -> p.Ok:
        """Change an own message within two minutes."""
        return await self._talk.ask(p.EditCommand(id=self._talk.label(), conv=_conv(room), n=n, text=text), p.Ok)

    async def delete(self, room: str, n: int) -> p.Ok:
        """Take an own message away."""
        return await self._talk.ask(p.DeleteCommand(id=self._talk.label(), conv=_conv(room), n=n), p.Ok)

    async def history(
        self, room: str, *, before: int | None = None, after: int | None = None, around: int | None = None,
        limit: int = 20,
    ) -> p.PageFrame:  # fmt: skip
        """A stretch of history: at most one of before, after, around (an ``n``); none for the newest."""
        label, conv = self._talk.label(), _conv(room)
        command = p.Hist(id=label, conv=conv, before=before, after=after, around=around, limit=limit)
        return await self._talk.ask(command, p.PageFrame)

    async def people(self, room: str) -> list[p.Person]:
        """Who is in the room now, longest here first."""
        command = p.People(id=self._talk.label(), conv=_conv(room))
        return (await self._talk.ask(command, p.PeoplePage)).people

    def listen(self) -> AsyncIterator[p.ServerFrame]:
        """Every frame that is no answer, for ever: changes once and in order. One listener at a time.

        Ends after `close`; raises ClosedError when the server closed for good.
        """
        return self._talk.listen()

    async def report(
        self, reason: Reason, *, room: str | None = None, n: int | None = None, visit: str | None = None,
        note: str = "",
    ) -> p.Receipt:  # fmt: skip
        """Report a message (``room`` and ``n``), a room, or somebody by id; the receipt's code opens the answer."""
        conv = None if room is None else _conv(room)
        command = p.ReportCommand(id=self._talk.label(), reason=reason, conv=conv, n=n, visit=visit, note=note)
        return await self._talk.ask(command, p.Receipt)


def _conv(room: str) -> str:
    return conversation_of(RoomId(room))
