"""A slow reader's queue: what is precious stays in order, the rest gives way, and nothing grows without end."""

from __future__ import annotations

from parvis.live.bus import Drop, Joined, Packet
from parvis.live.outbox import BYTES_MAX, FRAMES_MAX, Outbox


class Wire:
    """Remembers what was written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def write_frames(self, wire: bytes) -> None:
        self.written.append(wire)

    def close(self, code: int) -> None:
        raise AssertionError(f"an outbox never closes ({code})")


def packet(number: int, drop: Drop = Drop.NEVER, key: str = "") -> Packet:
    return Packet(str(number).encode(), drop, key)


def test_a_free_line_is_written_to_at_once() -> None:
    wire = Wire()
    Outbox(wire).put(packet(1))
    assert wire.written == [b"1"]


def test_a_joining_client_gets_its_snapshot_before_what_came_meanwhile() -> None:
    wire = Wire()
    box = Outbox(wire)
    box.hold()
    box.put(packet(2))
    box.now(b"snapshot")
    box.put(packet(3))
    box.release()
    assert wire.written == [b"snapshot", b"2", b"3"]


def test_a_snapshot_that_meets_a_full_line_still_comes_first() -> None:
    wire = Wire()
    box = Outbox(wire)
    box.hold()
    box.put(packet(2))
    box.pause()
    box.now(b"welcome")
    box.now(b"state")
    box.release()
    box.now(b"answer")
    box.resume()
    assert wire.written == [b"welcome", b"state", b"2", b"answer"]


def test_what_waited_for_the_line_leaves_in_order() -> None:
    wire = Wire()
    box = Outbox(wire)
    box.pause()
    for number in range(5):
        box.put(packet(number))
    box.now(b"answer")
    box.resume()
    assert wire.written == [b"0", b"1", b"2", b"3", b"4", b"answer"]


def test_only_the_latest_count_is_kept() -> None:
    wire = Wire()
    box = Outbox(wire)
    box.pause()
    for number in range(5):
        box.put(packet(number, Drop.COALESCE, "crowd"))
    box.put(packet(9, Drop.COALESCE, "beat"))
    box.resume()
    assert wire.written == [b"4", b"9"]


def test_typing_goes_first_when_it_gets_tight() -> None:
    wire = Wire()
    box = Outbox(wire)
    box.pause()
    for number in range(FRAMES_MAX // 2 + 1):
        box.put(packet(number))
    box.put(packet(-1, Drop.FIRST))
    box.resume()
    assert b"-1" not in wire.written
    assert len(wire.written) == FRAMES_MAX // 2 + 1


def test_messages_push_out_counts_before_the_reader_is_given_up() -> None:
    wire = Wire()
    box = Outbox(wire)
    box.pause()
    box.put(packet(-1, Drop.COALESCE, "crowd"))
    for number in range(FRAMES_MAX):
        box.put(packet(number))
    assert not box.overrun
    box.resume()
    assert wire.written == [str(number).encode() for number in range(FRAMES_MAX)]


def test_a_reader_too_slow_for_messages_is_given_up() -> None:
    box = Outbox(Wire())
    box.pause()
    for number in range(FRAMES_MAX + 1):
        box.put(packet(number))
    assert box.overrun


def test_several_joined_leave_in_one_write_or_wait_one_by_one() -> None:
    wire = Wire()
    box = Outbox(wire)
    joined = Joined((packet(1), packet(2, Drop.COALESCE, "crowd"), packet(3, Drop.COALESCE, "crowd")), b"1+2+3")
    box.put_joined(joined)
    box.pause()
    box.put_joined(joined)
    box.resume()
    assert wire.written == [b"1+2+3", b"1", b"3"]


def test_bytes_count_as_much_as_frames() -> None:
    box = Outbox(Wire())
    box.pause()
    box.put(Packet(b"x" * (BYTES_MAX - 10)))
    assert not box.overrun
    box.put(Packet(b"x" * 11))
    assert box.overrun
