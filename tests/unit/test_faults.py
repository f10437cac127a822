"""Doubt closes the door, for everything that is judged; but not because of a rule that only watches."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from structlog.testing import capture_logs

from fruit import pack, rule
from parvis.core.clock import FakeClock, Instant
from parvis.core.config import Config
from parvis.core.ids import ConversationId, RoomId
from parvis.core.talk import Room
from parvis.core.verdict import Kind, Ruling, Value, Verdict
from parvis.guard import rooms, standard
from parvis.guard.breakers import Breakers
from parvis.guard.edition import Current, Edition
from parvis.guard.pipeline import DOWN, Check, Findings, Pipeline
from parvis.guard.subject import Subject
from parvis.guard.views import Views

EVERYTHING = ", ".join(f'"{kind.value}"' for kind in Kind)
AROUND = "hit.fruit && sender.messages_1m > 3"


class Nowhere:
    """A context that is down."""

    def value(self, name: str) -> Value:
        raise RuntimeError(name)

    def raised(self) -> Iterable[str]:
        return ()


def current(when: str, mode: str, breakers: Breakers | None = None) -> Current:
    edition = Edition([pack(rule("lost", when=when, mode=mode, on=EVERYTHING))])
    return Current(edition, breakers)


def judged(rules: Current, kind: Kind) -> Verdict:
    return Pipeline([standard.rule_check(rules)]).judge_now(
        Subject(
            kind=kind, views=Views("pommes"), network="n", now=Instant(0), tick=0.0, conversation=ConversationId("r:a"),
            context=Nowhere(),
        )
    )  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("mode", "ruling"),
    [
        ("live", Ruling.REFUSE),
        ("canary:100%", Ruling.REFUSE),
        ("canary:0%", Ruling.ALLOW),
        ("shadow", Ruling.ALLOW),
        ("draft", Ruling.ALLOW),
        ("suspended", Ruling.ALLOW),
        ("retired", Ruling.ALLOW),
    ],
)
def test_a_rule_that_asks_what_is_down_refuses_where_it_could_have_acted(kind: Kind, mode: str, ruling: Ruling) -> None:
    verdict = judged(current(AROUND, mode), kind)
    assert verdict.ruling is ruling
    assert [one.text_key for one in verdict.findings] == ([DOWN] if ruling is Ruling.REFUSE else [])


def test_what_watches_and_is_at_a_loss_is_counted_and_told_once() -> None:
    rules = current(AROUND, "shadow")
    with capture_logs() as logged:
        for _ in range(3):
            judged(rules, Kind.MESSAGE)
    assert rules.at_a_loss == {"lost": 3}
    assert [(one["event"], one["rule"]) for one in logged] == [("rule_at_a_loss", "lost")]


def test_a_rule_out_of_service_refuses_nobody_by_being_at_a_loss() -> None:
    breakers = Breakers()
    rules = current(AROUND, "live", breakers)
    assert judged(rules, Kind.MESSAGE).ruling is Ruling.REFUSE
    breakers.out = frozenset({"lost"})
    assert judged(rules, Kind.MESSAGE).ruling is Ruling.ALLOW


def test_a_condition_that_can_never_be_worked_out_stops_the_start() -> None:
    with pytest.raises(ValueError, match="could not be worked out"):
        current("10 / (msg.length - msg.length) > 1 && hit.fruit", "live")


def broken(_subject: Subject) -> Findings:
    raise RuntimeError


@pytest.mark.parametrize("kind", Kind)
def test_a_check_that_is_down_refuses_whatever_is_judged(kind: Kind) -> None:
    checks = standard.checks(Config(), rules=current("hit.fruit", "live"))
    guard = Pipeline([*checks, Check("x", frozenset(Kind), broken)])
    said = Subject(kind=kind, views=Views("Bonsoir"), network="n", now=Instant(0), tick=0.0)
    assert guard.judge_now(said).ruling is Ruling.REFUSE


def test_a_room_whose_name_cannot_be_judged_does_not_open() -> None:
    guard = Pipeline([Check("x", frozenset(Kind), broken)])
    room = Room(id=RoomId("a"), name={"fr": "Lecture"}, topic={"fr": "Des livres."})
    assert [why.text_key for _, _, why in rooms.refused(guard, [room], FakeClock())] == [DOWN, DOWN]


def test_a_check_that_faltered_once_keeps_no_room_shut() -> None:
    faltered = iter([True])

    def run(_subject: Subject) -> Findings:
        if next(faltered, False):
            raise RuntimeError
        return ()

    guard = Pipeline([Check("x", frozenset(Kind), run)])
    room = Room(id=RoomId("a"), name={"fr": "Lecture"}, topic={"fr": "Des livres."})
    assert rooms.refused(guard, [room], FakeClock()) == []
