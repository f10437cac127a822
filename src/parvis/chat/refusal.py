"""Why a command was not done, as a value that a socket turns into an `err` frame and a page into a sentence."""

from __future__ import annotations

import msgspec

from parvis.core.protocol import ErrCode


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A closed code for programs, a text key for people."""

    code: ErrCode
    text_key: str
    args: dict[str, str | int] = {}
    retry_ms: int | None = None
    told: str = ""
    """Text key of a card with the way on, where there is one."""


NO_ROOM = Refusal(code=ErrCode.GONE, text_key="refuse-no-room")
NO_MESSAGE = Refusal(code=ErrCode.GONE, text_key="refuse-gone")
NOT_HERE = Refusal(code=ErrCode.FORBIDDEN, text_key="refuse-not-here")
NOT_YOURS = Refusal(code=ErrCode.FORBIDDEN, text_key="refuse-not-yours")
READ_ONLY = Refusal(code=ErrCode.FORBIDDEN, text_key="refuse-read-only")
UNATTENDED = Refusal(code=ErrCode.FORBIDDEN, text_key="refuse-unattended")
NOBODY_THERE = Refusal(code=ErrCode.FORBIDDEN, text_key="refuse-unattended-rooms")
TOO_LATE = Refusal(code=ErrCode.TOO_LATE, text_key="refuse-too-late")
CONSENT = Refusal(code=ErrCode.CONSENT, text_key="refuse-consent")
PAUSED = Refusal(code=ErrCode.PAUSED, text_key="refuse-paused", retry_ms=5_000)
BAD_FRAME = Refusal(code=ErrCode.BAD, text_key="refuse-bad-frame")


def too_fast(wait: int) -> Refusal:
    """Come back in so many milliseconds."""
    return Refusal(code=ErrCode.RATE, text_key="refuse-rate", args={"seconds": -(-wait // 1000)}, retry_ms=wait)
