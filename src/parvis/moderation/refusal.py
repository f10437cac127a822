"""Why a verb of the desk was not done, as a value that a page turns into a sentence."""

from __future__ import annotations

import msgspec


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A text key for people, and what fills it."""

    text_key: str
    args: dict[str, str | int] = {}
