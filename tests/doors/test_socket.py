"""The socket's door: who may connect, which bytes are believed, and how each connection ends."""

from __future__ import annotations

import asyncio
import importlib.resources
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # as in `parvis.web.socket`

import wire
from house import Doors, Line, easy, open_doors, submit
from parvis import jobs
from parvis.chat.session import Session
from parvis.core.clock import Instant
from parvis.core.ids import CommandId, ConversationId, MessageId, VisitId
from parvis.core.protocol import CLOSE_CODES, FRAME_MAX, TABS_MAX, ByeCode
from parvis.core.talk import Draft
from parvis.live.bus import EVERYBODY, Closing
from parvis.web import socket as door
from wire import HELLO, upgraded


@pytest.fixture(scope="module")
async def visitor(open_house: Doors) -> AsyncIterator[httpx.AsyncClient]:
    async with open_house.staying("Ariane") as client:
        yield client


# ---------------------------------------------------------------- who may connect


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost", "http://127.0.0.1", None])
async def test_a_page_of_another_site_gets_no_socket_even_with_the_cookies(
    open_house: Doors, visitor: httpx.AsyncClient, origin: str | None
) -> None:
    status, _ = await wire.refusal(open_house, wire.request(open_house, visitor.cookies, Origin=origin))
    assert status == 403


async def test_without_the_cookies_there_is_no_socket(open_house: Doors) -> None:
    status, answer = await wire.refusal(open_house, wire.request(open_house, None))
    assert status == 401
    assert "/" in answer.split("\r\n\r\n")[1], "it says where to come in"


async def test_with_a_pass_alone_there_is_no_socket(open_house: Doors) -> None:
    async with open_house.holding() as holder:
        status, _ = await wire.refusal(open_house, wire.request(open_house, holder.cookies))
    assert status == 401


@pytest.mark.parametrize("path", ["/", "/square", "/ws/", "/ws/other", "/wss"])
async def test_there_is_one_socket_and_it_is_at_ws(open_house: Doors, visitor: httpx.AsyncClient, path: str) -> None:
    status, _ = await wire.refusal(open_house, wire.request(open_house, visitor.cookies, path=path))
    assert status == 404


async def test_a_plain_request_for_the_socket_is_told_to_upgrade(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/ws")
    assert (answer.status_code, answer.headers["upgrade"]) == (426, "websocket")


async def test_the_refused_upgrade_carries_the_security_headers_too(open_house: Doors) -> None:
    _, answer = await wire.refusal(open_house, wire.request(open_house, None))
    head = answer.split("\r\n\r\n")[0].lower()
    for name in ("content-security-policy", "x-content-type-options: nosniff", "cache-control: no-store"):
        assert name in head


async def test_a_shut_square_has_no_socket(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=False) as shut:
        cookies = httpx.Cookies({"parvis_pass": "A" * 43, "parvis_visit": "B" * 43})
        status, _ = await wire.refusal(shut, wire.request(shut, cookies))
    assert status == 401


# ---------------------------------------------------------------- the upgrade through uvicorn into picows


async def test_frames_sent_at_once_after_the_upgrade_are_heard(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    """Uvicorn reads the head, picows the rest: nothing may get lost where one hands over to the other."""
    for _ in range(5):
        async with upgraded(open_house, visitor, after=HELLO + wire.text(t="join", id=7, conv="r:accueil")) as line:
            assert (await line.hear("welcome"))["v"] == 1
            assert (await line.hear("page"))["re"] == 7


async def test_one_frame_may_come_in_many_pieces(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with upgraded(open_house, visitor) as line:
        for at in range(0, len(HELLO), 3):
            await line.send(HELLO[at : at + 3])
            await asyncio.sleep(0.001)
        assert (await line.hear("welcome"))["v"] == 1


async def test_many_frames_may_come_in_one_piece(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    asked = b"".join(wire.text(t="people", id=label, conv="r:accueil") for label in range(5))
    async with upgraded(open_house, visitor) as line:
        await line.send(HELLO + wire.text(t="join", id=99, conv="r:accueil") + asked)
        assert [(await line.hear("people"))["re"] for _ in range(5)] == [0, 1, 2, 3, 4]


async def test_a_ping_is_answered_with_what_it_carried(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with upgraded(open_house, visitor, after=HELLO) as line:
        await line.hear("state")
        await line.send(wire.frame(b"toc toc", wire.PING))
        opcode, payload = await line.next()
        assert (opcode, payload) == (wire.PONG, b"toc toc")


async def test_a_pong_nobody_asked_for_is_harmless(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with upgraded(open_house, visitor, after=wire.frame(b"", wire.PONG) + HELLO) as line:
        assert (await line.hear("welcome"))["v"] == 1


async def test_a_client_that_closes_is_closed_with(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with upgraded(open_house, visitor, after=HELLO) as line:
        await line.hear("state")
        await line.send(wire.frame((1000).to_bytes(2, "big"), wire.CLOSE))
        assert (await line.end())[1] == 1000


async def test_a_stopping_server_closes_its_sockets_in_order(tmp_path: Path) -> None:
    async with (
        open_doors(tmp_path, demo=True) as doors,
        doors.staying("Bastien") as client,
        doors.socket(client) as line,
    ):
        await line.hello()
        doors.house.square.bus.publish(EVERYBODY, Closing(ByeCode.RESTART))
        assert (await line.closed(), line.bye) == (4009, "restart")
        assert line.seen[-1]["resume_ok"] is True


# ---------------------------------------------------------------- which bytes are believed


async def test_a_frame_that_is_too_large_is_not_read(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with upgraded(open_house, visitor, after=HELLO) as line:
        await line.hear("state")
        await line.send(wire.text(t="send", id=1, conv="r:accueil", cid="big", text="a" * FRAME_MAX))
        told, code = await line.end()
        assert (told[-1]["t"], told[-1]["code"], code) == ("bye", "too_big", 4413)
        assert told[-1]["resume_ok"] is False


async def test_the_largest_allowed_frame_is_read(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    shell = len(json.dumps({"t": "people", "id": 1, "conv": "r:nuit", "x": ""}))
    async with upgraded(open_house, visitor, after=HELLO) as line:
        await line.send(wire.text(t="people", id=1, conv="r:nuit", x="a" * (FRAME_MAX - shell)))
        assert (await line.hear("err"))["text_key"] == "refuse-not-here"


async def test_a_giant_frame_is_refused_by_its_header_alone(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with upgraded(open_house, visitor, after=HELLO) as line:
        await line.hear("state")
        await line.send(wire.frame(b"a" * 100, claimed=2**40))
        assert (await line.end())[1] == 1009
        await line.cut()


async def test_nothing_is_heard_after_a_frame_that_is_too_large(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    """Of picows and us together: what it may hand over behind its 1009 reaches nobody."""
    join = HELLO + wire.text(t="join", id=1, conv="r:nuit")
    said = wire.text(t="send", id=2, conv="r:nuit", cid="behind", text="derrière la trame trop grande")
    async with upgraded(open_house, visitor, after=join) as line:
        await line.hear("page")
        await line.send(wire.frame(b"a" * (4 * FRAME_MAX + 1)) + said)
        assert (await line.end())[1] == 1009
    async with open_house.talking("Aubierge", "nuit") as other:
        page = await other.ask("hist", conv="r:nuit", limit=100)
        assert not [item for item in page["items"] if "derrière" in item.get("text", "")]


async def test_a_fault_in_one_line_ends_that_line_alone(
    open_house: Doors, visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: Session, _data: bytes) -> None:
        raise LookupError("a fault of ours")

    async with (
        open_house.talking("Hermeline", "nuit") as other,
        upgraded(open_house, visitor, after=HELLO) as line,
    ):
        await line.hear("state")
        with monkeypatch.context() as broken:
            broken.setattr(Session, "receive", fail)
            await line.send(wire.text(t="people", id=1, conv="r:nuit"))
            assert (await line.end())[1] in (1011, None)
        assert (await other.say("toujours là", "t1", "nuit"))["st"] == "delivered"


async def test_text_in_fragments_is_not_taken(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with upgraded(open_house, visitor, after=HELLO) as line:
        await line.hear("state")
        await line.send(wire.frame(b'{"t":"people",', flags=0))
        assert (await line.end())[1] == 1002


async def test_a_fragment_of_nothing_is_not_taken(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with upgraded(open_house, visitor, after=wire.frame(b"{}", wire.CONTINUATION)) as line:
        assert (await line.end())[1] == 1002


@pytest.mark.parametrize("bit", [0x40, 0x20, 0x10], ids=["RSV1", "RSV2", "RSV3"])
async def test_a_reserved_bit_is_not_taken(open_house: Doors, visitor: httpx.AsyncClient, bit: int) -> None:
    async with upgraded(open_house, visitor, after=wire.frame(b"{}", flags=wire.FIN | bit)) as line:
        assert (await line.end())[1] == 1002


async def test_binary_is_not_taken(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with upgraded(open_house, visitor, after=wire.frame(b"{}", wire.BINARY)) as line:
        assert (await line.end())[1] == 1003


@pytest.mark.parametrize(
    "payload",
    [
        b'{"t":"people","id":1,"conv":"\xff\xfe"}',
        b'{"t":"people","id":1,"conv":"r:nuit","unknown":"\xc3"}',
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
    ],
    ids=["no UTF-8", "cut in a field nobody reads", "a surrogate", "beyond Unicode"],
)
async def test_text_that_is_no_utf8_fails_the_connection(
    open_house: Doors, visitor: httpx.AsyncClient, payload: bytes
) -> None:
    async with upgraded(open_house, visitor, after=HELLO) as line:
        await line.hear("state")
        await line.send(wire.frame(payload))
        assert (await line.end())[1] == 1007, "RFC 6455, section 8.1"


def test_picows_still_takes_what_is_handed_to_it_by_position() -> None:
    """Its protocol's constructor is not public (`parvis.web.socket._upgrade`), so its own source is the contract."""
    source = (importlib.resources.files("picows") / "picows.pyx").read_text()
    _, _, given = source.partition("cdef class WSProtocol")[2].partition("def __init__(self,")
    names = [one.split()[-1] for one in given.partition("):")[0].split(",")]
    assert names == [
        "host_port", "ws_path", "is_client_side", "ws_listener_factory", "logger", "disconnect_on_exception",
        "websocket_handshake_timeout", "enable_auto_ping", "auto_ping_idle_timeout", "auto_ping_reply_timeout",
        "auto_ping_strategy", "enable_auto_pong", "max_frame_size", "extra_headers", "read_buffer_init_size",
    ]  # fmt: skip
    assert {"connection_made", "connection_lost", "get_buffer", "buffer_updated", "transport"} <= set(dir(WSProtocol))


async def test_a_frame_that_is_not_masked_is_not_taken(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    bare = b'{"t":"hello","v":1}'
    async with upgraded(open_house, visitor, after=bytes([wire.FIN | wire.TEXT, len(bare)]) + bare) as line:
        assert (await line.end())[1] in (1002, None)


NOT_OF_THE_PROTOCOL = {
    "no JSON": b"bonsoir",
    "nothing": b"",
    "no object": b"[1,2,3]",
    "unknown command": b'{"t":"sudo","id":1}',
    "no command": b'{"id":1}',
    "wrong type": b'{"t":"people","id":"one","conv":"r:nuit"}',
    "missing field": b'{"t":"send","id":1,"conv":"r:nuit"}',
    "cid of other signs": b'{"t":"send","id":1,"conv":"r:nuit","cid":"a b","text":"x"}',
    "number too large": b'{"t":"ack","pos":99999999999999999999}',
    "limit too large": b'{"t":"hist","id":1,"conv":"r:nuit","limit":101}',
    "deep": b'{"t":"people","id":1,"conv":"r:nuit","x":' + b"[" * 8_000 + b"]" * 8_000 + b"}",
    "deep and open": b"[" * 16_000,
}


@pytest.mark.parametrize("payload", NOT_OF_THE_PROTOCOL.values(), ids=NOT_OF_THE_PROTOCOL.keys())
async def test_what_is_not_of_the_protocol_is_said_and_the_line_lives(
    open_house: Doors, visitor: httpx.AsyncClient, payload: bytes
) -> None:
    async with upgraded(open_house, visitor, after=HELLO) as line:
        await line.hear("state")
        await line.send(wire.frame(payload))
        told = await line.hear("err")
        assert (told["code"], told["text_key"]) == ("bad", "refuse-bad-frame")
        await line.send(wire.text(t="join", id=5, conv="r:accueil"))
        assert (await line.hear("page"))["re"] == 5


async def test_the_refusal_names_the_command_it_is_about(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with open_house.socket(visitor) as line:
        await line.hello()
        assert (await line.ask("send", conv="r:nuit", cid="not a cid", text="x"))["code"] == "bad"


async def test_fields_nobody_knows_are_ignored(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with open_house.socket(visitor) as line:
        welcome = await line.hello(caps=["nearby"], tomorrow={"a": [1]})
        assert welcome["t"] == "welcome"
        assert (await line.ask("join", conv="r:accueil", colour="blue"))["t"] == "page"


async def test_a_lone_surrogate_does_not_reach_the_others_as_one(open_house: Doors) -> None:
    async with open_house.talking("Cyprien", "paris") as one, open_house.talking("Dorothée", "paris") as other:
        await one.ws.send('{"t":"send","id":9,"conv":"r:paris","cid":"s1","text":"a\\ud800b"}')
        answer = await one.next("ok", "err")
        if answer["t"] == "ok":
            assert (await other.next("msg"))["text"] == "ab"
        else:
            assert answer["code"] == "bad"


# ---------------------------------------------------------------- hello


async def test_a_line_that_says_nothing_is_closed(
    open_house: Doors, visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "HELLO_SECONDS", 0.2)
    async with open_house.socket(visitor) as line:
        assert (await line.closed(2), line.bye) == (4408, "hello")
        assert line.seen[-1]["resume_ok"] is True


async def test_who_said_hello_in_time_stays(
    open_house: Doors, visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "HELLO_SECONDS", 0.2)
    async with open_house.socket(visitor) as line:
        await line.hello()
        await asyncio.sleep(0.4)
        assert (await line.ask("join", conv="r:accueil"))["t"] == "page"


async def test_noise_before_hello_closes(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with upgraded(open_house, visitor, after=wire.frame(b"bonsoir")) as line:
        told, code = await line.end()
        assert (told[-1]["code"], code) == ("bad", 4400)


async def test_a_version_that_is_not_spoken_closes(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with open_house.socket(visitor) as line:
        await line.tell(t="hello", v=2)
        assert (await line.closed(), line.bye) == (4400, "bad")


async def test_a_second_hello_is_refused_and_the_line_lives(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with open_house.socket(visitor) as line:
        await line.hello()
        await line.tell(t="hello", v=1)
        assert (await line.next("err"))["code"] == "bad"
        assert (await line.ask("join", conv="r:accueil"))["t"] == "page"


async def test_a_welcome_tells_what_a_polite_client_must_know(open_house: Doors, visitor: httpx.AsyncClient) -> None:
    async with open_house.socket(visitor) as line:
        welcome = await line.hello(lang="en")
        state = await line.next("state")
    assert welcome["me"] | {"id": "", "mark": ""} == {"id": "", "nick": "Ariane", "mark": "", "band": "25-34"}
    assert welcome["limits"] == {"text": 2000, "frame": FRAME_MAX, "page": 100, "edit_ms": 120_000}
    assert [room["name"] for room in state["rooms"]][:2] == ["Welcome", "Night owls"]


# ---------------------------------------------------------------- how it ends


async def test_the_sixth_tab_closes_the_first(open_house: Doors) -> None:
    async with open_house.staying("Élodie") as client:
        tabs: list[Line] = []
        async with asyncio.timeout(10):
            stack = [open_house.socket(client) for _ in range(TABS_MAX + 1)]
            try:
                for one in stack:
                    tabs.append(await one.__aenter__())
                    await tabs[-1].hello()
                assert (await tabs[0].closed(), tabs[0].bye) == (4001, "replaced")
                for tab in tabs[1:]:
                    assert (await tab.ask("join", conv="r:accueil"))["t"] == "page"
            finally:
                for one in stack[: len(tabs)]:
                    await one.__aexit__(None, None, None)


async def test_entering_again_with_the_same_pass_closes_the_old_visit(open_house: Doors) -> None:
    async with open_house.talking("Fantine", "lyon") as witness, open_house.staying("Gaspard") as client:
        async with open_house.socket(client) as line:
            await line.hello()
            await line.ask("join", conv="r:lyon")
            del client.cookies["parvis_visit"]
            again = await submit(client, "/", "/enter", nickname="Gaspard", age="34")
            assert again.status_code == 303
            assert (await line.closed(), line.bye) == (4001, "replaced")
        assert [one["nick"] for one in (await witness.ask("people", conv="r:lyon"))["people"]] == ["Fantine"]


async def test_leaving_closes_every_tab_and_the_visit(open_house: Doors) -> None:
    async with (
        open_house.staying("Hector") as client,
        open_house.socket(client) as one,
        open_house.socket(client) as two,
    ):
        await one.hello()
        await two.hello()
        cookies = dict(client.cookies)
        assert (await submit(client, "/me", "/leave")).status_code == 303
        for line in (one, two):
            assert (await line.closed(), line.bye) == (4410, "left")
    async with open_house.client() as again:
        again.cookies.update(cookies)
        async with open_house.socket(again) as late:
            await late.hello()
            assert (await late.closed(), late.bye) == (4401, "unauthenticated")


async def test_who_sends_faster_than_it_can_be_answered_is_closed_and_the_others_are_not(open_house: Doors) -> None:
    flood = b"".join(wire.text(t="hist", id=label, conv="r:lille") for label in range(200))
    async with open_house.talking("Irène", "lille") as other, open_house.staying("Joachim") as client:
        async with upgraded(open_house, client, after=HELLO) as line:
            await line.hear("state")
            await line.send(flood)
            told, code = await line.end()
        assert (told[-1]["t"], told[-1]["code"], code) == ("bye", "flood", 4029)
        assert (await other.say("toujours là", "i1", "lille"))["st"] == "delivered"


async def test_who_asks_too_often_is_told_when_to_ask_again(open_house: Doors) -> None:
    async with open_house.talking("Karine", "lille") as line:
        answers = [await line.ask("people", conv="r:lille") for _ in range(60)]
        last = answers[-1]
        assert (last["t"], last["code"], last["text_key"]) == ("err", "rate", "refuse-rate")
        assert 0 < last["retry_ms"] <= 1_000
        assert (await line.say("mais parler, oui", "k1", "lille"))["st"] == "delivered"


async def test_two_hundred_messages_at_once_leave_the_server_standing(doors: Doors) -> None:
    """With the ordinary limits: the guard lets a few through, says so for the others, then the line is closed."""
    flood = b"".join(
        wire.text(t="send", id=label, conv="r:nuit", cid=f"f{label}", text=f"numéro {label}") for label in range(200)
    )
    async with doors.talking("Léandre", "nuit") as other, doors.staying("Mathilde") as client:
        async with upgraded(doors, client, after=HELLO + wire.text(t="join", id=1, conv="r:nuit")) as line:
            await line.hear("page")
            await line.send(flood)
            told, _ = await line.end()
        delivered = [one for one in told if one["t"] == "ok"]
        assert len(delivered) <= 8
        assert told[-1] == told[-1] | {"t": "bye", "code": "flood", "resume_ok": True}
        page = await other.ask("hist", conv="r:nuit", limit=100)
        assert len(page["items"]) <= 8
        assert {one["mid"] for one in delivered} <= {item["mid"] for item in page["items"]}
        assert (await other.say("rien n’a cédé", "l1", "nuit"))["st"] == "delivered"


def test_every_reason_to_close_has_a_close_code_of_its_own() -> None:
    assert set(CLOSE_CODES) == set(ByeCode)
    assert len(set(CLOSE_CODES.values())) == len(ByeCode)
    assert all(4000 <= code < 5000 for code in CLOSE_CODES.values())


# ---------------------------------------------------------------- slow readers


async def chatter(doors: Doors, conv: str, count: int) -> list[int]:
    """Many long messages, released and told as if they had been sent; their ``n``."""
    square = doors.house.square
    said = []
    for number in range(count):
        draft = Draft(
            sender=VisitId("chatter"), nickname="Chatter", conversation=ConversationId(conv),
            cid=CommandId(f"{conv[2:]}-{number}"), mid=MessageId(f"{conv}-{number}"), text="é" * 2_000, at=Instant(1),
        )  # fmt: skip
        outcome = await doors.house.means.db.write_grouped(square.release, draft)
        assert outcome.message is not None
        said.append(outcome.message.n)
        await asyncio.sleep(0)
    return said


def slow_byes(doors: Doors) -> float:
    return doors.house.metrics.registry.get_sample_value("parvis_byes_total", {"code": "slow"}) or 0.0


async def hear(line: Line, count: int) -> list[int]:
    return [(await line.next("msg"))["n"] for _ in range(count)]


async def test_a_reader_that_stops_reading_is_cut_and_the_others_hear_everything(open_house: Doors) -> None:
    before = slow_byes(open_house)
    async with open_house.talking("Noémie", "marseille") as awake, open_house.staying("Octave") as client:
        reader, writer = await asyncio.open_connection(sock=_small_socket(open_house))
        sleeper = wire.Wire(reader, writer)
        await sleeper.send(wire.request(open_house, client.cookies))
        await reader.readuntil(b"\r\n\r\n")
        await sleeper.send(HELLO + wire.text(t="join", id=1, conv="r:marseille"))
        await sleeper.hear("page")
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # a ReadTransport, says asyncio
        said, heard = await asyncio.gather(chatter(open_house, "r:marseille", 220), hear(awake, 220))
        assert heard == said
        assert slow_byes(open_house) == before + 1
        writer.transport.resume_reading()  # type: ignore[attr-defined]
        told, code = await sleeper.end()
        assert code in (CLOSE_CODES[ByeCode.SLOW], None)
        caught = [one["n"] for one in told if one["t"] == "msg"]
        assert caught == said[: len(caught)], "what arrived has no hole"
        assert len(caught) < len(said)
        writer.close()


def _small_socket(doors: Doors) -> socket.socket:
    """A connection of which the kernel buffers little on our side."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    sock.connect(("127.0.0.1", doors.port))
    sock.setblocking(False)
    return sock


async def test_a_reader_that_pauses_for_a_moment_misses_nothing(open_house: Doors) -> None:
    async with open_house.staying("Pénélope") as client:
        reader, writer = await asyncio.open_connection(sock=_small_socket(open_house))
        sleeper = wire.Wire(reader, writer)
        await sleeper.send(wire.request(open_house, client.cookies))
        await reader.readuntil(b"\r\n\r\n")
        await sleeper.send(HELLO + wire.text(t="join", id=1, conv="r:cuisine"))
        await sleeper.hear("page")
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # a ReadTransport, says asyncio
        said = await chatter(open_house, "r:cuisine", 100)
        writer.transport.resume_reading()  # type: ignore[attr-defined]
        assert [(await sleeper.hear("msg"))["n"] for _ in said] == said
        writer.close()


async def test_a_reader_that_takes_nothing_for_long_is_cut(open_house: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "STUCK_SECONDS", 0.3)
    before = slow_byes(open_house)
    async with open_house.staying("Rosalie") as client:
        reader, writer = await asyncio.open_connection(sock=_small_socket(open_house))
        sleeper = wire.Wire(reader, writer)
        await sleeper.send(wire.request(open_house, client.cookies))
        await reader.readuntil(b"\r\n\r\n")
        await sleeper.send(HELLO + wire.text(t="join", id=1, conv="r:musique"))
        await sleeper.hear("page")
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # a ReadTransport, says asyncio
        await chatter(open_house, "r:musique", 110)
        await asyncio.sleep(0.6)
        assert slow_byes(open_house) == before + 1
        writer.close()


# ---------------------------------------------------------------- signs of life


async def test_typing_is_told_to_the_others_and_never_answered(open_house: Doors) -> None:
    async with open_house.talking("Sidonie", "ecrans") as one, open_house.talking("Théophile", "ecrans") as other:
        await one.tell(t="typing", conv="r:ecrans", id=44)
        told = await other.next("typing")
        assert (told["nick"], told["conv"]) == ("Sidonie", "r:ecrans")
        assert [frame for frame in await one.rest() if frame["t"] in ("ok", "err")] == []


async def test_too_much_typing_is_left_out_in_silence(open_house: Doors) -> None:
    async with open_house.talking("Ulysse", "ecrans") as one, open_house.talking("Valentine", "ecrans") as other:
        for _ in range(60):
            await one.tell(t="typing", conv="r:ecrans")
        assert [frame for frame in await one.rest() if frame["t"] in ("err", "bye")] == []
        assert 1 <= len([frame for frame in await other.rest() if frame["t"] == "typing"]) <= 40


async def test_who_comes_and_who_goes_is_told_within_six_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert jobs.PRESENCE_SECONDS <= 6
    monkeypatch.setattr(jobs, "PRESENCE_SECONDS", 0.3)
    async with (
        open_doors(tmp_path, demo=True, shape=easy, by_the_clock=True) as doors,
        doors.talking("Wanda", "nuit") as here,
        doors.talking("Xavier", "nuit") as other,
    ):
        came = await named(here, "came", "Xavier")
        assert came["here"] == 1, "a coarse step, not a count"
        shown = next(person for person in came["came"] if person["nick"] == "Xavier")
        assert set(shown) == {"id", "nick", "mark", "band"}
        await other.ask("leave", conv="r:nuit")
        async with asyncio.timeout(6):
            while shown["id"] not in (await here.next("presence", seconds=6))["went"]:
                pass


async def named(line: Line, field: str, nickname: str) -> dict[str, Any]:
    """The presence frame in which somebody is named, within six seconds."""
    async with asyncio.timeout(6):
        while True:
            told = await line.next("presence", seconds=6)
            if nickname in [person["nick"] for person in told[field]]:
                return told


async def test_a_line_that_drops_leaves_nobody_absent_for_ninety_seconds(open_house: Doors) -> None:
    async with open_house.talking("Yann", "paris") as here:
        async with open_house.talking("Zacharie", "paris"):
            pass
        await asyncio.sleep(0.1)
        open_house.house.square.presence.sweep(open_house.house.means.clock.now())
        present = [one["nick"] for one in (await here.ask("people", conv="r:paris"))["people"]]
        assert "Zacharie" in present
        open_house.house.square.presence.sweep(Instant(open_house.house.means.clock.now() + 90_001))
        present = [one["nick"] for one in (await here.ask("people", conv="r:paris"))["people"]]
        assert "Zacharie" not in present and "Yann" in present


async def test_two_tabs_that_come_into_a_room_together_count_once(open_house: Doors) -> None:
    async with open_house.talking("Abel", "lyon") as witness, open_house.staying("Béatrice") as client:
        async with open_house.socket(client) as one, open_house.socket(client) as two:
            await one.hello()
            await two.hello()
            await asyncio.gather(*(line.ask("join", conv="r:lyon") for line in (one, two)))
        await asyncio.sleep(0.1)
        open_house.house.square.presence.sweep(Instant(open_house.house.means.clock.now() + 90_001))
        present = [one["nick"] for one in (await witness.ask("people", conv="r:lyon"))["people"]]
        assert "Béatrice" not in present


async def test_a_line_that_answers_no_ping_is_let_go_and_one_that_does_stays(
    open_house: Doors, visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parvis.web.watch.EVERY_SECONDS", 0.05)
    async with (
        upgraded(open_house, visitor, after=HELLO) as dead,
        open_house.staying("Bastien") as client,
        open_house.socket(client) as alive,
    ):
        await alive.hello()
        told, code = await dead.end()
        assert told[0]["t"] == "welcome" and code is None, "nobody is there to say goodbye to"
        assert (await alive.ask("people", conv="r:ecrans"))["t"] == "err", "the line that answers pings is served on"
