"""Rules that meet too many people watch from then on, and nobody alone can bring that about."""

from __future__ import annotations

from fruit import pack, rule
from parvis.core.clock import DAY, Instant
from parvis.core.config import Config
from parvis.core.ids import ConversationId, VisitId
from parvis.core.verdict import Ruling
from parvis.guard import standard, subject
from parvis.guard.breakers import Breakers, Tripped
from parvis.guard.edition import Current, Edition
from parvis.guard.pipeline import Pipeline

BREAKER = "breaker = { actions_per_day = 5, max_match_rate = 0.2, min_sample = 10 }"


class Square:
    """People who speak one after the other, a minute apart."""

    def __init__(self, mode: str = "live") -> None:
        self.told: list[Tripped] = []
        self.edition = Edition([pack(rule("sale", mode=mode, more=BREAKER))])
        self.breakers = Breakers(self.told.append)
        self.current = Current(self.edition, self.breakers)
        self.guard = Pipeline(standard.checks(Config(), rules=self.current))
        self.said = 0

    def say(self, text: str, who: str, day: int = 0) -> Ruling:
        self.said += 1
        words = f"{text} {self.said}"
        return self.guard.judge_now(
            subject.message(
                words, visit=VisitId(who), conversation=ConversationId("r:a"), network="n", ref=words,
                now=Instant(day * DAY), tick=self.said * 60.0,
            )
        ).ruling  # fmt: skip


def test_a_rule_that_meets_as_many_people_as_it_may_watches_from_the_next_one_on() -> None:
    square = Square()
    rulings = [square.say("des pommes", f"v{number}") for number in range(7)]
    assert rulings == [Ruling.REFUSE] * 5 + [Ruling.ALLOW] * 2
    assert [one.rule for one in square.told] == ["sale"]
    assert "5 people" in square.told[0].why


def test_one_person_alone_takes_no_rule_out_of_service() -> None:
    square = Square()
    assert {square.say("des pommes", "troll") for _ in range(40)} == {Ruling.REFUSE}
    assert square.told == []


def test_a_rule_that_meets_too_large_a_part_of_all_texts_trips_once_there_are_enough() -> None:
    square = Square()
    for number in range(7):
        square.say("bonsoir", f"w{number}")
    assert [square.say("des pommes", f"v{number}") for number in range(4)] == [Ruling.REFUSE] * 3 + [Ruling.ALLOW]
    assert [one.why for one in square.told] == ["It met 3 people in 10 texts; its breaker trips at 20.0%."]


def test_a_new_day_counts_anew_but_brings_nothing_back_by_itself() -> None:
    square = Square()
    for number in range(4):
        square.say("des pommes", f"v{number}")
    assert square.say("des pommes", "v9", day=1) is Ruling.REFUSE
    for number in range(4):
        square.say("des pommes", f"v{number}", day=1)
    assert square.breakers.out == {"sale"}
    assert square.say("des pommes", "v1", day=2) is Ruling.ALLOW
    square.breakers.mend("sale")
    assert square.say("des pommes", "v1", day=2) is Ruling.REFUSE


def test_what_tripped_stays_out_when_packs_are_read_anew() -> None:
    square = Square()
    for number in range(5):
        square.say("des pommes", f"v{number}")
    square.current.swap(Edition([pack(rule("sale", more=BREAKER))]))
    assert square.say("des pommes", "v6") is Ruling.ALLOW


def test_a_rule_that_only_watches_is_not_counted() -> None:
    square = Square(mode="shadow")
    for number in range(9):
        square.say("des pommes", f"v{number}")
    assert square.told == []
