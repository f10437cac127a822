"""What the guard lets pass, what it slows down, and that nothing passes when a check of it is broken."""

from __future__ import annotations

import asyncio
import gc
import time

import pytest
from structlog.testing import capture_logs

from parvis.core.buckets import Buckets, Rate
from parvis.core.clock import FakeClock, Instant
from parvis.core.config import Config
from parvis.core.ids import ConversationId, VisitId
from parvis.core.settings_safety import Guard
from parvis.core.talk import TEXT_MAX
from parvis.core.text import tidy_message
from parvis.core.verdict import Finding, Kind, Ruling, Verdict
from parvis.guard import standard, subject
from parvis.guard.pipeline import DOWN, LETTERS, AwaitedCheck, Check, Findings, Pipeline
from parvis.guard.repeats import Repeats
from parvis.guard.subject import Subject

MESSAGE = frozenset({Kind.MESSAGE})
OBJECTION = Finding(check="test", ruling=Ruling.REFUSE, text_key="refuse-formatting")


class Talk:
    """Somebody talking to a guard, second by second."""

    def __init__(self, config: Config | None = None) -> None:
        self.guard = standard.pipeline(config or Config())
        self.tick = 1_000.0
        self.sent = 0

    def say(self, text: str, *, visit: str = "marie", network: str = "n", room: str = "r:a", ref: str = "") -> Verdict:
        self.sent += 1
        return self.guard.judge_now(saying(text, visit, network, room, ref or f"c{self.sent}", self.tick))


def saying(
    text: str, visit: str = "marie", network: str = "n", room: str = "r:a", ref: str = "c", tick: float = 0.0
) -> Subject:
    return subject.message(
        tidy_message(text), visit=VisitId(visit), conversation=ConversationId(room), network=network, ref=ref,
        now=Instant(0), tick=tick,
    )  # fmt: skip


def key_of(verdict: Verdict) -> str | None:
    return verdict.reason.text_key if verdict.reason else None


# ---------------------------------------------------------------- ordinary talk


@pytest.mark.parametrize(
    "text",
    ["bonsoir", "Ça va, et vous ?", "👍🏽", "👨‍👩‍👧", "שָׁלוֹם", "สวัสดีตอนเย็นทุกคน", "नमस्ते दोस्तों", "a\nb\nc",
     "Việt Nam", "x" * TEXT_MAX, "\n".join(["vers"] * 40)],
)  # fmt: skip
def test_ordinary_talk_passes(text: str) -> None:
    assert Talk().say(text).ruling is Ruling.ALLOW


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "refuse-empty"),
        ("  \n ", "refuse-empty"),
        ("\u200b\u2800", "refuse-empty"),
        ("x" * (TEXT_MAX + 1), "refuse-too-long"),
        ("é" * (TEXT_MAX + 1), "refuse-too-long"),
        ("a" + "\u0301" * 10, "refuse-formatting"),
        ("h" + "\u0334\u0335\u0336" * 3 + "i", "refuse-formatting"),
        ("\n".join(["a"] * 41), "refuse-formatting"),
    ],
)
def test_what_is_empty_too_long_or_piled_up_is_refused_with_the_reason(text: str, why: str) -> None:
    assert key_of(Talk().say(text)) == why


# ---------------------------------------------------------------- too fast, or again and again


def test_whoever_floods_is_told_when_to_go_on_and_then_may() -> None:
    talk = Talk()
    assert all(talk.say(f"message {place}").ruling is Ruling.ALLOW for place in range(8))
    refused = talk.say("un de trop")
    assert key_of(refused) == "refuse-rate"
    assert refused.reason is not None
    assert refused.reason.retry_ms is not None
    assert 0 < refused.reason.retry_ms <= 10_000
    talk.tick += refused.reason.retry_ms / 1000
    assert talk.say("un de trop").ruling is Ruling.ALLOW


def test_a_flood_from_one_visit_does_not_silence_another() -> None:
    talk = Talk()
    for place in range(30):
        talk.say(f"message {place}")
    assert talk.say("bonsoir", visit="paul").ruling is Ruling.ALLOW


def test_many_visits_of_one_network_share_a_limit_of_their_own() -> None:
    talk = Talk(Config(guard=Guard(messages_per_10s=5, network_messages_per_10s=10)))
    verdicts = [talk.say(f"message {place}", visit=f"v{place}").ruling for place in range(12)]
    assert verdicts == [Ruling.ALLOW] * 10 + [Ruling.REFUSE] * 2
    assert talk.say("bonsoir", visit="v99", network="elsewhere").ruling is Ruling.ALLOW


def test_the_third_time_the_same_is_refused_until_the_window_has_passed() -> None:
    talk = Talk()
    for again in ("Venez voir", "venez  VOIR"):
        assert talk.say(again).ruling is Ruling.ALLOW
    refused = talk.say("Venez voir")
    assert key_of(refused) == "refuse-repeat"
    assert refused.reason is not None
    assert refused.reason.retry_ms is not None
    talk.tick += refused.reason.retry_ms / 1000
    assert talk.say("Venez voir").ruling is Ruling.ALLOW


def test_the_same_words_from_others_or_elsewhere_are_no_repetition() -> None:
    talk = Talk()
    for visit, room in (("marie", "r:a"), ("marie", "r:a"), ("marie", "r:b"), ("paul", "r:a"), ("paul", "r:a")):
        assert talk.say("bonsoir tout le monde", visit=visit, room=room).ruling is Ruling.ALLOW


def test_words_that_differ_in_their_vowel_signs_are_no_repetition() -> None:
    talk = Talk()
    assert all(talk.say(word).ruling is Ruling.ALLOW for word in ("काला", "कीली", "कोलो", "केले", "कूलू"))


def test_accents_and_look_alikes_do_not_hide_a_repetition() -> None:
    talk = Talk()
    assert [talk.say(text).ruling for text in ("Été chez nous", "ete chez nous", "ЕTE CHEZ NOUS")][-1] is Ruling.REFUSE


def test_short_answers_may_come_more_often() -> None:
    talk = Talk()
    assert [talk.say("oui").ruling for _ in range(6)] == [Ruling.ALLOW] * 5 + [Ruling.REFUSE]


def test_sending_the_same_attempt_again_is_no_repetition() -> None:
    talk = Talk()
    assert all(talk.say("le réseau a coupé", ref="same").ruling is Ruling.ALLOW for _ in range(6))


def test_what_was_refused_does_not_count_as_said() -> None:
    talk = Talk()
    for place in range(8):
        talk.say(f"message {place}")
    for _ in range(5):
        assert key_of(talk.say("pardon")) == "refuse-rate"
    talk.tick += 10
    assert talk.say("pardon").ruling is Ruling.ALLOW


def test_a_window_of_nothing_allows_repeats() -> None:
    talk = Talk(Config(guard=Guard(repeat_window_s=0)))
    assert all(talk.say("encore").ruling is Ruling.ALLOW for _ in range(8))


# ---------------------------------------------------------------- a broken check


def broken(_subject: Subject) -> Findings:
    raise ValueError("the text was: secret words")


def slow(_subject: Subject) -> Findings:
    end = time.thread_time() + 0.02
    while time.thread_time() < end:
        pass
    return ()


def nonsense(_subject: Subject) -> Findings:
    return "fine"  # type: ignore[return-value]  # what a careless check might do


async def never(_subject: Subject) -> Findings:
    await asyncio.sleep(60)
    return ()


async def broken_later(_subject: Subject) -> Findings:
    raise ConnectionError("the text was: secret words")


@pytest.mark.parametrize(
    "check",
    [
        Check("test", MESSAGE, broken),
        Check("test", MESSAGE, slow, budget=0.005),
        Check("test", MESSAGE, nonsense),
        AwaitedCheck("test", MESSAGE, never, budget=0.02),
        AwaitedCheck("test", MESSAGE, broken_later),
    ],
    ids=["raises", "overruns", "talks nonsense", "never answers", "raises later"],
)
async def test_nothing_passes_when_a_check_is_broken(check: Check | AwaitedCheck) -> None:
    guard = Pipeline([Check("fine", MESSAGE, lambda _: ()), check])
    with capture_logs() as logged:
        verdict = await guard.judge(saying("des mots secrets"))
    assert verdict.ruling is Ruling.REFUSE
    assert key_of(verdict) == DOWN
    assert guard.failures == {"test": 1}
    assert [entry["check"] for entry in logged] == ["test"]
    assert "secret" not in str(logged)


async def test_the_standard_guard_with_one_broken_check_refuses_every_message() -> None:
    checks = standard.message_checks(Config())
    guard = Pipeline([*checks, Check("broken on purpose", MESSAGE, broken)])
    for text in ("bonsoir", "oui", "x" * 500):
        assert (await guard.judge(saying(text))).ruling is Ruling.REFUSE


async def test_an_overrun_is_measured_in_processor_time_not_in_waiting() -> None:
    def waits(_subject: Subject) -> Findings:
        time.sleep(0.02)  # the machine is busy with somebody else
        return ()

    guard = Pipeline([Check("patient", MESSAGE, waits, budget=0.01)])
    assert guard.judge_now(saying("bonsoir")).ruling is Ruling.ALLOW


def test_a_longer_text_may_take_longer() -> None:
    guard = Pipeline([Check("slow", MESSAGE, slow, budget=0.012)])
    assert guard.judge_now(saying("a" * LETTERS)).ruling is Ruling.REFUSE
    assert guard.judge_now(saying("a " * 2 * LETTERS)).ruling is Ruling.ALLOW, "four times as long"


async def test_a_collection_of_garbage_in_the_middle_of_a_check_refuses_nobody() -> None:
    heap = [[place] for place in range(300_000)]

    def unlucky(_subject: Subject) -> Findings:
        gc.collect()
        return ()

    before = time.thread_time()
    guard = Pipeline([Check("unlucky", MESSAGE, unlucky, budget=0.005)])
    assert guard.judge_now(saying("bonsoir")).ruling is Ruling.ALLOW
    assert time.thread_time() - before > 0.005, "nothing was collected"
    assert heap


# ---------------------------------------------------------------- folding findings


async def test_all_objections_are_heard_and_the_strongest_wins() -> None:
    prompt = Finding(check="soft", ruling=Ruling.PROMPT, text_key="refuse-repeat")
    guard = Pipeline([Check("soft", MESSAGE, lambda _: (prompt,)), Check("hard", MESSAGE, lambda _: (OBJECTION,))])
    verdict = await guard.judge(saying("bonsoir"))
    assert verdict.findings == (prompt, OBJECTION)
    assert verdict.reason == OBJECTION


async def test_a_doubt_refuses_until_there_is_a_desk_to_release_it() -> None:
    doubt = Finding(check="doubt", ruling=Ruling.HOLD, text_key="refuse-repeat")
    checks = [Check("doubt", MESSAGE, lambda _: (doubt,))]
    assert (await Pipeline(checks).judge(saying("bonsoir"))).ruling is Ruling.REFUSE
    assert (await Pipeline(checks, doubt=Ruling.HOLD).judge(saying("bonsoir"))).ruling is Ruling.HOLD


async def test_checks_are_asked_only_about_their_own_kind() -> None:
    guard = Pipeline([AwaitedCheck("messages only", MESSAGE, broken_later)])
    clock = FakeClock()
    name = subject.name("Marie", Kind.NICKNAME, network="n", now=clock.now(), tick=clock.tick())
    assert guard.judge_now(name).ruling is Ruling.ALLOW
    assert guard.waits_for(Kind.MESSAGE)
    with pytest.raises(RuntimeError):
        guard.judge_now(saying("bonsoir"))


# ---------------------------------------------------------------- bounded memory


def test_buckets_forget_whoever_has_gone_quiet_and_never_grow_beyond_their_bound() -> None:
    buckets = Buckets(Rate(5, 10.0), keys_max=100)
    for place in range(1_000):
        buckets.take(f"key {place}", 0.0)
    assert len(buckets) <= 100
    for place in range(60):
        buckets.take(f"late {place}", 1_000.0 + place)
    assert len(buckets) < 70


def test_remembered_texts_are_bounded_too() -> None:
    repeats = Repeats(30.0, keys_max=100)
    for place in range(1_000):
        repeats.note("v", "r:a", f"text {place}", f"c{place}", place / 1_000)
    assert len(repeats) <= 100
    for place in range(100):
        repeats.note("v", "r:a", f"late {place}", f"l{place}", 500.0 + place)
    assert len(repeats) < 40
