"""What a client knows of one conversation, kept by the rules of `parvis.v1` and by nothing else: no I/O in here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Frame = dict[str, Any]
HISTORY, JOINING = 900_001, 900_002
"""The ``id`` of the reader's own commands."""


@dataclass(frozen=True)
class Item:
    """One message as shown."""

    mid: str
    text: str | None
    edited: int | None = None


@dataclass
class Reader:
    """Hears frames, says what to ask for next. A gap that the protocol should have closed is an AssertionError."""

    conv: str
    items: dict[int, Item] = field(default_factory=dict)
    rev: int | None = None
    floor: int = 1
    pos: int | None = None
    settled: bool = False
    """Whether everything up to ``rev`` is here, since the last hello."""
    resumed: bool = False
    outcomes: dict[str, Frame] = field(default_factory=dict)
    """By ``cid``: the last word on what was sent."""
    refused: list[Frame] = field(default_factory=list)
    ever: dict[int, set[str]] = field(default_factory=dict)
    """Every ``mid`` that ever stood behind an ``n``."""
    _welcomed: bool = False
    _revs: dict[int, int] = field(default_factory=dict)
    _early: list[Frame] = field(default_factory=list)

    def hello(self) -> Frame:
        """The first frame of a connection."""
        self.settled, self._welcomed, self._early = False, False, []
        frame: Frame = {"t": "hello", "v": 1}
        if self.rev is not None:
            frame["have"] = {self.conv: {"n": max(self.items, default=0), "rev": self.rev}}
        return frame if self.pos is None else frame | {"pos": self.pos}

    def hear(self, frame: Frame) -> Frame | None:
        """Take one frame in; returns the command to send because of it, if any."""
        assert self._welcomed or frame["t"] in ("welcome", "err", "bye"), f"{frame['t']} before the welcome"
        match frame["t"]:
            case "welcome":
                self._welcomed = True
                self.resumed = frame["resumed"]
                self.pos = self.pos if self.resumed else frame["pos"]
            case "page" if "since" in frame and frame["conv"] == self.conv:
                self._catch_up(frame)
            case "state":
                return self._compare(frame)
            case "page" if frame.get("re") in (HISTORY, JOINING):
                return self._load(frame)
            case "msg" | "edit" | "gone" if frame["conv"] == self.conv:
                self._room_frame(frame)
            case "status":
                if self.pos is None or frame["pos"] > self.pos:
                    self.pos = frame["pos"]
                    self.outcomes[frame["cid"]] = frame
            case "ok" if "cid" in frame:
                self.outcomes[frame["cid"]] = frame
                self.pos = max(self.pos or 0, frame.get("pos", 0))
            case "err":
                self.refused.append(frame)
        return None

    def _catch_up(self, page: Frame) -> None:
        assert page["since"] == self.rev, "a resume that starts elsewhere than where the client is"
        self._take(page)
        self.rev, self.settled = page["rev"], True

    def _compare(self, state: Frame) -> Frame | None:
        for one in state["pending"]:
            self.outcomes[one["cid"]] = one
        room = next(room for room in state["rooms"] if room["conv"] == self.conv)
        if self.settled:
            return None
        self.rev = None
        if room["joined"]:
            return {"t": "hist", "id": HISTORY, "conv": self.conv, "limit": 100}
        return {"t": "join", "id": JOINING, "conv": self.conv}

    def _load(self, page: Frame) -> Frame | None:
        """A first page replaces what was there; older ones are added until there is nothing older."""
        if self.rev is None:
            self.items, self._revs, self.rev = {}, {}, page["rev"]
        self._take(page)
        if not page["end"]:
            return {"t": "hist", "id": HISTORY, "conv": self.conv, "before": min(self.items), "limit": 100}
        self.settled = True
        early, self._early = self._early, []
        for frame in early:
            self._room_frame(frame)
        return None

    def _take(self, page: Frame) -> None:
        for item in page["items"]:
            self._put(item)
        self.floor = max(self.floor, page["floor_n"])
        self.items = {n: item for n, item in self.items.items() if n >= self.floor}

    def _room_frame(self, frame: Frame) -> None:
        if not self.settled:
            self._early.append(frame)
        elif self.rev is not None and frame["rev"] > self.rev:
            assert frame["rev"] == self.rev + 1, f"a gap: {frame['rev']} after {self.rev}"
            self.rev = frame["rev"]
            if frame["t"] == "msg" or frame["n"] in self.items:  # else it lies below the floor
                self._put(frame)

    def _put(self, frame: Frame) -> None:
        n = frame["n"]
        self.ever.setdefault(n, set()).add(frame["mid"])
        if frame["rev"] > self._revs.get(n, 0):
            self._revs[n] = frame["rev"]
            self.items[n] = Item(frame["mid"], frame.get("text"), frame.get("edited"))
