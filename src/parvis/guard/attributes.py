"""What a rule may read: every attribute with its type and its default; a list ``x`` is the attribute ``hit.x``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

HIT = "hit."


class Type(StrEnum):
    """Types of attributes, as CEL names them."""

    BOOL = "bool"
    INT = "int"
    STRING = "string"


@dataclass(frozen=True)
class Attribute:
    """One thing a condition can ask about. ``default`` is its value while there is nothing to say."""

    name: str
    type: Type
    default: bool | int | str
    meaning: str


TEXT = (
    Attribute("msg.kind", Type.STRING, "", "What is judged: `message`, `nickname`, `room_name` or `topic`."),
    Attribute("msg.length", Type.INT, 0, "How many characters the text has, as it was written."),
)


def declared(lists: Iterable[str]) -> dict[str, Attribute]:
    """All attributes, with one for each list."""
    hits = (
        Attribute(HIT + one, Type.BOOL, default=False, meaning=f"Something of the list `{one}` was found.")
        for one in lists
    )
    return {one.name: one for one in (*TEXT, *hits)}
