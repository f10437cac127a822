"""The page of measures says what the table of measures says."""

from __future__ import annotations

from pathlib import Path

import pytest

from parvis.core.policy import MEASURES, Measure, MeasurePolicy, Told
from parvis.moderation import measures

PAGE = (Path(__file__).parents[2] / "docs/moderate/measures.md").read_text("utf-8")


def row_of(policy: MeasurePolicy) -> list[str]:
    """What the page must say of a measure."""
    when = "at once" if policy.urgent else "after a minute"
    if policy.two_people:
        when = "after a second person, and a minute"
    lasts = measures.is_lasting(policy.measure)
    end = "needed" if policy.timed else "may" if policy.on_room and lasts else "none" if lasts else "–"
    told = {Told.AUTHOR: "author", Told.ROOM: "room", Told.NOBODY: "nobody"}[policy.told]
    code = policy.visibility or policy.provision or policy.account
    yes = {True: "yes", False: "no"}
    return [
        f"`{policy.measure.value}`", when, end, told, yes[policy.statement], yes[policy.two_people],
        f"`{code}`" if code else "–",
    ]  # fmt: skip


@pytest.mark.parametrize("measure", Measure)
def test_each_measure_has_its_row(measure: Measure) -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith(f"| `{measure.value}` |")]
    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in lines] == [row_of(MEASURES[measure])]
