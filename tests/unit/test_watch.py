"""Silent lines: asked after twenty-five seconds, let go after forty-five, and left alone as soon as they say a word."""

from __future__ import annotations

from parvis.core.closing import Kind
from parvis.web.watch import GONE_AFTER, PING_AFTER, Watch


class Someone:
    def __init__(self, watch: Watch) -> None:
        self.silent, self.asked, self.gone, self.watch = 0, 0, False, watch

    def ask(self) -> None:
        self.asked += 1

    def abandon(self) -> None:
        self.gone = True
        self.watch.discard(self)

    def shut(self, _kind: Kind) -> None:
        self.abandon()


async def test_a_line_is_asked_once_and_then_let_go() -> None:
    watch = Watch()
    one = Someone(watch)
    watch.add(one)
    for _ in range(PING_AFTER - 1):
        watch.count()
    assert (one.asked, one.gone) == (0, False)
    for _ in range(GONE_AFTER - PING_AFTER):
        watch.count()
    assert (one.asked, one.gone) == (1, False)
    watch.count()
    assert (one.asked, one.gone) == (1, True)


async def test_whoever_answers_stays() -> None:
    watch = Watch()
    one = Someone(watch)
    watch.add(one)
    for _ in range(5 * GONE_AFTER):
        watch.count()
        one.silent = 0 if one.silent == PING_AFTER else one.silent
    assert not one.gone and one.asked == 5 * GONE_AFTER // PING_AFTER
    watch.discard(one)
    assert watch._timer is None, "nobody is left to watch"
