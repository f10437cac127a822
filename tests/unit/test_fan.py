"""The bus: neighbours share a write, order holds, nobody hears what was said before coming or after leaving."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from parvis.core.protocol import ByeCode
from parvis.live.bus import Closing, Joined, Notice, Packet
from parvis.live.fan import CROWD, FULL, Fan, LocalBus
from parvis.live.wire import text_frame

TOPIC = "room:r:accueil"


class Ear:
    """Remembers what it was handed: payloads in order, and how many times it was called."""

    def __init__(self) -> None:
        self.heard: list[bytes | ByeCode] = []
        self.calls = 0

    def __call__(self, notice: Notice) -> None:
        self.calls += 1
        match notice:
            case Packet():
                self.heard.append(notice.data)
            case Joined():
                self.heard += [one.data for one in notice.packets]
                assert notice.wire == b"".join(text_frame(one.data) for one in notice.packets)
            case Closing():
                self.heard.append(notice.code)


def say(bus: LocalBus, *words: str) -> None:
    for word in words:
        bus.spread(TOPIC, Packet(word.encode()))


async def test_what_is_said_in_one_breath_is_one_write_for_everybody() -> None:
    bus, one, other = LocalBus(), Ear(), Ear()
    bus.subscribe(TOPIC, one)
    bus.subscribe(TOPIC, other)
    say(bus, "a", "b", "c")
    assert one.calls == 0
    await asyncio.sleep(0)
    assert one.heard == other.heard == [b"a", b"b", b"c"]
    assert (one.calls, other.calls) == (1, 1)


async def test_whoever_comes_hears_nothing_that_was_said_before() -> None:
    bus, early, late = LocalBus(), Ear(), Ear()
    bus.subscribe(TOPIC, early)
    say(bus, "before")
    bus.subscribe(TOPIC, late)
    say(bus, "after")
    await asyncio.sleep(0)
    assert early.heard == [b"before", b"after"]
    assert late.heard == [b"after"]


async def test_whoever_goes_has_heard_everything_until_then_and_nothing_more() -> None:
    bus, gone, stays = LocalBus(), Ear(), Ear()
    bus.subscribe(TOPIC, gone)
    bus.subscribe(TOPIC, stays)
    say(bus, "before")
    bus.unsubscribe(TOPIC, gone)
    say(bus, "after")
    await asyncio.sleep(0)
    assert gone.heard == [b"before"]
    assert stays.heard == [b"before", b"after"]


async def test_what_cannot_wait_goes_at_once_and_still_in_order() -> None:
    bus, ear = LocalBus(), Ear()
    bus.subscribe(TOPIC, ear)
    say(bus, "a")
    bus.publish(TOPIC, Packet(b"staff"))
    bus.publish(TOPIC, Closing(ByeCode.RESTRICTED))
    assert ear.heard == [b"a", b"staff", ByeCode.RESTRICTED]
    await asyncio.sleep(0)
    assert ear.calls == 3


async def test_a_receiver_that_leaves_while_being_told_spoils_nothing() -> None:
    bus, stays = LocalBus(), Ear()

    def leaves(_notice: Notice) -> None:
        bus.unsubscribe(TOPIC, leaves)

    bus.subscribe(TOPIC, leaves)
    bus.subscribe(TOPIC, stays)
    say(bus, "a")
    await asyncio.sleep(0)
    say(bus, "b")
    await asyncio.sleep(0)
    assert stays.heard == [b"a", b"b"]


@pytest.mark.parametrize(
    ("members", "rate", "window"),
    [
        (CROWD - 1, 500.0, 0.0),
        (CROWD, 50.0, 0.0),
        (1000, 1.0, 0.0),
        (1000, 4.0, 0.02),
        (100, 50.0, 0.02),
        (1000, 10.0, 0.05),
        (1000, 20.0, 0.1),
        (100, 500.0, 0.1),
    ],
)
async def test_only_a_busy_crowd_waits(members: int, rate: float, window: float) -> None:
    fan = Fan()
    for _ in range(members):
        fan.join(Ear(), None)
    fan._rate = rate
    assert fan._window() == window


async def test_enough_to_share_a_write_waits_no_longer() -> None:
    bus, ears = LocalBus(), [Ear() for _ in range(CROWD)]
    for ear in ears:
        bus.subscribe(TOPIC, ear)
    fan = bus._fans[TOPIC]
    fan._rate, fan._last = 10_000.0, asyncio.get_running_loop().time()  # as busy as it gets: a tenth of a second
    say(bus, *(str(number) for number in range(FULL - 1)))
    await asyncio.sleep(0.01)
    assert ears[0].calls == 0
    say(bus, "the last")
    await asyncio.sleep(0)
    assert [ear.calls for ear in ears] == [1] * CROWD
    assert len(ears[0].heard) == FULL


class Tapped(Ear):
    """An ear with a way past it."""

    def __init__(self) -> None:
        super().__init__()
        self.wired: list[bytes] = []
        self.direct: Callable[[bytes], object] | None = self.wired.append


async def test_frames_go_past_a_receiver_whose_tap_is_open_and_orders_never_do() -> None:
    bus, ear = LocalBus(), Tapped()
    bus.subscribe(TOPIC, ear, ear)
    say(bus, "a", "b")
    await asyncio.sleep(0)
    bus.publish(TOPIC, Packet(b"c"))
    bus.publish(TOPIC, Closing(ByeCode.RESTRICTED))
    assert ear.wired == [text_frame(b"a") + text_frame(b"b"), text_frame(b"c")]
    assert ear.heard == [ByeCode.RESTRICTED]
    ear.direct = None
    bus.publish(TOPIC, Packet(b"d"))
    assert ear.heard == [ByeCode.RESTRICTED, b"d"]


async def test_a_line_that_breaks_keeps_nobody_else_from_hearing() -> None:
    bus, stays = LocalBus(), Ear()

    def breaks(_notice: Notice) -> None:
        raise RuntimeError("the line is gone")

    bus.subscribe(TOPIC, breaks)
    bus.subscribe(TOPIC, stays)
    say(bus, "a")
    await asyncio.sleep(0)
    assert stays.heard == [b"a"]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_frame_says_its_length_as_the_rfc_wants(size: int) -> None:
    frame = text_frame(b"x" * size)
    head = 2 if size < 126 else 4 if size < 65_536 else 10
    assert (frame[0], len(frame)) == (0x81, head + size)
    assert int.from_bytes(frame[2:head], "big") == (size if head > 2 else 0)
