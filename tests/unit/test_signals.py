"""What is counted about talk: windows, near texts, standing; how much memory it may take."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.clock import DAY, HOUR, MINUTE, SECOND, Instant
from parvis.core.ids import ConversationId, PassId, VisitId
from parvis.core.verdict import Value
from parvis.guard import around as around_module
from parvis.guard.around import Around
from parvis.guard.attributes import AROUND, LATER, NEAR_ELSEWHERE
from parvis.guard.reputation import DAY_MAX, HALF_LIFE_MS, STEPS, Reputations
from parvis.guard.signals import Signals
from parvis.guard.trails import Book, Mark, Who
from parvis.guard.views import Views

NOON = Instant(20_000 * DAY + 12 * HOUR)
A, B, C = (ConversationId(f"r:{name}") for name in "abc")
ADVERT = "Nouveau par ici, venez toutes et tous voir mes photos de vacances, elles sont belles"


class Square:
    """Signals, and people who differ in everything unless it is said."""

    def __init__(self) -> None:
        self.signals, self.now, self.n = Signals(), NOON, 0

    def enter(self, name: str, *, device: str = "", network: str = "") -> Who:
        return self.signals.entered(
            VisitId(f"v-{name}"), PassId(name), device or f"device of {name}", network or f"network of {name}",
            self.now, self.now,
        )  # fmt: skip

    def say(self, who: Who, text: str, conv: ConversationId = A, re: int | None = None) -> int:
        self.n += 1
        self.signals.said(who, conv, self.n, Views(text).gist, self.now, re)
        self.now = Instant(self.now + SECOND)
        return self.n

    def value(self, who: Who, name: str, text: str | None = None, conv: ConversationId = A) -> Value:
        return Around(self.signals, who, conv, text, self.now).value(name)

    def wait(self, ms: int) -> None:
        self.now = Instant(self.now + ms)


@pytest.fixture
def square() -> Square:
    return Square()


def test_every_declared_attribute_is_known_and_of_its_type(square: Square) -> None:
    alix = square.enter("alix")
    assert set(around_module._ASKED) == {one.name for one in AROUND} - LATER
    for one in AROUND:
        assert type(square.value(alix, one.name)).__name__ == {"string": "str"}.get(one.type.value, one.type.value)
        assert square.value(alix, one.name) == (True if one.name == "sender.is_newcomer" else
                                                1 if one.name == "network.visits_10m" else one.default)  # fmt: skip


def test_messages_count_for_a_minute_and_for_ten(square: Square) -> None:
    alix = square.enter("alix")
    for text in ("un", "deux", "trois"):
        square.say(alix, text)
    assert [square.value(alix, f"sender.messages_{span}") for span in ("1m", "10m")] == [3, 3]
    square.wait(2 * MINUTE)
    assert [square.value(alix, f"sender.messages_{span}") for span in ("1m", "10m")] == [0, 3]
    square.wait(8 * MINUTE)
    assert square.value(alix, "sender.messages_10m") == 0


def test_one_text_in_several_rooms_is_seen_and_several_texts_in_one_are_not(square: Square) -> None:
    alix, basile = square.enter("alix"), square.enter("basile")
    square.say(alix, ADVERT, A)
    square.say(alix, ADVERT.replace("elles sont", "et elles sont si"), B)
    square.say(basile, "je rentre du travail et je prépare le dîner", A)
    square.say(basile, "quelqu'un a vu un bon film cette semaine ici ?", B)
    assert square.value(alix, NEAR_ELSEWHERE, ADVERT.upper(), C) == 2
    assert square.value(alix, "sender.near_duplicates_10m", ADVERT, C) == 2
    assert square.value(alix, NEAR_ELSEWHERE, ADVERT, A) == 1, "the room itself does not count"
    assert square.value(basile, NEAR_ELSEWHERE, "et qui vient au marché dimanche matin ?", C) == 0
    square.wait(11 * MINUTE)
    assert square.value(alix, NEAR_ELSEWHERE, ADVERT, C) == 0


def test_only_what_was_said_elsewhere_raises_a_rule(square: Square) -> None:
    alix = square.enter("alix")

    def raised(text: str, conv: ConversationId) -> list[str]:
        return list(Around(square.signals, alix, conv, text, square.now).raised())

    assert raised(ADVERT, A) == []
    square.say(alix, ADVERT, A)
    assert raised(ADVERT, A) == []
    assert raised(ADVERT, B) == [NEAR_ELSEWHERE]
    assert raised("tout autre chose, rien à voir avec ce qui précède", B) == []


def test_in_a_sweep_the_largest_group_of_like_texts_counts(square: Square) -> None:
    alix = square.enter("alix")
    for at, conv in enumerate((A, B, C)):
        square.say(alix, f"{ADVERT} {at}", conv)
    square.say(alix, "et maintenant je parle d'autre chose pour changer un peu", A)
    assert [square.value(alix, name) for name in ("sender.near_duplicates_10m", NEAR_ELSEWHERE)] == [3, 3]


def test_others_who_say_the_same_are_counted_and_a_room_knows_its_share(square: Square) -> None:
    crowd = [square.enter(f"visitor {at}") for at in range(6)]
    for one in crowd:
        square.say(one, ADVERT, B)
        square.say(one, f"moi c'est {one.pass_id}, je parle de tout et de rien {one.pass_id[-1] * 5}", B)
    assert square.value(square.enter("alix"), "sender.alike_people_10m", ADVERT) == 6
    assert square.value(crowd[0], "sender.alike_people_10m", ADVERT) == 5
    share = square.value(crowd[0], "conversation.near_duplicate_share", None, B)
    assert 40 <= int(share) <= 50
    assert square.value(crowd[0], "conversation.people_10m", None, B) == 6


def test_a_new_pass_on_the_same_device_begins_not_at_nought(square: Square) -> None:
    first = square.enter("alix", device="shared")
    square.say(first, ADVERT, A)
    square.say(first, ADVERT, B)
    again = square.enter("other pass", device="shared")
    assert square.value(again, NEAR_ELSEWHERE, ADVERT, C) == 2
    assert square.value(again, "sender.visit_messages_10m") == 0
    assert square.value(square.enter("a stranger"), NEAR_ELSEWHERE, ADVERT, C) == 0


def test_refusals_holds_and_reports_count_each_in_their_time(square: Square) -> None:
    alix = square.enter("alix")
    for what in Mark:
        square.signals.marked(alix.key, what, square.now)
    names = ("sender.refused_10m", "sender.held_24h", "sender.reports_24h")
    assert [square.value(alix, name) for name in names] == [1, 1, 1]
    square.wait(HOUR)
    assert [square.value(alix, name) for name in names] == [0, 1, 1]
    square.wait(DAY)
    assert [square.value(alix, name) for name in names] == [0, 0, 0]


def test_who_was_stopped_in_a_room_is_counted_there_once_each_for_ten_minutes(square: Square) -> None:
    alix, bruno, reader = (square.enter(name) for name in ("alix", "bruno", "reader"))
    for one, what in ((alix, Mark.REFUSED), (alix, Mark.HELD), (bruno, Mark.HELD)):
        square.signals.stopped(one, what, A, square.now)
    stopped = "conversation.stopped_people_10m"
    assert [square.value(reader, stopped, None, conv) for conv in (A, B)] == [2, 0]
    assert square.value(alix, "sender.held_24h") == 1
    square.wait(11 * MINUTE)
    assert square.value(reader, stopped, None, A) == 0


def test_a_newcomer_is_one_for_ten_minutes_and_not_a_second_time(square: Square) -> None:
    alix = square.enter("alix")
    assert square.value(alix, "sender.is_newcomer") is True
    square.wait(10 * MINUTE)
    assert square.value(alix, "sender.is_newcomer") is False
    assert square.value(alix, "sender.minutes_here") == 10
    assert square.value(square.enter("alix"), "sender.is_newcomer") is False


# ---------------------------------------------------------------- standing


def talk(square: Square, one: Who, other: Who, times: int = 3) -> None:
    for at in range(times):
        square.say(one, f"et toi {at} ?")
        square.say(other, f"moi oui {at}")


def test_talk_that_is_answered_makes_known_and_by_several_people_only(square: Square) -> None:
    alix, others = square.enter("alix"), [square.enter(f"other {at}") for at in range(3)]
    for at, other in enumerate(others):
        assert square.value(alix, "sender.reputation") == 0, f"known after {at}"
        talk(square, alix, other, times=20)
    assert square.value(alix, "sender.reputation") == 1
    assert [square.value(other, "sender.reputation") for other in others] == [0, 0, 0]


def test_an_answer_in_a_busy_room_counts_by_what_it_answers(square: Square) -> None:
    alix, others = square.enter("alix"), [square.enter(f"other {at}") for at in range(3)]
    for other in others:
        asked = square.say(alix, "tu connais ?")
        for noise in others:
            square.say(noise, "je parle d'autre chose")
        answer = square.say(other, "oui", re=asked)
        square.say(others[0], "moi aussi")
        square.say(alix, "bien", re=answer)
    assert square.value(alix, "sender.reputation") == 1


def test_a_monologue_and_words_thrown_between_others_earn_nothing(square: Square) -> None:
    alix, bot, basile = square.enter("alix"), square.enter("bot"), square.enter("basile")
    for at in range(30):
        square.say(alix, f"seul {at}", B)
        for one in (alix, bot, basile, bot):
            square.say(one, f"parole {at}", A)
    assert square.value(bot, "sender.reputation") == 0
    assert not square.signals.reputation.step(bot.classes, square.now)
    assert "p:bot" not in dict(square.signals.reputation.take_changed())


def test_nobody_earns_by_talk_with_oneself(square: Square) -> None:
    alix = square.enter("alix", network="one")
    for at in range(5):
        talk(square, alix, square.enter(f"puppet {at}", network="one"))
        talk(square, alix, square.enter(f"double {at}", device=alix.device))
    assert square.value(alix, "sender.reputation") == 0


def test_what_was_earned_fades_and_a_day_has_an_end() -> None:
    scores = Reputations()
    for day in range(4):
        for partner in range(20):
            scores.earn(["p:alix"], f"{partner}", Instant(NOON + day * DAY))
    ((_, score),) = scores.take_changed()
    assert score.today == DAY_MAX and STEPS[1] <= score.points < 4 * DAY_MAX
    end = Instant(NOON + 4 * DAY)
    steps = [scores.step(["p:alix"], Instant(end + weeks * HALF_LIFE_MS)) for weeks in range(6)]
    assert steps[0] == 2 and steps[-1] == 0
    assert all(before >= after for before, after in pairwise(steps))


def test_a_decision_takes_it_all_and_gives_it_back_when_it_falls() -> None:
    scores, keys = Reputations(), ["p:alix", "d:alix"]
    for partner in range(4):
        scores.earn(keys, f"{partner}", NOON)
    scores.lose(keys, "first", NOON)
    assert scores.step(keys, NOON) == 0
    scores.lose(keys, "first", NOON)
    scores.give_back(keys, "first", NOON)
    assert scores.step(keys, NOON) == 1
    scores.give_back(keys, "first", NOON)
    assert scores.step(keys, NOON) == 1, "once"


def test_a_decision_gives_back_what_it_took_and_not_what_another_did() -> None:
    scores, keys = Reputations(), ["p:alix"]

    def earn(count: int) -> None:
        for partner in range(count):
            scores.earn(keys, f"{partner}", NOON)

    earn(4)
    scores.lose(keys, "first", NOON)
    scores.give_back(keys, "a rule's limit", NOON)
    scores.lose(keys, "second", NOON)
    scores.give_back(keys, "second", NOON)
    assert scores.step(keys, NOON) == 0, "the first one stands"
    scores.lose(keys, "third", NOON)
    scores.give_back(keys, "first", NOON)
    assert scores.step(keys, NOON) == 0, "the third would have taken it"
    scores.give_back(keys, "third", NOON)
    assert scores.step(keys, NOON) == 1


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3 * HOUR), st.sampled_from(["earn", "lose", "back"]))))
def test_whatever_happens_a_score_stays_within_what_days_allow(events: list[tuple[int, int, str]]) -> None:
    scores, now = Reputations(), NOON
    for who, after, what in events:
        now, keys = Instant(now + after), [f"p:{who}"]
        match what:
            case "earn":
                scores.earn(keys, f"{now}", now)
            case "lose":
                scores.lose(keys, f"{now % 3}", now)
            case _:
                scores.give_back(keys, f"{now % 3}", now)
    days = (now - NOON) // DAY + 2
    for _, score in scores.take_changed():
        assert 0 <= score.now(now) + sum(score.taken.values()) <= days * DAY_MAX + 1e-9


# ---------------------------------------------------------------- memory


def test_many_visits_leave_no_more_than_the_book_holds(square: Square) -> None:
    book = Book(DAY, 500, 8)
    for at in range(5_000):
        book.open(f"p:{at}", Instant(NOON + at))
    assert len(book) == 500
    assert book.get("p:4999") is not None and book.get("p:0") is None


def test_who_has_been_idle_is_forgotten_as_others_come() -> None:
    book = Book(10 * MINUTE, 1_000, 8)
    for at in range(100):
        book.open(f"early {at}", NOON)
    for at in range(60):
        book.open(f"late {at}", Instant(NOON + HOUR))
    assert len(book) == 60


def test_standing_is_bounded_too() -> None:
    scores = Reputations(most=100)
    for at in range(1_000):
        scores.earn([f"p:{at}"], "x", NOON)
        scores.take_changed()
    assert len(scores) == 100
