"""The words of a statement, made when it is shown: which sentence stands where, as text keys and what fills them.

A letter in the order of Regulation (EU) 2022/2065, Art. 17(3): what was decided, why, the part of a program, the
ground, who decided, and what one can do. It never says who reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parvis.core.casework import Action, ActionState, Automated, Ground, Statement, StatementKind
from parvis.core.clock import Instant
from parvis.core.ids import RoomId
from parvis.core.policy import HARMS, MEASURES, RULES, Measure


@dataclass(frozen=True)
class When:
    """An instant inside a sentence: a day and a time on the square's clock."""

    at: Instant


@dataclass(frozen=True)
class Day:
    """A day inside a sentence."""

    at: Instant


@dataclass(frozen=True)
class Place:
    """A room's name inside a sentence, as the operator calls it now."""

    room: RoomId


@dataclass(frozen=True)
class Text:
    """One of our own sentences inside another, such as the title of a rule."""

    key: str


Filling = str | int | When | Day | Place | Text


@dataclass(frozen=True)
class Line:
    """One sentence: a text key and what fills it."""

    key: str
    args: tuple[tuple[str, Filling], ...] = ()


@dataclass(frozen=True)
class Quote:
    """Words that are not ours: the facts as a person of the team wrote them, or what the addressee said."""

    text: str
    lang: str


Part = Line | Quote


@dataclass(frozen=True)
class Section:
    """A heading, by its text key, and what stands under it."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Letter:
    """A statement as it will be read: ``title`` says in a few words what it is about."""

    title: str
    lede: Line
    issued_at: Instant
    sections: tuple[Section, ...]


TIED = frozenset({Measure.MUTE, Measure.SUSPEND, Measure.BAN, Measure.LIMIT})
"""Measures that hold on to the age pass and the device."""
LAWS = (
    ("Code de la santé publique, art. ", "csp"),
    ("Code pénal, art. ", "cp"),
    ("Loi du 29 juillet 1881, art. ", "1881"),
)
SHORT = frozenset({StatementKind.REVERSAL, StatementKind.ANSWER, StatementKind.ROOM, StatementKind.ROOM_OPEN})
"""Letters that begin with a sentence of their own, and do not say how the matter came to the desk."""
_BOTH = frozenset({"statement-program", "statement-ground"})
LEFT_OUT = {
    StatementKind.REVERSAL: _BOTH,
    StatementKind.ANSWER: _BOTH,
    StatementKind.ROOM: frozenset({"statement-program"}),
    StatementKind.ROOM_OPEN: _BOTH,
}
"""What some letters have no need of: the first one named rule and program, or no program had a part in it."""
KNOWN_GROUNDS = frozenset(ground for policy in HARMS.values() for ground in policy.grounds)


def letter(one: Statement, now: Instant, lang: str = "") -> Letter:
    """All that a statement says, in its order; ``now`` tells whether a measure still holds.

    ``lang`` is the reader's choice of a language; the addressee's own while nothing is chosen.
    """
    lang, answers = lang or one.lang, one.told.startswith("appeal-")
    sections = [
        Section("statement-what", tuple(_decided(one, now))),
        Section("statement-answer" if answers else "statement-facts", tuple(_facts(one, lang))),
        Section("statement-program", tuple(_program(one))),
        Section("statement-ground", tuple(_ground(one))),
        Section("statement-who", (_who(one),)),
    ]
    left_out = LEFT_OUT.get(one.kind, frozenset())
    sections = [section for section in sections if section.title not in left_out and section.parts]
    return Letter(
        title=f"statement-title-{one.kind.value}", lede=Line(f"statement-lede-{one.kind.value}"),
        issued_at=one.issued_at, sections=tuple(sections),
    )  # fmt: skip


def measure_line(one: Action, content_at: Instant) -> Line:
    """What one measure does, with its length."""
    wish = one.wish
    key = f"statement-measure-{wish.measure.value}"
    args: dict[str, Filling] = {}
    if MEASURES[wish.measure].on_message:
        args["at"] = When(content_at)
    if wish.measure is Measure.LIMIT and wish.feature is not None:
        key += f"-{wish.feature.value}"
        if wish.room is not None:
            key, args["room"] = f"{key}-one", Place(wish.room)
    if one.ends_at is not None and wish.measure in TIED:
        args["until"] = When(one.ends_at)
    elif wish.measure in TIED and wish.measure is not Measure.BAN:
        key += "-open"
    return Line(key, tuple(sorted(args.items())))


def holds(one: Action, now: Instant) -> bool:
    """Whether a measure still takes something away."""
    return one.state is ActionState.ACTIVE and (one.ends_at is None or one.ends_at > now)


def _decided(one: Statement, now: Instant) -> list[Part]:
    told = Line(one.told, tuple(sorted(one.told_args.items())))
    parts: list[Part] = [told] if one.kind in SHORT and one.told else []
    for action in one.measures:
        parts.append(measure_line(action, one.content_at))
        over = _over(action, now)
        if over:
            parts.append(Line(f"statement-state-{over}"))
    measures = {action.wish.measure for action in one.measures}
    if one.kind is StatementKind.REFUSAL:
        parts.append(Line("statement-measure-refused-alone", (("at", When(one.content_at)),)))
    if one.kind is StatementKind.LEFT_OUT:
        parts.append(Line("statement-measure-left-out", (("at", When(one.content_at)),)))
    if measures & TIED:
        parts.append(Line("statement-tied"))
    if one.kind in (StatementKind.MEASURE, StatementKind.LEFT_OUT):
        parts.append(Line("statement-scope"))
    return parts


def _over(one: Action, now: Instant) -> str | None:
    """How a restriction ended, or None while it holds; what never lasted can only be reversed."""
    if one.state in (ActionState.LIFTED, ActionState.REVERSED):
        return one.state.value
    is_past = one.ends_at is not None and one.ends_at <= now
    return "expired" if one.state is ActionState.EXPIRED or (one.state is ActionState.ACTIVE and is_past) else None


def _facts(one: Statement, wanted: str) -> list[Part]:
    lang, facts = facts_in(one.facts, wanted)
    parts: list[Part] = [Quote(facts, lang)] if facts else []
    if facts and lang != wanted:
        parts.append(Line("statement-facts-lang"))
    if one.kind is StatementKind.REFUSAL:
        parts.append(Line("statement-facts-refusal" if one.automated_detection else "statement-facts-waited"))
        parts += [Line(one.told, tuple(sorted(one.told_args.items())))] if one.told else []
    if one.kind is StatementKind.LEFT_OUT:
        parts.append(Line("statement-facts-left-out"))
    if one.quoted:
        parts += [Line("statement-quoted", (("at", When(one.content_at)),)), Quote(one.quoted, "")]
    if one.kind not in SHORT:
        parts.append(Line(f"statement-source-{one.source.lower().replace('_', '-')}"))
    return parts


def facts_in(texts: dict[str, str], lang: str) -> tuple[str, str]:
    """A text in the reader's language, or in the one it was written in; with that language."""
    if texts.get(lang):
        return lang, texts[lang]
    return next(((other, text) for other, text in texts.items() if text), (lang, ""))


def _program(one: Statement) -> list[Part]:
    detection = "yes" if one.automated_detection else "no"
    decision = {Automated.FULLY: "fully", Automated.PARTIALLY: "partially", Automated.NOT: "not"}[one.automated]
    return [Line(f"statement-detection-{detection}"), Line(f"statement-automated-{decision}")]


def _ground(one: Statement) -> list[Part]:
    rule = RULES[one.rule - 1] if 1 <= one.rule <= len(RULES) else None
    parts: list[Part] = []
    if one.ground is Ground.ILLEGAL:
        parts.append(Line("statement-illegal", (("law", one.legal_ground),)))
        if one.legal_ground in KNOWN_GROUNDS:
            parts.append(Line(f"law-{law_key(one.legal_ground)}"))
    if one.explanation:
        parts.append(Quote(one.explanation, one.lang))
    if rule is not None:
        key = "statement-rule-also" if one.ground is Ground.ILLEGAL else "statement-rule"
        parts += [Line(key, (("n", one.rule), ("title", Text(f"{rule}-title")))), Line(rule)]
    parts.append(Line("statement-terms", (("version", one.terms_version),)))
    return parts


def law_key(ground: str) -> str:
    """A legal ground of `core.policy` as the end of a text key: ``cp-222-17``."""
    for start, short in LAWS:
        if ground.startswith(start):
            return f"{short}-{re.sub(r'[^a-z0-9]+', '-', ground.removeprefix(start).lower())}"
    return ""


def _who(one: Statement) -> Line:
    if one.automated is Automated.FULLY:
        return Line("statement-who-program")
    if one.decided_by is None:
        return Line("statement-who-team")
    return Line("statement-who-person", (("number", one.decided_by),))
