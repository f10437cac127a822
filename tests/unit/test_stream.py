"""Personal frames: a short absence is replayed exactly, a longer one is never pretended to be."""

from __future__ import annotations

from parvis.core.clock import Instant
from parvis.live.stream import RING_MAX, RING_MS, Stream

START = Instant(1_000_000)


def filled(count: int) -> Stream:
    stream = Stream(START)
    for number in range(count):
        stream.keep(stream.next_pos(), START, str(number).encode())
    return stream


def test_what_was_missed_comes_again_in_order() -> None:
    assert filled(5).since(START + 2, START) == [b"2", b"3", b"4"]


def test_nothing_missed_is_nothing_replayed() -> None:
    assert filled(5).since(START + 5, START) == []


def test_a_position_from_before_a_restart_is_not_believed() -> None:
    assert filled(5).since(START - 1, START) is None


def test_a_position_from_the_future_is_not_believed() -> None:
    assert filled(5).since(START + 6, START) is None


def test_more_than_the_ring_holds_cannot_be_proved() -> None:
    stream = filled(RING_MAX + 3)
    assert stream.since(START + 2, START) is None
    assert stream.since(START + 3, START) == [str(n).encode() for n in range(3, RING_MAX + 3)]


def test_frames_older_than_ten_minutes_are_forgotten() -> None:
    stream = filled(3)
    stream.keep(stream.next_pos(), Instant(START + RING_MS), b"young")
    later = Instant(START + RING_MS + 1)
    assert stream.since(START + 2, later) is None
    assert stream.since(START + 3, later) == [b"young"]
