"""What a rule may read: every attribute with its type and its default; a list ``x`` is the attribute ``hit.x``.

In an excuse it is also ``near.x``: found next to what the rule is about, not just anywhere in the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from parvis.core.verdict import Value

HIT = "hit."
NEAR = "near."
LEARNED = "learned."


class Type(StrEnum):
    """Types of attributes, as CEL names them."""

    BOOL = "bool"
    INT = "int"
    STRING = "string"


class Cost(StrEnum):
    """What it takes to know it."""

    FREE = "free"
    """Known once the text has been read."""
    COUNTER = "counter"
    """Looked up in memory, when a rule asks."""
    MODEL = "model"
    """Worked out by something that learned."""


@dataclass(frozen=True)
class Attribute:
    """One thing a condition can ask about. ``default`` is its value while there is nothing to say."""

    name: str
    type: Type
    default: Value
    meaning: str
    cost: Cost = Cost.FREE
    guarding: bool = False
    """For what is not free: whether its being raised may by itself have a rule asked (`Context.raised`)."""
    private: bool = False
    """Whether it says something of a person; hits keep it no longer than they must."""

    @property
    def is_guard(self) -> bool:
        """Whether a rule may wait for it: nothing has to be asked to know that it is at its default."""
        return self.cost is Cost.FREE or self.guarding


class Context(Protocol):
    """What is known around a text: who says it, where, what came before. Asked only for rules that may match."""

    def value(self, name: str) -> Value:
        """One attribute that is not free."""
        ...

    def raised(self) -> Iterable[str]:
        """Names of guarding attributes that are not at their default now; cheap, and nearly always none."""
        ...


TEXT = (
    Attribute("msg.kind", Type.STRING, "", "What is judged: `message`, `nickname`, `room_name` or `topic`."),
    Attribute("msg.length", Type.INT, 0, "How many characters the text has, as it was written."),
)
ALWAYS = frozenset(one.name for one in TEXT)
"""Of every text there is something to say here, so no rule can wait for it."""
SAID = (
    Attribute("msg.phones", Type.INT, 0, "Telephone numbers in it, in digits or words, however they are set apart."),
    Attribute("msg.urls", Type.INT, 0, "Addresses of pages and of mail in it, also “site point com”."),
    Attribute("msg.handles", Type.INT, 0, "Names elsewhere: `@name`, “snap: name”, “mon insta c name”."),
    Attribute(
        "msg.prices", Type.INT, 0, "Prices: a number with a currency, with roses or kisses for one, or by the hour."
    ),
    Attribute("msg.mentions", Type.INT, 0, "`@name`, whoever it is."),
    Attribute(
        "msg.age_self", Type.INT, 0, "The age its writer claims now, in years; the lowest of several.", private=True
    ),
    Attribute(
        "msg.age_other", Type.INT, 0, "The age somebody else is said to have; the lowest of several.", private=True
    ),
)
"""What is extracted from a text (`parvis.guard.extractors`); 0 where nothing of it was found."""


def _counted(name: str, meaning: str, *, guarding: bool = False) -> Attribute:
    """A count about somebody, looked up when a rule asks; nought while there is nothing to count."""
    return Attribute(name, Type.INT, 0, meaning, Cost.COUNTER, guarding=guarding, private=name.startswith("sender."))


ADDRESSED = "sender.alike_addressed_24h"
NEAR_ELSEWHERE = "sender.near_duplicate_conversations_10m"
AROUND: tuple[Attribute, ...] = (
    _counted("sender.messages_1m", "Messages delivered of this person in one minute; 64 stands for more."),
    _counted("sender.messages_10m", "The same in ten minutes."),
    _counted("sender.visit_messages_10m", "The same, of this visit alone."),
    _counted("sender.conversations_10m", "In how many other conversations this person wrote in ten minutes."),
    _counted("sender.near_duplicates_10m", "How often this person said nearly the same in ten minutes. In a sweep, the "
             "size of the largest such group."),
    _counted(NEAR_ELSEWHERE, "In how many *other* conversations this person said nearly the same in ten minutes. In a "
             "sweep, in how many at all.", guarding=True),
    _counted("sender.alike_people_10m", "How many *other* people said nearly the same in ten minutes."),
    _counted("sender.mentions_10m", "How many @ signs stood in this person's messages of ten minutes."),
    _counted("sender.refused_10m", "How often the guard refused something of this person in ten minutes."),
    _counted("sender.held_24h", "How often the guard held something of this person in a day."),
    _counted("sender.reports_24h", "How often this person was reported in a day."),
    _counted("sender.minutes_here", "Whole minutes since this visit began."),
    _counted("sender.reputation", "0 to 3: standing earned by talk that was answered; the person's, no nickname's."),
    Attribute("sender.is_newcomer", Type.BOOL, default=False, cost=Cost.COUNTER, private=True,
              meaning="Here for less than guard.newcomer_minutes, without standing, and not here earlier that day."),
    _counted(ADDRESSED, "After delivery only: to how many people or conversations this person said "
             "nearly the same in a day."),
    _counted("conversation.messages_10m", "Messages in this conversation in ten minutes; 256 stands for more."),
    _counted("conversation.people_10m", "How many people wrote there."),
    _counted("conversation.stopped_people_10m", "Of how many people the guard refused or held something there in ten "
             "minutes; what waits as anybody's first message does, and too fast a pace, do not count."),
    _counted("conversation.near_duplicate_share", "Of a hundred of them, how many said nearly what somebody else had "
             "just said anywhere."),
    _counted("network.visits_10m", "Visits that began from this network in ten minutes; many people may share one."),
    _counted("network.messages_10m", "Messages from this network in ten minutes."),
    Attribute("square.mode", Type.STRING, "normal", cost=Cost.COUNTER,
              meaning="How open the square is: `normal`, `careful`, `newcomers-read`, `known-only` or `read-only`."),
)  # fmt: skip
"""What a `Context` knows."""
LATER = frozenset({ADDRESSED})
"""What only a rule of stage ``async`` may read: it takes a look into the store."""


CLASSES = (
    "minor_age", "seeks_minor", "solicitation", "procuring", "drugs", "sextortion", "doxxing", "threat", "incitement",
    "hate", "homophobia", "scam", "off_platform", "self_harm", "sexual_harassment",
)  # fmt: skip
"""The harms the learned check knows apart."""


def _scored(name: str, meaning: str) -> Attribute:
    """A score of the learned check (`parvis.guard.learned`), from 0 to 100; nought where there is no model."""
    return Attribute(LEARNED + name, Type.INT, 0, meaning, Cost.MODEL, guarding=True)


HARM_SCORE, TOP_SCORE, MODEL_ON, MODEL_NAME = "learned.harm", "learned.top", "learned.on", "learned.model"
WORST_SCORE = "learned.worst"
SCORES: tuple[Attribute, ...] = (
    _scored("harm", "How likely the text does any harm, of a hundred."),
    *(_scored(one, f"How likely it is of the class `{one}`, of a hundred.") for one in CLASSES),
    Attribute(TOP_SCORE, Type.STRING, "", cost=Cost.MODEL, meaning="The likeliest of these classes."),
    Attribute(MODEL_ON, Type.BOOL, default=False, cost=Cost.MODEL,
              meaning="Whether the learned check scored the text: not while it is off, down or out of time."),
    Attribute(WORST_SCORE, Type.INT, 0, cost=Cost.MODEL, meaning="In `unless` only: the highest harm of any stretch of "
              "words with something in it that lists of `when` found. Padding does not lower it."),
    Attribute(MODEL_NAME, Type.STRING, "", cost=Cost.MODEL, meaning="Which model scored it, and its version."),
)  # fmt: skip
"""What the learned check says; docs/reference/learned.md."""


def declared(lists: Iterable[str]) -> dict[str, Attribute]:
    """All attributes, with two for each list."""
    names = tuple(lists)
    hits = (
        Attribute(HIT + one, Type.BOOL, default=False, meaning=f"Something of the list `{one}` was found.")
        for one in names
    )
    nears = (
        Attribute(NEAR + one, Type.BOOL, default=False, meaning=f"Something of `{one}` stands near (in `unless` only).")
        for one in names
    )
    return {one.name: one for one in (*TEXT, *SAID, *AROUND, *SCORES, *hits, *nears)}
