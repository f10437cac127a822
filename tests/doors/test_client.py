"""The small client: two of them talk, the server goes and comes back, and nothing is lost or said twice."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from desk import decide, open_case
from house import Doors, open_doors
from parvis import app
from parvis.access.age import voucher
from parvis.access.means import Means
from parvis.client.faults import ClosedError, RefusedError
from parvis.client.visitor import Client
from parvis.core import protocol as p
from parvis.core.casework import Wish
from parvis.core.config import Config
from parvis.core.errors import Unavailable
from parvis.core.ids import VisitId
from parvis.core.policy import Measure
from parvis.live.bus import EVERYBODY, Closing
from parvis.moderation import statements
from parvis.store import people
from parvis.web.routes import public_app
from parvis.web.socket import upgrade_for

MANUAL = Path(__file__).parents[2] / "docs" / "reference" / "client.md"
ROOM = "accueil"


def unhurried(config: Config) -> Config:
    rates = msgspec.structs.replace(
        config.guard, messages_per_10s=10_000, network_messages_per_10s=10_000, newcomer_minutes=0
    )
    return msgspec.structs.replace(config, guard=rates)


@pytest.fixture
async def square(tmp_path: Path) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=True, shape=unhurried) as opened:
        yield opened


@contextlib.asynccontextmanager
async def visiting(doors: Doors, nickname: str, *, room: str = ROOM) -> AsyncIterator[Client]:
    """Somebody in a room, who comes back at once after a broken line."""
    async with Client(doors.origin, chance=lambda: 0.0) as client:
        await client.redeem(await doors.code())
        await client.enter(nickname, 34)
        await client.join(room)
        yield client


async def heard(client: Client, count: int) -> list[p.Msg | p.Edit | p.Gone]:
    """The next so many changes."""
    found: list[p.Msg | p.Edit | p.Gone] = []
    async with asyncio.timeout(20):
        async for frame in client.listen():
            if isinstance(frame, p.Msg | p.Edit | p.Gone):
                found.append(frame)
            if len(found) == count:
                break
    return found


async def texts(client: Client, count: int) -> list[str]:
    return [one.text for one in await heard(client, count) if isinstance(one, p.Msg)]


# ---------------------------------------------------------------- talking


async def test_two_clients_talk(square: Doors) -> None:
    async with visiting(square, "Alix") as alix, visiting(square, "Basile") as basile:
        said = await alix.say(ROOM, "Bonsoir Basile")
        answered = await basile.say(ROOM, "Bonsoir Alix", re=said.n)
        assert [(one.text, one.author.nick, one.re) for one in await heard(alix, 2) if isinstance(one, p.Msg)] == [
            ("Bonsoir Basile", "Alix", None), ("Bonsoir Alix", "Basile", said.n),
        ]  # fmt: skip
        assert answered.n == 2
        assert [one.nick for one in await basile.people(ROOM)] == ["Alix", "Basile"]
        await alix.edit(ROOM, 1, "Bonsoir, cher Basile")
        await basile.delete(ROOM, 2)
        changes = await heard(basile, 4)
        assert isinstance(changes[2], p.Edit) and changes[2].text == "Bonsoir, cher Basile"
        assert isinstance(changes[3], p.Gone) and changes[3].n == 2
        page = await alix.history(ROOM, around=1)
        assert [type(item) for item in page.items] == [p.Msg, p.Gone]


async def test_a_room_is_heard_from_the_moment_of_joining_it(square: Doors) -> None:
    async with visiting(square, "Alix") as alix, visiting(square, "Basile", room="nuit") as basile:
        await alix.say(ROOM, "avant")
        page = await basile.join(ROOM)
        assert [item.text for item in page.items if isinstance(item, p.Msg)] == ["avant"]
        await alix.say(ROOM, "après")
        assert await texts(basile, 1) == ["après"]
        await basile.part(ROOM)
        await alix.say(ROOM, "sans Basile")
        await alix.join("nuit")
        await alix.say("nuit", "ici plutôt")
        assert await texts(basile, 1) == ["ici plutôt"]


async def test_many_can_be_said_at_once_and_each_has_its_place(square: Doors) -> None:
    async with visiting(square, "Alix") as alix, visiting(square, "Basile") as basile:
        answers = await asyncio.gather(*(alix.say(ROOM, f"message {one}") for one in range(50)))
        assert sorted(answer.n or 0 for answer in answers) == list(range(1, 51))
        assert [one.n for one in await heard(basile, 50)] == list(range(1, 51))


# ---------------------------------------------------------------- told no


async def test_a_refusal_at_the_door_brings_its_problem(square: Doors) -> None:
    async with Client(square.origin) as client:
        with pytest.raises(RefusedError) as unknown:
            await client.redeem("not a code")
        assert (unknown.value.text_key, unknown.value.code) == ("refuse-code-unknown", "422")
        with pytest.raises(RefusedError, match="This door asks for an age pass"):
            await client.enter("Alix", 34)
        await client.redeem(await square.code())
        with pytest.raises(RefusedError) as young:
            await client.enter("Alix", 16)
        assert young.value.problem
        assert [line.number for line in young.value.problem.help] == ["3018", "119"]


async def test_a_refusal_in_a_room_names_its_reason(square: Doors) -> None:
    async with visiting(square, "Alix") as alix:
        for room, text, reason in ((ROOM, "", "refuse-empty"), ("nuit", "bonsoir", "refuse-not-here")):
            with pytest.raises(RefusedError) as refused:
                await alix.say(room, text)
            assert refused.value.text_key == reason
        with pytest.raises(RefusedError, match="refuse-consent"):
            await alix.join("arc-en-ciel")
        await alix.consent("arc-en-ciel")
        assert (await alix.join("arc-en-ciel")).conv == "r:arc-en-ciel"
        assert [room.conv for room in await alix.rooms() if room.joined] == ["r:accueil", "r:arc-en-ciel"]


async def test_whoever_leaves_is_gone_and_the_pass_stays(square: Doors) -> None:
    async with visiting(square, "Alix") as alix:
        await alix.leave()
        with pytest.raises(ClosedError):
            await alix.say(ROOM, "encore là ?")
        with pytest.raises(ClosedError, match="unauthenticated"):
            await alix.resume()
        assert (await alix.enter("Alix", 34)).visit.nick == "Alix"
        await alix.join(ROOM)
        assert (await alix.say(ROOM, "me revoilà")).st == "delivered"


async def test_a_listener_learns_that_the_visit_went_elsewhere(square: Doors) -> None:
    async with visiting(square, "Alix") as alix, Client(square.origin, cookies=alix.cookies) as other:
        listening = asyncio.create_task(heard(alix, 1))
        await other.enter("Alix bis", 34)
        with pytest.raises(ClosedError, match="replaced"):
            await listening


async def test_a_square_that_does_not_answer_says_so() -> None:
    with app.bind("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
    async with Client(f"http://localhost:{port}") as client:
        with pytest.raises(Unavailable):
            await client.redeem("anything")


# ---------------------------------------------------------------- lines that break


async def test_what_was_said_while_the_line_was_down_is_told_once(square: Doors) -> None:
    async with visiting(square, "Alix") as alix, visiting(square, "Basile") as basile:
        await alix.say(ROOM, "un")
        assert await texts(basile, 1) == ["un"]
        await basile.close()
        await alix.say(ROOM, "deux")
        await alix.edit(ROOM, 1, "un, corrigé")
        await alix.say(ROOM, "trois")
        await alix.delete(ROOM, 2)
        await basile.resume()
        told = await heard(basile, 3)
        assert [(type(one), one.n) for one in told] == [(p.Edit, 1), (p.Msg, 3), (p.Gone, 2)]
        await alix.say(ROOM, "quatre")
        assert await texts(basile, 1) == ["quatre"]


async def test_somebody_long_away_loads_the_pages(square: Doors) -> None:
    many = p.CATCH_UP_MAX + 50
    async with visiting(square, "Alix") as alix, visiting(square, "Basile") as basile:
        await basile.close()
        for start in range(0, many, 50):
            await asyncio.gather(*(alix.say(ROOM, f"message {one}") for one in range(start, start + 50)))
        await basile.resume()
        assert [one.n for one in await heard(basile, many)] == list(range(1, many + 1))
        await alix.say(ROOM, "et la suite")
        assert await texts(basile, 1) == ["et la suite"]


async def test_a_server_that_lets_go_is_come_back_to(square: Doors) -> None:
    async with visiting(square, "Alix") as alix, visiting(square, "Basile") as basile:
        square.house.square.bus.publish(EVERYBODY, Closing(p.ByeCode.SLOW))
        said = await alix.say(ROOM, "toujours là")
        assert said.st == "delivered"
        assert await texts(basile, 1) == ["toujours là"]


class Wire:
    """A stretch of wire between a client and the square that can go deaf, and be cut."""

    def __init__(self) -> None:
        self.port, self.deaf = 0, False
        self._target = 0
        self._ends: set[asyncio.StreamWriter] = set()

    @contextlib.asynccontextmanager
    async def laid(self, folder: Path) -> AsyncIterator[Doors]:
        """A square that is reached over this wire."""
        server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

        def shape(config: Config) -> Config:
            listener = msgspec.structs.replace(config.server, extra_origins=[f"http://localhost:{self.port}"])
            return msgspec.structs.replace(config, server=listener)

        async with server, open_doors(folder, demo=True, shape=shape) as doors:
            self._target = doors.port
            yield doors
            self.cut()

    def cut(self) -> None:
        """Every connection breaks; new ones are whole."""
        self.deaf = False
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self._ends |= {writer, far_writer}
        with contextlib.suppress(OSError):
            await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer, back=True))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, back: bool = False) -> None:
        while data := await reader.read(65_536):
            if not (back and self.deaf):
                writer.write(data)
        writer.close()


async def test_an_answer_that_got_lost_is_asked_for_again_and_nothing_is_said_twice(tmp_path: Path) -> None:
    wire = Wire()
    async with (
        wire.laid(tmp_path) as doors,
        visiting(doors, "Basile") as basile,
        Client(f"http://localhost:{wire.port}", chance=lambda: 0.0) as alix,
    ):
        await alix.redeem(await doors.code())
        await alix.enter("Alix", 34)
        await alix.join(ROOM)
        wire.deaf = True
        saying = asyncio.create_task(alix.say(ROOM, "on m’entend ?"))
        (arrived,) = await heard(basile, 1)
        assert not saying.done()
        wire.cut()
        assert (await saying).n == arrived.n
        assert await texts(alix, 1) == ["on m’entend ?"], "what the author missed came too"
        wire.deaf = True
        deleting = asyncio.create_task(alix.delete(ROOM, arrived.n))
        await heard(basile, 1)
        wire.cut()
        assert (await deleting).n == arrived.n, "done is done, not gone"
        await basile.say(ROOM, "oui")
        assert [(type(one), one.n) for one in await heard(basile, 1)] == [(p.Msg, 2)]
        assert len((await basile.history(ROOM)).items) == 2


@contextlib.asynccontextmanager
async def served(config: Config, folder: Path, port: int) -> AsyncIterator[Means]:
    """A server that can be stopped and started again where it was."""
    async with app.open_means(config, folder) as means:
        house = app.build_house(means, demo=True)
        await house.square.open()
        listener = app.Listener(app.settings_for(public_app(house), upgrade_for(house)))
        task = asyncio.create_task(listener.serve([app.bind("127.0.0.1", port)]))
        await listener.answers.wait()
        try:
            yield means
        finally:
            listener.should_exit = listener.force_exit = True
            await task


async def test_a_restart_in_the_middle_of_a_conversation_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    with app.bind("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    config = unhurried(Config())
    origin = f"http://localhost:{port}"
    config = msgspec.structs.replace(config, square=msgspec.structs.replace(config.square, origin=origin))
    count, rounds = 30, 3
    async with Client(origin, chance=lambda: 0.2) as alix, Client(origin, chance=lambda: 0.2) as basile:
        async with served(config, tmp_path, port) as means:
            codes = [one.short for one in (await voucher.issue(means, 2, "test")).vouchers]
            for client, nickname, code in ((alix, "Alix", codes[0]), (basile, "Basile", codes[1])):
                await client.redeem(code)
                await client.enter(nickname, 34)
                await client.join(ROOM)
            listening = asyncio.create_task(texts(basile, count * rounds))
            talking = asyncio.create_task(_talk(alix, count * rounds))
            await asyncio.sleep(0.2)
        for _ in range(rounds - 1):
            async with served(config, tmp_path, port):
                await asyncio.sleep(0.6)
        async with served(config, tmp_path, port):
            async with asyncio.timeout(30):
                said, told = await asyncio.gather(talking, listening)
            page = await basile.history(ROOM, limit=100)
    assert sorted(said) == list(range(1, count * rounds + 1)), "each was given one place"
    kept = [item.text for item in page.items if isinstance(item, p.Msg)]
    assert kept == told, "all were heard, once, in their order"
    assert sorted(told) == sorted(f"message {one}" for one in range(count * rounds)), "none is missing or double"


async def _talk(client: Client, count: int) -> list[int]:
    """Say them three at a time, whatever the server does meanwhile; their places."""
    places: list[int] = []
    for start in range(0, count, 3):
        answers = await asyncio.gather(*(client.say(ROOM, f"message {one}") for one in range(start, start + 3)))
        places += [answer.n or 0 for answer in answers]
        await asyncio.sleep(0.02)
    return places


# ---------------------------------------------------------------- the manual


async def test_the_bot_of_the_manual_answers(square: Doors) -> None:
    source = re.search(r"```python\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    assert source
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-c", source[1], square.origin, await square.code(),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert bot.stdout and bot.stderr
    async with asyncio.timeout(20):
        assert await bot.stdout.readline() == b"Automate Bonsoir is in accueil\n", await bot.stderr.read()
    async with visiting(square, "Camille") as camille:
        said = await camille.say(ROOM, "Bonsoir tout le monde")
        own, answer = await heard(camille, 2)
        assert isinstance(own, p.Msg) and isinstance(answer, p.Msg)
        assert (answer.author.nick, answer.re) == ("Automate Bonsoir", said.n)
        assert answer.text == "Bonsoir Camille, bienvenue sur la place."
    bot.kill()
    await bot.communicate()


def test_the_manual_names_every_public_method() -> None:
    manual = MANUAL.read_text("utf-8")
    public = [name for name in vars(Client) if not name.startswith("_")]
    assert [name for name in public if f"client.{name}" not in manual] == []


async def test_a_client_hears_of_a_decision_about_its_visit(square: Doors) -> None:
    office = square.house.office
    async with visiting(square, "Sauge") as client:
        assert client.me is not None
        visit = VisitId(client.me.id)
        who = await square.house.means.db.read(lambda conn: people.identity_of(conn, visit))
        assert who is not None
        warning = [Wish(measure=Measure.WARN)]
        _, one = await decide(office, await open_case(office, author=who), warning, addressee=who)
        async with asyncio.timeout(20):
            async for frame in client.listen():
                if isinstance(frame, p.DecisionFrame):
                    assert (frame.kind, frame.code) == ("warning", statements.code_of(office, one.id))
                    return
