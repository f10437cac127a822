"""The checks Parvis runs, put together from the operator's settings."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from parvis.core.buckets import Rate
from parvis.core.clock import Instant, moment_of
from parvis.core.config import Config
from parvis.core.ids import Entropy
from parvis.core.verdict import Finding, Kind, Ruling, Verdict
from parvis.guard.breakers import Breakers
from parvis.guard.edition import Current, as_shipped
from parvis.guard.flood import Flood
from parvis.guard.held import TooMuch
from parvis.guard.lengths import judge_form, judge_length
from parvis.guard.names import judge_nickname, judge_room_name
from parvis.guard.newcomers import Limits, Newcomers
from parvis.guard.offers import alternative_to
from parvis.guard.pipeline import AwaitedCheck, Check, Findings, Pipeline
from parvis.guard.repeats import Repeats
from parvis.guard.reserved import Reserved
from parvis.guard.subject import Subject
from parvis.guard.views import Views

_MESSAGE = frozenset({Kind.MESSAGE})
NONE: frozenset[str] = frozenset()
_PILED = "e" + "\u0301" * 9


def pipeline(
    config: Config, entropy: Entropy = secrets.token_bytes, rules: Current | None = None,
    more: Sequence[AwaitedCheck] = (),
) -> Pipeline:  # fmt: skip
    """Flood, length, form, repeated text for messages; what names must be; the rules of all packs for both.

    ``more``: second opinions that must be waited for.
    """
    return Pipeline([*checks(config, entropy, rules or Current(as_shipped(), Breakers())), *more])


def checks(config: Config, entropy: Entropy = secrets.token_bytes, rules: Current | None = None) -> list[Check]:
    """All of them in their order; ``rules``: instead of the shipped packs without breakers; it may be renewed."""
    current = rules or Current(as_shipped())
    return [*message_checks(config, rule_check(current)), *name_checks(config, entropy)]


def rule_check(current: Current) -> Check:
    """The rules of all packs, for everything that is judged."""
    current.edition.judge(_warming())

    def judge(subject: Subject) -> Findings:
        edition, out = current.edition, current.breakers.out if current.breakers else NONE
        try:
            reading = edition.read(subject, asleep=False, out=out)
        except TooMuch:
            return (Finding(check="form", ruling=Ruling.REFUSE, text_key="refuse-too-dense"),)
        if reading.features or reading.around:
            subject.features.update(reading.features)
            subject.features.update(reading.around)
        subject.matched.extend(one.rule.id for one in reading.matches)
        current.note(reading)
        return edition.findings(reading, subject, out) if reading.matches else ()

    def count(subject: Subject, verdict: Verdict) -> None:
        if current.breakers:
            current.breakers.note(subject, verdict, current.edition.rule)

    return Check("rules", frozenset(Kind), judge, settle=count)


def _warming() -> Subject:
    """A text that has the tables made now, not while somebody waits."""
    return Subject(kind=Kind.MESSAGE, views=Views(_PILED), network="", now=Instant(0), tick=0.0)


def message_checks(config: Config, *rules: Check) -> list[Check]:
    """What every message goes through: how much and in what form it is said, then ``rules``, then whether it is new.

    Of several that refuse, the first gives the reason: who says too much is not told what about.
    """
    judge_form(_PILED)
    rates = config.guard
    flood = Flood(Rate(rates.messages_per_10s, 10.0), Rate(rates.network_messages_per_10s, 10.0))
    per_10s = min(rates.newcomer_messages_per_10s, rates.messages_per_10s)
    limits = Limits(Rate(per_10s, 10.0), rates.newcomer_links, rates.newcomer_rooms_per_text)
    newcomers = Newcomers(limits, rates.newcomer_minutes)
    repeats = Repeats(float(rates.repeat_window_s))

    def judge_repeats(subject: Subject) -> Findings:
        return repeats.judge(*_said(subject), subject.tick)

    def note_said(subject: Subject, verdict: Verdict) -> None:
        if verdict.ruling < Ruling.HOLD:
            repeats.note(*_said(subject), subject.tick)

    return [
        Check("flood", _MESSAGE, lambda one: flood.judge(one.visit or "", one.network, one.tick)),
        Check("length", _MESSAGE, lambda one: judge_length(one.views.text)),
        Check("form", _MESSAGE, lambda one: judge_form(one.views.text)),
        Check("newcomers", _MESSAGE, newcomers.judge),
        *rules,
        Check("repeats", _MESSAGE, judge_repeats, settle=note_said),
    ]


def name_checks(config: Config, entropy: Entropy) -> list[Check]:
    """The rules of names; a refused nickname comes back with one that may stand."""
    reserved = Reserved([*config.entry.reserved_words, config.square.name])

    def judge_nick(subject: Subject) -> Findings:
        year = moment_of(subject.now).year
        findings = judge_nickname(subject.views, year, reserved)
        if not findings:
            return ()
        offer = alternative_to(
            subject.views.text, lambda text: not judge_nickname(Views(text), year, reserved), entropy
        )
        return tuple(_with_offer(one, offer) for one in findings)

    return [
        Check("nickname", frozenset({Kind.NICKNAME}), judge_nick),
        Check("room_name", frozenset({Kind.ROOM_NAME}), lambda one: judge_room_name(one.views)),
    ]


def _said(subject: Subject) -> tuple[str, str, str, str]:
    return subject.visit or "", subject.conversation or "", subject.views.gist, subject.ref


def _with_offer(finding: Finding, offer: str | None) -> Finding:
    return Finding(check=finding.check, ruling=finding.ruling, text_key=finding.text_key, alternative=offer)
