"""A client that follows rooms: each change once, in order, whatever the line does."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.core import protocol as p
from parvis.core.following import Change, Following, GapError

CONV = "r:accueil"
ALIX = p.Author(id="a", nick="Alix", mark="")


def msg(n: int, rev: int, text: str = "bonsoir") -> p.Msg:
    return p.Msg(conv=CONV, n=n, rev=rev, mid=f"m{n}", author=ALIX, text=text, ts=0)


def page(*items: p.Msg | p.Gone, n: int, rev: int) -> p.PageFrame:
    return p.PageFrame(conv=CONV, items=list(items), floor_n=1, last_n=n, rev=rev, end=True)


def following(n: int = 0, rev: int = 0) -> Following:
    one = Following()
    one.begin(page(n=n, rev=rev))
    return one


def test_the_next_change_is_told_and_a_repeat_is_not() -> None:
    one = following()
    assert list(one.take(msg(1, 1))) == [msg(1, 1)]
    assert list(one.take(msg(1, 1))) == []
    assert one.have == {CONV: p.Seen(n=1, rev=1)}


def test_a_gap_is_noticed_and_nothing_after_it_is_told() -> None:
    one = following()
    with pytest.raises(GapError):
        list(one.take(msg(2, 2)))
    assert one.have == {CONV: p.Seen(n=0, rev=0)}, "the next hello asks for what is missing"


def test_a_room_that_was_not_joined_says_nothing() -> None:
    assert list(Following().take(msg(1, 1))) == []


def test_what_comes_before_the_page_of_a_join_is_told_after_it_once() -> None:
    one = Following()
    assert one.hold(CONV)
    assert not one.hold(CONV), "one page at a time"
    for change in (msg(1, 1), msg(2, 2), msg(3, 3)):
        assert list(one.take(change)) == []
    one.begin(page(msg(1, 1), msg(2, 2), n=2, rev=2))
    assert list(one.release(CONV)) == [msg(3, 3)]


def test_joining_again_does_not_jump_over_what_is_still_on_its_way() -> None:
    one = following(n=1, rev=1)
    one.begin(page(msg(1, 1), msg(2, 2), n=2, rev=2))
    assert list(one.take(msg(2, 2))) == [msg(2, 2)]


def test_after_a_break_changes_come_as_they_would_have_come() -> None:
    one = following(n=2, rev=2)
    edited = p.Msg(conv=CONV, n=1, rev=4, mid="m1", author=ALIX, text="bonsoir à tous", ts=0, edited=9)
    gone = p.Gone(conv=CONV, n=2, rev=3, mid="m2", by="author")
    told = one.catch_up(page(edited, gone, msg(3, 5), n=3, rev=5))
    assert told == [gone, p.Edit(conv=CONV, n=1, rev=4, mid="m1", text="bonsoir à tous", edited=9), msg(3, 5)]
    assert one.have == {CONV: p.Seen(n=3, rev=5)}
    assert list(one.take(msg(3, 5))) == []


def test_pages_read_while_people_talk_on_leave_out_what_comes_by_itself() -> None:
    one = following()
    first_counters = {"n": 2, "rev": 2}
    assert one.catch_up(page(msg(1, 1), msg(2, 2), msg(3, 3), **first_counters)) == [msg(1, 1), msg(2, 2)]
    assert list(one.take(msg(3, 3))) == [msg(3, 3)]


def test_a_room_that_was_left_is_forgotten() -> None:
    one = following(n=4, rev=9)
    one.hold(CONV)
    one.end(CONV)
    assert one.have == {}
    assert list(one.release(CONV)) == []


# ---------------------------------------------------------------- a room, a bad line, a reader


@dataclass
class Room:
    """What the server has, and what it would send."""

    items: dict[int, p.Msg | p.Gone] = field(default_factory=dict)
    rev: int = 0
    changes: list[Change] = field(default_factory=list)

    def act(self, what: str, where: int) -> None:
        self.rev += 1
        old = self.items.get(where % (len(self.items) + 1))
        if what == "edit" and isinstance(old, p.Msg):
            text = f"text {self.rev}"
            self.items[old.n] = p.Msg(
                conv=CONV, n=old.n, rev=self.rev, mid=old.mid, author=ALIX, text=text, ts=0, edited=self.rev
            )
            self.changes.append(p.Edit(conv=CONV, n=old.n, rev=self.rev, mid=old.mid, text=text, edited=self.rev))
        elif what == "gone" and isinstance(old, p.Msg):
            gone = p.Gone(conv=CONV, n=old.n, rev=self.rev, mid=old.mid, by="author")
            self.items[old.n] = gone
            self.changes.append(gone)
        else:
            n = len(self.items) + 1
            self.items[n] = msg(n, self.rev, f"text {self.rev}")
            self.changes.append(msg(n, self.rev, f"text {self.rev}"))

    def since(self, rev: int) -> p.PageFrame:
        return page(*(item for item in self.items.values() if item.rev > rev), n=len(self.items), rev=self.rev)


def shown(changes: list[Change]) -> dict[int, str | None]:
    """What a reader sees who does just what is told; KeyError for a change to something never told."""
    seen: dict[int, str | None] = {}
    for change in changes:
        match change:
            case p.Msg(n=n, text=text):
                assert n not in seen, "told twice"
                seen[n] = text
            case p.Edit(n=n, text=text):
                assert n in seen
                seen[n] = text
            case p.Gone(n=n):
                seen[n] = None
    return seen


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["say", "say", "edit", "gone"]),
            st.integers(0, 30),
            st.sampled_from(["arrives", "arrives", "lost", "twice", "line breaks"]),
        ),
        max_size=40,
    )
)
def test_whatever_the_line_does_the_reader_ends_with_what_the_room_has(steps: list[tuple[str, int, str]]) -> None:
    room, reader, told = Room(), following(), list[Change]()

    def resume() -> None:
        told.extend(reader.catch_up(room.since(reader.have[CONV].rev)))

    for what, where, fate in steps:
        room.act(what, where)
        try:
            for _ in range({"arrives": 1, "twice": 2}.get(fate, 0)):
                told += reader.take(room.changes[-1])
        except GapError:
            resume()
        if fate == "line breaks":
            resume()
    resume()
    assert shown(told) == {n: item.text if isinstance(item, p.Msg) else None for n, item in room.items.items()}
