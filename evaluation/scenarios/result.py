"""What a scenario showed: what was tried and told, who was reached, what waited at the desk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from evaluation.scenarios.people import DELIVERED, HELD, REFUSED, Answer
from evaluation.scenarios.stories import Story


@dataclass(frozen=True)
class Tried:
    """One attempt, and when it was answered: seconds since the first one began."""

    answer: Answer
    at: float


@dataclass
class Result:
    """One scenario, played."""

    story: Story
    door: list[str] = field(default_factory=list)
    """What the offenders were told at the door, try by try; "" where it opened."""
    tried: list[Tried] = field(default_factory=list)
    present: int = 0
    """People whom it could have reached."""
    reached: int = 0
    """People to whom at least one of the texts came."""
    desk: Counter[str] = field(default_factory=Counter)
    """Cases that waited at the end, by what they are about and who brought them."""
    innocent: list[Answer] = field(default_factory=list)
    innocent_door: str = ""

    @property
    def delivered(self) -> int:
        """How many of the texts came into a room."""
        return sum(one.answer.kind == DELIVERED for one in self.tried)

    @property
    def stop(self) -> int | None:
        """The number of the attempt from which on nothing went through, the first being 1; None: the last one did.

        Where nobody got in, 0.
        """
        through = [number for number, one in enumerate(self.tried, 1) if one.answer.kind == DELIVERED]
        if not self.tried:
            return 0
        return max(through, default=0) + 1 if max(through, default=0) < len(self.tried) else None

    @property
    def seconds(self) -> float | None:
        """From the beginning of the first attempt to the answer that stopped it for good."""
        return self.tried[self.stop - 1].at if self.stop else None


def told(answers: list[Answer]) -> str:
    """So many delivered, asked, held, refused, in words."""
    asked = sum(one.asked for one in answers)
    counts = {
        DELIVERED: sum(one.kind == DELIVERED for one in answers), "asked first": asked,
        HELD: sum(one.kind == HELD for one in answers), REFUSED: sum(one.kind == REFUSED for one in answers),
    }  # fmt: skip
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing said"
