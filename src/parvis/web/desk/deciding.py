"""The decision pane as a form: what was ticked and written, checked and turned into a `Choice`."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from parvis.core.casework import Case, Choice, Ground, SubjectKind, Wish
from parvis.core.clock import DAY, HOUR
from parvis.core.drafting import fault_in_facts
from parvis.core.ids import ActionId, RoomId, room_of
from parvis.core.policy import HARMS, MEASURES, RULES, Feature, Harm, Measure
from parvis.moderation.refusal import Refused

LENGTHS: tuple[tuple[str, int], ...] = (
    ("1h", HOUR), ("4h", 4 * HOUR), ("24h", 24 * HOUR), ("3d", 3 * DAY), ("7d", 7 * DAY), ("30d", 30 * DAY),
)  # fmt: skip
"""How long a timed measure may last, as offered."""
USUAL = {Measure.LIMIT: "24h", Measure.MUTE: "4h", Measure.SUSPEND: "3d"}
SLOW = ("5", "15", "30", "60")
"""Seconds between two messages, for a slow room."""
FIRST = ("1", "3", "10")
"""How many first messages of each visit wait, for a premoderated room."""

_PERSON = (Measure.NOTHING, Measure.WARN, Measure.LIMIT, Measure.MUTE, Measure.SUSPEND, Measure.BAN)
_MESSAGE = (
    Measure.NOTHING, Measure.WARN, Measure.REMOVE, Measure.LIMIT, Measure.MUTE, Measure.SUSPEND, Measure.BAN,
)  # fmt: skip
_HELD = (Measure.RELEASE, Measure.REFUSE, Measure.WARN, Measure.MUTE, Measure.SUSPEND, Measure.BAN)
_ROOM = (Measure.NOTHING, Measure.CLOSE_ROOM, Measure.SLOW_ROOM, Measure.PREMODERATE, Measure.OPEN_ROOM)


def offered(case: Case, *, is_held: bool, is_removed: bool, running: list[ActionId]) -> list[Measure]:
    """The measures that fit a case, in the order of the keys 1 to 9; the lightest first."""
    match case.subject.kind:
        case SubjectKind.MESSAGE:
            found = _HELD if is_held else _MESSAGE
        case SubjectKind.VISIT | SubjectKind.NICKNAME:
            found = _PERSON
        case SubjectKind.ROOM:
            found = _ROOM
        case SubjectKind.LINK | SubjectKind.SERVICE:
            found = (Measure.NOTHING,)
    more = [Measure.RESTORE] if is_removed else []
    return [*found, *more, *([Measure.LIFT] if running else [])]


@dataclass(frozen=True)
class Draft:
    """The form as it was filled in; shown again exactly so when something is missing."""

    harm: Harm
    measures: frozenset[str] = frozenset()
    lengths: Mapping[str, str] = field(default_factory=dict)
    feature: str = Feature.WRITE_IN_ROOM.value
    every: str = SLOW[1]
    first: str = FIRST[1]
    ground: str = "terms"
    rule: int = 0
    legal_ground: str = ""
    explanation: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def rule_shown(self) -> int:
        """The rule chosen, else the one that goes with the harm."""
        return self.rule or HARMS[self.harm].rule


def empty(case: Case) -> Draft:
    """The pane as it opens."""
    return Draft(harm=case.state.harm, lengths={measure.value: length for measure, length in USUAL.items()})


def read(form: Mapping[str, object], measures: list[str], case: Case, languages: list[str]) -> Draft:
    """What came with the form; nonsense falls back to what the case says."""

    def word(name: str, usual: str = "") -> str:
        found = form.get(name)
        return found.strip() if isinstance(found, str) else usual

    harm = case.state.harm
    with contextlib.suppress(ValueError):
        harm = Harm(word("harm"))
    rule = int(word("rule")) if word("rule").isdecimal() else 0
    return Draft(
        harm=harm, measures=frozenset(measures),
        lengths={measure.value: word(f"for-{measure.value}", length) for measure, length in USUAL.items()},
        feature=word("feature"), every=word("every", SLOW[1]), first=word("first", FIRST[1]),
        ground=word("ground", "terms"), rule=rule if 1 <= rule <= len(RULES) else 0,
        legal_ground=word("legal"), explanation=word("explanation"),
        facts={lang: word(f"facts-{lang}").replace("\r\n", "\n") for lang in languages}, text=word("text"),
    )  # fmt: skip


def choice_of(draft: Draft, case: Case, fits: list[Measure], running: list[ActionId], similar: list[str]) -> Choice | Refused:
    """The choice a filled-in pane makes, or what is still missing."""
    chosen = [measure for measure in fits if measure.value in draft.measures]
    if not chosen:
        return Refused(text_key="refuse-desk-no-measure")
    if Measure.NOTHING in chosen and len(chosen) > 1:
        return Refused(text_key="refuse-desk-nothing-and")
    if {Measure.RELEASE, Measure.REFUSE} <= set(chosen):
        return Refused(text_key="refuse-desk-release-and")
    illegal = draft.ground == "illegal"
    if illegal and (not draft.legal_ground or not draft.explanation):
        return Refused(text_key="refuse-desk-law")
    facts = {lang: text for lang, text in draft.facts.items() if text}
    fault = fault_in_facts(facts) if facts or any(MEASURES[one].statement for one in chosen) else None
    if fault:
        return Refused(text_key=fault)
    wishes = [wish for measure in chosen for wish in _wishes(measure, draft, case, running)]
    return Choice(
        case=case.id, wishes=wishes, harm=draft.harm, ground=Ground.ILLEGAL if illegal else Ground.TERMS,
        rule=draft.rule_shown, facts=facts, legal_ground=draft.legal_ground if illegal else "",
        explanation=draft.explanation,
    )  # fmt: skip


def _wishes(measure: Measure, draft: Draft, case: Case, running: list[ActionId]) -> list[Wish]:
    room = _room_of(case)
    match measure:
        case Measure.LIFT:
            return [Wish(measure=measure, action=action) for action in running]
        case Measure.LIMIT:
            feature = Feature.WRITE_IN_ROOM
            with contextlib.suppress(ValueError):
                feature = Feature(draft.feature)
            where = room if feature is Feature.WRITE_IN_ROOM else None
            return [Wish(measure=measure, for_ms=_length(draft, measure), feature=feature, room=where)]
        case Measure.MUTE | Measure.SUSPEND:
            return [Wish(measure=measure, for_ms=_length(draft, measure))]
        case Measure.SLOW_ROOM:
            return [Wish(measure=measure, room=room, every_s=_number(draft.every, SLOW))]
        case Measure.PREMODERATE:
            return [Wish(measure=measure, room=room, every_s=_number(draft.first, FIRST))]
        case Measure.CLOSE_ROOM | Measure.OPEN_ROOM:
            return [Wish(measure=measure, room=room)]
        case _:
            return [Wish(measure=measure)]


def _room_of(case: Case) -> RoomId | None:
    if case.subject.kind is SubjectKind.ROOM:
        return RoomId(case.subject.ref)
    return room_of(case.subject.conversation) if case.subject.conversation else None


def _length(draft: Draft, measure: Measure) -> int:
    return dict(LENGTHS).get(draft.lengths.get(measure.value, ""), dict(LENGTHS)[USUAL[measure]])


def _number(word: str, known: tuple[str, ...]) -> int:
    return int(word if word in known else known[1])


def digest_of(choice: Choice) -> str:
    """What a preview was of: only exactly that is confirmed."""
    return hashlib.sha256(msgspec.json.encode(choice, order="sorted")).hexdigest()[:32]
