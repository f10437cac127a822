"""Whatever can happen at the desk has its words: each harm, measure, event, status, purpose and channel."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from parvis.core.casework import Appellant, Channel, Happened, Outcome, Status, SubjectKind
from parvis.core.night import Closes
from parvis.core.policy import Feature, Harm, Measure, Queue, Told
from parvis.core.sample import SampleKind, View
from parvis.moderation.starters import STARTERS
from parvis.web.desk.case import PURPOSES, RESTS
from parvis.web.desk.deciding import OFFERED
from parvis.web.i18n import LANGUAGES, Texts

TEXTS = Texts(strict=True)
WORDS: list[tuple[str, Iterable[str]]] = [
    ("desk-harm", Harm), ("desk-measure", Measure), ("desk-event", Happened), ("desk-status", Status),
    ("desk-from", Channel), ("desk-queue", Queue), ("desk-subject", SubjectKind), ("desk-feature", Feature),
    ("desk-told", [one.value for one in Told]), ("desk-sample", SampleKind), ("desk-view", View),
    ("desk-closed", Closes), ("desk-outcome", Outcome), ("desk-outcome-choose", Outcome),
    ("desk-appellant", Appellant), ("desk-purpose", PURPOSES), ("desk-rest", [name for name, _ in RESTS]),
    ("desk-length", [name for name, _ in OFFERED.lengths]),
]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("start", "values"), WORDS, ids=[start for start, _ in WORDS])
def test_each_of_them_has_its_words(lang: str, start: str, values: Iterable[str]) -> None:
    for value in values:
        assert TEXTS.text(lang, f"{start}-{value}", harm="x", place="x")


def test_every_harm_but_those_for_specialists_has_a_template() -> None:
    offered = {harm for _, harm, _, _ in STARTERS}
    assert set(Harm) - offered <= {Harm.CHILD_SAFETY, Harm.SELF_HARM, Harm.TERRORISM}


def test_names_of_templates_are_used_once() -> None:
    assert len({name for name, *_ in STARTERS}) == len(STARTERS)
