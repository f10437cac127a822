"""What a verdict's actions come to for one text: what is stored instead, what its author is shown, what is still to do.

A plain function of values: nothing is done here. Findings that only watch have no actions (`Finding.acts`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parvis.core.policy import Harm
from parvis.core.talk import Notes
from parvis.core.verdict import Finding, Ruling, Verdict
from parvis.moderation import omissions
from parvis.moderation.automatic import ACTS

CARDS = {
    Harm.SCAM: "card-money",
    Harm.PRIVACY: "card-contact",
    Harm.BLACKMAIL: "card-pressure",
    Harm.HARASSMENT: "card-pressure",
    Harm.DANGER: "card-meeting",
}
"""The neutral card beside a message, by the harm its readers should have in mind."""
CARD = "card-care"
"""The card for every other harm."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """``text`` is what is stored; ``todo`` are the findings with measures, cases or reasons to come."""

    text: str
    notes: Notes | None = None
    todo: tuple[Finding, ...] = ()


def of(verdict: Verdict, text: str, *, meant: bool = False) -> Deeds:
    """What follows for this text; ``meant``: its author was asked about it, and sent it once more."""
    acting = [one for one in verdict.findings if one.acts]
    if not acting:
        return Deeds(text, _asked(verdict) if meant else None)
    told, card = [], ""
    for one in acting:
        for act in one.acts:
            if act.kind == "help":
                told.append(f"help-{act.topic}")
            elif act.kind == omissions.ACT:
                told.append(one.text_key if one.ruling is Ruling.ALLOW and one.text_key else omissions.TOLD)
            elif act.kind == "step_up":
                told.append(f"told-step-up-{act.check}")
            elif act.kind == "warn_recipient":
                card = card or (CARDS.get(one.harm, CARD) if one.harm else CARD)
    notes = Notes(told=tuple(dict.fromkeys(told)), card=card, meant=_checks(verdict) if meant else ())
    stored = without(text, [one for one in acting if any(act.kind == omissions.ACT for act in one.acts)])
    todo = tuple(one for one in acting if any(act.kind in ACTS or act.kind == omissions.ACT for act in one.acts))
    return Deeds(stored, None if notes == Notes() else notes, todo)


def without(text: str, findings: Iterable[Finding]) -> str:
    """The text without what these findings cite; one that cites nothing means all of it."""
    spans = sorted(span for one in findings for span in (one.spans or ((0, len(text)),)))
    kept: list[str] = []
    at = 0
    for start, end in spans:
        if start > at or not kept:
            kept += [text[at:start], omissions.MARK]
        at = max(at, end)
    return "".join([*kept, text[at:]])


def _asked(verdict: Verdict) -> Notes | None:
    checks = _checks(verdict)
    return Notes(meant=checks) if checks else None


def _checks(verdict: Verdict) -> tuple[str, ...]:
    """Which rules asked."""
    return tuple(one.check for one in verdict.findings if one.ruling is Ruling.PROMPT)
