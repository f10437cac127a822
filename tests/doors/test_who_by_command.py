"""Who may send which command: every command of the socket, in every standing that a visitor can have in a room."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import httpx
import msgspec
import pytest

from house import Doors, Line, easy, open_doors
from parvis.chat.commands import COMMANDS
from parvis.core import protocol as p
from parvis.core.config import Config
from parvis.core.ids import RoomId
from parvis.core.talk import Room, RoomMode

SILENCE = "silence"
NOT_HERE = "err forbidden refuse-not-here"
NOT_YOURS = "err forbidden refuse-not-yours"
READ_ONLY = "err forbidden refuse-read-only"
CONSENT = "err consent refuse-consent"
NO_MESSAGE = "err gone refuse-gone"
NOT_THERE = "err gone refuse-report-not-there"
NO_ROOM = "err gone refuse-no-room"


@dataclass(frozen=True)
class Row:
    """A command as sent, and the answer in each standing."""

    command: str
    fields: dict[str, Any]
    member: str
    """In the room; what it names is the visitor's own."""
    outside: str
    """Not in the room."""
    others: str
    """In the room; what it names is somebody else's."""
    read_only: str
    """In a room that can only be read."""
    sensitive: str
    """Before a room that asks for a consent, without it."""
    nowhere: str
    """In a room that does not exist."""
    labelled: bool = True


TABLE = [
    Row("send", {"cid": "x", "text": "bonsoir"}, "ok", NOT_HERE, "ok", READ_ONLY, NOT_HERE, NO_ROOM),
    Row("edit", {"n": 1, "text": "bonne nuit"}, "ok", NOT_HERE, NOT_YOURS, READ_ONLY, NOT_HERE, NO_ROOM),
    Row("hist", {}, "page", NOT_HERE, "page", "page", NOT_HERE, NO_ROOM),
    Row("people", {}, "people", NOT_HERE, "people", "people", NOT_HERE, NO_ROOM),
    Row("report", {"n": 1, "reason": "spam"}, "receipt", "receipt", "receipt", NOT_THERE, NOT_THERE, NOT_THERE),
    Row("mark", {"n": 1}, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE, labelled=False),
    Row("typing", {}, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE, labelled=False),
    Row("ack", {"pos": 1}, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE, SILENCE, labelled=False),
    Row("delete", {"n": 1}, "ok", NOT_HERE, NOT_YOURS, NO_MESSAGE, NOT_HERE, NO_ROOM),
    Row("join", {}, "page", "page", "page", "page", CONSENT, NO_ROOM),
    Row("leave", {}, "ok", "ok", "ok", "ok", "ok", "ok"),
]
"""In an order in which one visitor can go through all of them."""

STANDINGS = ["member", "outside", "others", "read_only", "sensitive", "nowhere"]


def with_a_quiet_room(config: Config) -> Config:
    quiet = Room(
        id=RoomId("avis"), name={"fr": "Avis", "en": "Notices"}, topic={"fr": "À lire.", "en": "To read."},
        mode=RoomMode.READ_ONLY,
    )  # fmt: skip
    return msgspec.structs.replace(easy(config), rooms=[*config.rooms, quiet])


@pytest.fixture(scope="module")
async def doors(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("commands"), demo=True, shape=with_a_quiet_room) as opened:
        yield opened


@pytest.fixture(scope="module")
async def visitor(doors: Doors) -> AsyncIterator[httpx.AsyncClient]:
    async with doors.staying("Solange") as client:
        yield client


async def answer_to(line: Line, row: Row, room: str) -> str:
    """What the command is answered; silence is proved by the answer to a question asked after it."""
    fields = dict(row.fields) if row.command == "ack" else {"conv": f"r:{room}", **row.fields}
    if row.labelled:
        return told(await line.ask(row.command, **fields))
    await line.tell(t=row.command, **fields)
    before = len(line.seen)
    await line.ask("people", conv="r:cuisine")
    unasked = [frame for frame in line.seen[before:-1] if frame["t"] not in ("typing", "crowd", "beat", "presence")]
    return SILENCE if not unasked else str(unasked)


def told(frame: dict[str, Any]) -> str:
    return f"err {frame['code']} {frame['text_key']}" if frame["t"] == "err" else str(frame["t"])


@contextlib.asynccontextmanager
async def standing(doors: Doors, which: str) -> AsyncIterator[tuple[Line, str]]:
    """Somebody in that standing, and the room it is about; in ``n`` 1 stands what they may try to touch."""
    nicknames = dict(zip(STANDINGS, ("Aurore", "Barnabé", "Clotilde", "Doriane", "Edmond", "Flore"), strict=True))
    room = dict(zip(STANDINGS, ("nuit", "musique", "ecrans", "avis", "arc-en-ciel", "nulle-part"), strict=True))[which]
    async with doors.talking(nicknames[which], "cuisine") as line:
        if which in ("member", "others", "read_only"):
            assert (await line.ask("join", conv=f"r:{room}"))["t"] == "page"
        if which == "member":
            await line.say("la mienne", "m1", room)
        if which in ("others", "outside"):
            async with doors.talking({"others": "Zélie", "outside": "Yvonne"}[which], room) as other:
                await other.say("une autre", "o1", room)
        yield line, room


def test_every_command_there_is_has_a_row() -> None:
    tags = {kind: kind.__struct_config__.tag for kind in get_args(p.Command)}
    assert {row.command for row in TABLE} == {tags[kind] for kind in COMMANDS}
    assert set(COMMANDS) == set(get_args(p.Command)) - {p.Hello}


@pytest.mark.parametrize("which", STANDINGS)
async def test_each_command_answers_by_the_senders_standing(doors: Doors, which: str) -> None:
    async with standing(doors, which) as (line, room):
        answers = {row.command: await answer_to(line, row, room) for row in TABLE}
    assert answers == {row.command: getattr(row, which) for row in TABLE}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.command)
async def test_nothing_is_done_before_hello(doors: Doors, visitor: httpx.AsyncClient, row: Row) -> None:
    async with doors.socket(visitor) as line:
        await line.tell(t=row.command, id=1, conv="r:cuisine", **row.fields)
        assert (await line.closed(), line.bye) == (4400, "bad")


@pytest.mark.parametrize("cookie", ["parvis_visit", "parvis_pass"])
async def test_a_hello_with_a_cookie_that_is_nobodys_ends_there(
    doors: Doors, visitor: httpx.AsyncClient, cookie: str
) -> None:
    async with doors.client() as stranger:
        stranger.cookies.update(dict(visitor.cookies) | {cookie: "A" * 43})
        async with doors.socket(stranger) as line:
            await line.hello()
            assert (await line.closed(), line.bye) == (4401, "unauthenticated")


async def test_a_visit_under_somebody_elses_pass_is_not_believed(doors: Doors, visitor: httpx.AsyncClient) -> None:
    async with doors.holding() as other:
        other.cookies.set("parvis_visit", visitor.cookies["parvis_visit"])
        async with doors.socket(other) as line:
            await line.hello()
            assert (await line.closed(), line.bye) == (4401, "unauthenticated")
        assert (await other.get("/square")).status_code == 303


async def test_who_writes_from_outside_is_heard_by_nobody(doors: Doors) -> None:
    async with doors.talking("Gontran", "lyon") as inside, doors.talking("Hermine", "cuisine") as outside:
        await outside.tell(t="typing", conv="r:lyon")
        assert told(await outside.say("coucou", "h1", "lyon")) == NOT_HERE
        assert [frame["t"] for frame in await inside.rest() if frame["t"] in ("typing", "msg")] == []
        page = await inside.ask("hist", conv="r:lyon")
        assert (page["items"], page["last_n"]) == ([], 0)


async def test_who_left_a_room_no_longer_hears_it(doors: Doors) -> None:
    async with doors.talking("Isaure", "lille") as gone, doors.talking("Jules", "lille") as talking:
        await gone.ask("leave", conv="r:lille")
        await talking.say("encore là", "j1", "lille")
        assert [frame for frame in await gone.rest() if frame["t"] == "msg"] == []


async def test_a_consent_opens_the_room_and_taking_it_back_closes_it(doors: Doors) -> None:
    async with doors.staying("Léonie") as client, doors.socket(client) as line:
        await line.hello()
        assert told(await line.ask("join", conv="r:arc-en-ciel")) == CONSENT
        await agree(doors, client, "/square/arc-en-ciel/consent", consent="yes")
        assert (await line.ask("join", conv="r:arc-en-ciel"))["t"] == "page"
        assert (await line.say("bonsoir", "l1", "arc-en-ciel"))["st"] == "delivered"
        await agree(doors, client, "/me/consent", withdraw="room:arc-en-ciel")
        assert told(await line.say("encore", "l2", "arc-en-ciel")) == NOT_HERE
        assert told(await line.ask("join", conv="r:arc-en-ciel")) == CONSENT


async def agree(doors: Doors, client: httpx.AsyncClient, action: str, **form: str) -> None:
    page = await client.get("/me")
    csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
    sent = await client.post(action, data={"csrf": csrf, **form}, headers={"Origin": doors.origin})
    assert sent.status_code == 303


async def test_what_was_said_in_a_room_that_closed_is_out_of_reach(tmp_path: Path) -> None:
    def without_night(config: Config) -> Config:
        return msgspec.structs.replace(easy(config), rooms=[room for room in config.rooms if room.id != "nuit"])

    async with open_doors(tmp_path, demo=True, shape=easy) as before:
        client = await before.visitor("Martial")
        async with contextlib.aclosing(client), before.socket(client) as line:
            await line.hello()
            await line.ask("join", conv="r:nuit")
            await line.say("bonne nuit", "n1", "nuit")
        cookies = dict(client.cookies)
    async with open_doors(tmp_path, demo=True, shape=without_night) as after, after.client() as back:
        back.cookies.update(cookies)
        async with after.socket(back) as line:
            await line.hello()
            for command in ("hist", "join", "people"):
                assert told(await line.ask(command, conv="r:nuit")) == NO_ROOM
