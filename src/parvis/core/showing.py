"""Frozen evidence as words on a page: what was said, by whom, and what stood around it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from parvis.core.clock import Instant
from parvis.core.exhibit import Exhibit, ExhibitKind, read_record


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One message as it was when it was frozen."""

    mid: str
    sender: str
    nickname: str
    text: str
    at: Instant
    n: int | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a case that stands in clear."""

    message: Line | None = None
    earlier: list[str] = []
    """What the message said before it was edited, the oldest first."""
    status: str = ""
    """Whether it was delivered, held or refused when it was frozen."""
    window: list[Line] = []
    """What stood around it, or the last messages of a visit or a room; in order."""
    profile: dict[str, str] = {}
    sealed: int = 0
    """Pieces that only the operator's offline key opens."""
    destroyed: int = 0
    frozen_at: Instant | None = None


def evidence_in(exhibits: Iterable[Exhibit]) -> Evidence:
    """What these exhibits show; of one kind the newest counts, since what changed was frozen again."""
    found = Evidence()
    for one in sorted(exhibits, key=lambda each: each.captured_at):
        if one.body is None:
            gone = one.destroyed_at is not None
            found = msgspec.structs.replace(
                found, sealed=found.sealed + (not gone), destroyed=found.destroyed + gone
            )  # fmt: skip
            continue
        found = _with(found, one.kind, read_record(one.body).content, one.captured_at)
    return found


def _with(found: Evidence, kind: ExhibitKind, content: dict[str, Any], at: Instant) -> Evidence:
    replace = msgspec.structs.replace
    if kind is ExhibitKind.MESSAGE:
        line, status = _line(content), str(content.get("status") or "")
        if not line.text and found.message is not None:  # frozen again once it was removed: what it said still counts
            line = found.message
        texts = [str(one.get("text") or "") for one in content.get("earlier", [])]
        earlier = [text for text in texts if text != line.text]
        return replace(found, message=line, earlier=earlier, status=status, frozen_at=at)
    if kind is ExhibitKind.PROFILE:
        shown = {str(key): str(value) for key, value in content.items() if value is not None and key != "visit"}
        return replace(found, profile=shown, frozen_at=found.frozen_at or at)
    if kind in (ExhibitKind.WINDOW, ExhibitKind.ROOM):
        known = {line.mid: line for line in found.window}
        known |= {line.mid: line for line in map(_line, content.get("messages", []))}
        window = sorted(known.values(), key=lambda line: (line.at, line.n or 0))
        return replace(found, window=window, frozen_at=found.frozen_at or at)
    return found


def _line(content: dict[str, Any]) -> Line:
    number = content.get("n")
    return Line(
        mid=str(content.get("mid", "")), sender=str(content.get("sender", "")),
        nickname=str(content.get("nickname", "")), text=str(content.get("text") or ""),
        at=Instant(content.get("at", 0)), n=number if isinstance(number, int) else None,
    )  # fmt: skip
