"""Frozen evidence as words: the newest of each kind counts, and what a removal took away still shows."""

from __future__ import annotations

import secrets

import msgspec

from parvis.core.clock import DAY, Instant
from parvis.core.exhibit import Capture, Exhibit, ExhibitKind, draw
from parvis.core.ids import CaseId
from parvis.core.showing import evidence_in

AT = Instant(1_800_000_000_000)


def frozen(kind: ExhibitKind, after: int, **content: object) -> Exhibit:
    at = Instant(AT + after)
    what = Capture(kind=kind, case=CaseId("c"), content=content, at=at, by="report", expires_at=Instant(at + DAY))
    return draw(what, secrets.token_bytes)


def said(mid: str, text: str | None, n: int) -> dict[str, object]:
    return {"mid": mid, "sender": "v", "nickname": "Alix", "text": text, "at": AT + n, "n": n}


def test_a_removed_message_shows_what_it_said_and_each_earlier_text_once() -> None:
    before = frozen(ExhibitKind.MESSAGE, 0, **said("m", "second", 5), earlier=[{"text": "premier"}], status="delivered")
    after = frozen(
        ExhibitKind.MESSAGE, 9, **said("m", None, 5), earlier=[{"text": "premier"}, {"text": "second"}],
        status="delivered",
    )  # fmt: skip
    shown = evidence_in([after, before])
    assert shown.message is not None and shown.message.text == "second"
    assert shown.earlier == ["premier"]
    assert shown.frozen_at == AT + 9


def test_windows_are_joined_in_the_order_of_talk() -> None:
    first = frozen(ExhibitKind.WINDOW, 0, messages=[said("b", "deux", 2), said("a", "un", 1)])
    later = frozen(ExhibitKind.WINDOW, 5, messages=[said("c", "trois", 3), said("a", "un", 1)])
    assert [line.text for line in evidence_in([first, later]).window] == ["un", "deux", "trois"]


def test_what_is_sealed_or_destroyed_is_counted_and_not_shown() -> None:
    one = frozen(ExhibitKind.MESSAGE, 0, **said("m", "mot", 1))
    sealed = msgspec.structs.replace(one, body=None, sealed=b"age")
    gone = msgspec.structs.replace(one, body=None, destroyed_at=AT)
    shown = evidence_in([sealed, gone])
    assert (shown.sealed, shown.destroyed, shown.message) == (1, 1, None)
