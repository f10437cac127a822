"""The scenarios of docs/reference/protection.md run against a real server, and say what they saw."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.scenarios import run
from evaluation.scenarios.people import DELIVERED, HELD, REFUSED, Answer
from evaluation.scenarios.play import play
from evaluation.scenarios.result import Result, Tried, told
from evaluation.scenarios.stories import MINOR, RAID, STORIES


@pytest.mark.slow
async def test_a_minor_is_turned_away_at_the_door_and_a_mother_is_heard(tmp_path: Path) -> None:
    found = await play(MINOR, tmp_path, short=True)
    assert [bool(why) for why in found.door] == [True, True, True, True, False]
    assert found.tried[0].answer.kind != DELIVERED, "somebody says to be fifteen"
    assert found.present == 4
    assert (found.reached > 0) == (found.delivered > 0)
    assert found.desk or all(one.answer.kind == REFUSED for one in found.tried), "what came through was reported"
    assert [one.kind for one in found.innocent] == [DELIVERED] * 3 and not found.innocent_door


def result(*kinds: str) -> Result:
    return Result(RAID, tried=[Tried(Answer(kind, "why"), float(at)) for at, kind in enumerate(kinds, 1)])


@pytest.mark.parametrize(
    ("kinds", "stop", "seconds"),
    [
        ((), 0, None), ((HELD, REFUSED), 1, 1.0), ((DELIVERED, REFUSED, HELD), 2, 2.0),
        ((REFUSED, DELIVERED, REFUSED), 3, 3.0), ((REFUSED, DELIVERED), None, None),
    ],
)  # fmt: skip
def test_a_harm_is_stopped_where_nothing_more_comes_through(
    kinds: tuple[str, ...], stop: int | None, seconds: float | None
) -> None:
    found = result(*kinds)
    assert (found.stop, found.seconds, found.delivered) == (stop, seconds, kinds.count(DELIVERED))


def test_the_tables_hold_every_scenario_and_what_was_told() -> None:
    played = [Result(one, tried=[Tried(Answer(HELD, "held-doubt"), 0.5)]) for one in STORIES]
    text = run.tables(played)
    assert all(text.count(f"| {one.title} ") == 2 for one in STORIES)
    assert "held-doubt" in text and "at text 1 of 1, 0.50 s" in text


def test_answers_are_counted_in_words() -> None:
    answers = [Answer(DELIVERED), Answer(DELIVERED, asked=True), Answer(HELD)]
    assert told(answers) == "2 delivered, 1 asked first, 1 held"
    assert told([]) == "nothing said"
