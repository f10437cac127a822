"""The decision pane as a form: what was ticked and written, read and turned into a `Choice`.

Whether a choice can be made is asked of `parvis.moderation.measures`; here only what a form adds to that: facts that
give nobody away, and one language at least.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec

from parvis.core.casework import Case, Choice, Ground, SubjectKind, Wish
from parvis.core.clock import DAY, HOUR
from parvis.core.drafting import DraftText, fault_in_facts
from parvis.core.ids import ActionId, RoomId, room_of
from parvis.core.policy import HARMS, RULES, Feature, Harm, Measure
from parvis.moderation.refusal import Refused
from parvis.web.desk.dossier import Dossier

NO_MEASURE = Refused(text_key="refuse-desk-no-measure")


@dataclass(frozen=True)
class Offered:
    """What selects of the pane offer, beside what follows from the case."""

    lengths: tuple[tuple[str, int], ...] = (
        ("1h", HOUR), ("4h", 4 * HOUR), ("24h", 24 * HOUR), ("3d", 3 * DAY), ("7d", 7 * DAY), ("30d", 30 * DAY),
    )  # fmt: skip
    features: tuple[str, ...] = tuple(feature.value for feature in Feature)
    slow: tuple[str, ...] = ("5", "15", "30", "60")
    """Seconds between two messages, for a slow room."""
    first: tuple[str, ...] = ("1", "3", "10")
    """How many first messages of each visit wait, for a premoderated room."""


OFFERED = Offered()
USUAL = {Measure.LIMIT: "24h", Measure.MUTE: "4h", Measure.SUSPEND: "3d"}
_PERSON = (Measure.LIMIT, Measure.MUTE, Measure.SUSPEND, Measure.BAN)
_HELD = (Measure.RELEASE, Measure.REFUSE, Measure.WARN, Measure.MUTE, Measure.SUSPEND, Measure.BAN)
_ROOM = (Measure.NOTHING, Measure.SLOW_ROOM, Measure.PREMODERATE, Measure.CLOSE_ROOM, Measure.OPEN_ROOM)


def offered(found: Dossier) -> list[Measure]:
    """The measures that fit a case, in the order of the keys 1 to 9; the lightest first."""
    fits = _fitting(found)
    return [*fits, Measure.LIFT] if found.running else list(fits)


def _fitting(found: Dossier) -> tuple[Measure, ...]:
    match found.case.subject.kind:
        case SubjectKind.MESSAGE if found.is_held:
            return _HELD
        case SubjectKind.MESSAGE:
            message = Measure.RESTORE if found.is_removed else Measure.REMOVE
            return (Measure.NOTHING, Measure.WARN, message, *_PERSON)
        case SubjectKind.VISIT | SubjectKind.NICKNAME:
            return (Measure.NOTHING, Measure.WARN, *_PERSON)
        case SubjectKind.ROOM:
            return _ROOM
        case SubjectKind.LINK | SubjectKind.SERVICE:
            return (Measure.NOTHING,)


@dataclass(frozen=True)
class Draft:
    """The pane as it was filled in; shown again exactly so when something is missing."""

    harm: Harm
    measures: frozenset[str] = frozenset()
    lengths: Mapping[str, str] = field(default_factory=lambda: {one.value: length for one, length in USUAL.items()})
    feature: str = Feature.WRITE_IN_ROOM.value
    every: str = OFFERED.slow[1]
    first: str = OFFERED.first[1]
    ground: str = "terms"
    rule: int = 0
    legal: str = ""
    explanation: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    opinion: str = ""


def empty(case: Case, template: DraftText | None = None) -> Draft:
    """The pane as it opens."""
    facts, name = (template.facts, template.id) if template else ({}, "")
    return Draft(harm=case.state.harm, rule=HARMS[case.state.harm].rule, facts=facts, text=name)


def filled(draft: Draft, templates: list[DraftText]) -> Draft:
    """The pane with the facts of the template it names, for whoever has no script; what was ticked stays."""
    facts = next((one.facts for one in templates if one.id == draft.text), None)
    return replace(draft, facts=facts) if facts else draft


def read(form: Mapping[str, object], measures: list[str], case: Case, languages: list[str]) -> Draft:
    """What came with the form; nonsense falls back to what the case says."""

    def word(name: str, usual: str = "") -> str:
        found = form.get(name)
        return found.strip().replace("\r\n", "\n") if isinstance(found, str) else usual

    harm = case.state.harm
    with contextlib.suppress(ValueError):
        harm = Harm(word("harm"))
    rule = int(word("rule")) if word("rule").isdecimal() and len(word("rule")) < 4 else 0
    return Draft(
        harm=harm, measures=frozenset(measures), feature=word("feature"), every=word("every"), first=word("first"),
        lengths={measure.value: word(f"for-{measure.value}", length) for measure, length in USUAL.items()},
        ground=word("ground", "terms"), rule=rule if 1 <= rule <= len(RULES) else HARMS[harm].rule,
        legal=word("legal"), explanation=word("explanation"), text=word("text"), opinion=word("opinion"),
        facts={lang: word(f"facts-{lang}") for lang in languages},
    )  # fmt: skip


def choice_of(draft: Draft, found: Dossier) -> Choice | Refused:
    """The choice a filled-in pane makes, or what is still missing."""
    chosen = [measure for measure in offered(found) if measure.value in draft.measures]
    if not chosen:
        return NO_MEASURE
    facts = {lang: text for lang, text in draft.facts.items() if text}
    fault = fault_in_facts(facts) if facts else None
    if fault:
        return Refused(text_key=fault)
    illegal = draft.ground == "illegal"
    return Choice(
        case=found.case.id, harm=draft.harm, ground=Ground.ILLEGAL if illegal else Ground.TERMS, rule=draft.rule,
        wishes=[wish for measure in chosen for wish in _wishes(measure, draft, found)], facts=facts,
        legal_ground=draft.legal if illegal else "", explanation=draft.explanation if illegal else "",
    )  # fmt: skip


def _wishes(measure: Measure, draft: Draft, found: Dossier) -> list[Wish]:
    room = room_of_case(found.case)
    match measure:
        case Measure.LIFT:
            return [Wish(measure=measure, action=ActionId(action)) for action in found.running]
        case Measure.LIMIT:
            feature = next((one for one in Feature if one.value == draft.feature), Feature.WRITE_IN_ROOM)
            where = room if feature is Feature.WRITE_IN_ROOM else None
            return [Wish(measure=measure, for_ms=_length(draft, measure), feature=feature, room=where)]
        case Measure.MUTE | Measure.SUSPEND:
            return [Wish(measure=measure, for_ms=_length(draft, measure))]
        case Measure.SLOW_ROOM:
            return [Wish(measure=measure, room=room, every_s=_number(draft.every, OFFERED.slow))]
        case Measure.PREMODERATE:
            return [Wish(measure=measure, room=room, every_s=_number(draft.first, OFFERED.first))]
        case Measure.CLOSE_ROOM | Measure.OPEN_ROOM:
            return [Wish(measure=measure, room=room)]
        case _:
            return [Wish(measure=measure)]


def room_of_case(case: Case) -> RoomId | None:
    """The room a case happened in, or is about."""
    if case.subject.kind is SubjectKind.ROOM:
        return RoomId(case.subject.ref)
    return room_of(case.subject.conversation) if case.subject.conversation else None


def _length(draft: Draft, measure: Measure) -> int:
    known = dict(OFFERED.lengths)
    return known.get(draft.lengths.get(measure.value, ""), known[USUAL[measure]])


def _number(word: str, known: tuple[str, ...]) -> int:
    return int(word if word in known else known[1])


def digest_of(choice: Choice) -> str:
    """What a preview was of: only exactly that is confirmed."""
    return hashlib.sha256(msgspec.json.encode(choice, order="sorted")).hexdigest()[:32]
