"""The checks Parvis runs, put together from the operator's settings."""

from __future__ import annotations

import secrets

from parvis.core.buckets import Rate
from parvis.core.clock import moment_of
from parvis.core.config import Config
from parvis.core.ids import Entropy
from parvis.core.verdict import Finding, Kind, Ruling, Verdict
from parvis.guard.edition import Edition
from parvis.guard.edition import shipped as shipped_packs
from parvis.guard.flood import Flood
from parvis.guard.lengths import judge_form, judge_length
from parvis.guard.lists import Lists, shipped
from parvis.guard.names import judge_nickname, judge_room_name
from parvis.guard.offers import alternative_to
from parvis.guard.pipeline import Check, Findings, Pipeline
from parvis.guard.repeats import Repeats
from parvis.guard.reserved import Reserved
from parvis.guard.subject import Subject
from parvis.guard.views import Views

_MESSAGE = frozenset({Kind.MESSAGE})
_PILED = "e" + "\u0301" * 9


def pipeline(config: Config, entropy: Entropy = secrets.token_bytes) -> Pipeline:
    """Flood, length, form, lists, repeated text for messages; what names must be; the rules of all packs for both."""
    return Pipeline(checks(config, entropy))


def checks(config: Config, entropy: Entropy = secrets.token_bytes, edition: Edition | None = None) -> list[Check]:
    """All of them in their order; ``edition``: instead of the shipped packs."""
    rules = rule_check(edition or Edition(shipped_packs()))
    return [*message_checks(config), *name_checks(config, entropy), rules]


def rule_check(edition: Edition) -> Check:
    """The rules of all packs, for everything that is judged."""
    edition.read(Views(_PILED), Kind.MESSAGE)

    def judge(subject: Subject) -> Findings:
        return edition.judge(subject.views, subject.kind, subject.conversation or "")

    return Check("rules", frozenset(Kind), judge)


def message_checks(config: Config, lists: Lists | None = None) -> list[Check]:
    """What every message goes through, cheapest and most telling first; ``lists``: instead of the shipped ones."""
    known = lists or Lists(shipped())
    known.judge(Views(_PILED))  # the tables for what is not ASCII are made now, not while somebody waits
    judge_form(_PILED)
    rates = config.guard
    flood = Flood(Rate(rates.messages_per_10s, 10.0), Rate(rates.network_messages_per_10s, 10.0))
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
        Check("lists", _MESSAGE, lambda one: known.judge(one.views)),
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
